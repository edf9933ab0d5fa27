"""A member's own pledges, those they keep an eye on, and those they wrote down for somebody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pledges.actions.answering import pause_follow_ups
from pledges.actions.booking import book_reminders
from pledges.emails import stop_path
from pledges.models.working_days import working_day
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import seen

pytestmark = pytest.mark.django_db


def mine(client):
    return client.get(reverse("pledge_mine"))


def day(days):
    return timezone.localdate() + timedelta(days=days)


def test_each_of_mine_has_four_answers_and_another_day(sign_in, amara):
    make_pledge("sing", by=amara)

    page = mine(sign_in(amara))

    assert "Kept Still going Stuck Let it go" in seen(page)
    assert "/move/" in page.content.decode()


def test_one_i_am_partner_of_and_one_i_wrote_down_stand_apart_without_answers(sign_in, amara, denise):
    make_pledge("sing", by=denise, partner=amara.contact)
    make_pledge("dance", by=make_contact("Reg"), recorded_by=amara, visibility="partner")
    make_pledge("hum", by=amara, recorded_by=amara)

    page = mine(sign_in(amara))

    words = seen(page)
    order = [words.index(part) for part in ("Yours to do", "I will hum", "You keep an eye on", "I will sing",
                                            "You wrote it down for somebody", "I will dance")]  # fmt: skip
    assert order == sorted(order)
    assert words.count("Still going") == 1


def test_nobody_reads_here_that_another_is_stuck(sign_in, amara, denise):
    make_pledge("sing", by=denise, partner=amara.contact, state="stuck", answered_at=timezone.now())

    words = seen(mine(sign_in(amara)))

    assert "I will sing" in words
    assert "stuck" not in words.lower()


def test_what_others_wrote_down_is_not_here(sign_in, amara, denise):
    make_pledge("dance", by=make_contact("Reg"), recorded_by=denise, visibility="partner")

    assert "dance" not in seen(mine(sign_in(amara)))


def test_an_address_that_was_only_typed_makes_no_pledge_mine(sign_in, amara):
    make_pledge("dance", by=amara, confirmed_at=None)

    assert "dance" not in seen(mine(sign_in(amara)))


def test_the_page_says_when_we_ask_next_and_where_to_be_busy(sign_in, amara):
    pledge = make_pledge("sing", by=amara, by_on=day(20))
    book_reminders(pledge, now=timezone.now())
    asked, busy = working_day(day(20)), day(60)

    before = mine(sign_in(amara))
    pause_follow_ups(amara.contact, until=busy)
    after = mine(sign_in(amara))

    assert f"The next question comes on {asked:%A} {asked.day} {asked:%B %Y}" in seen(before)
    assert f"paused until {busy:%A} {busy.day} {busy:%B %Y}" in seen(after)
    later = working_day(busy)
    assert f"The next question comes on {later:%A} {later.day} {later:%B %Y}" in seen(after)
    assert stop_path(amara.contact)[:20] in before.content.decode()


def test_a_thousand_past_ones_do_not_hide_what_goes_on(sign_in, amara):
    make_pledge("old and live", by=amara, made_at=timezone.now() - timedelta(days=900))
    for number in range(210):
        make_pledge(f"do {number}", by=amara, state="kept", answered_at=timezone.now())

    assert "I will old and live" in seen(mine(sign_in(amara)))


def test_all_that_goes_on_is_counted_and_what_waits_says_for_how_many(sign_in, amara):
    make_pledge("sing", by=amara)
    make_pledge("hum", by=amara, state="going", answered_at=timezone.now())
    make_pledge("dance", by=amara, state="waiting", wanted=3, wanted_by=day(9))

    words = seen(mine(sign_in(amara)))

    assert "3 going on" in words
    assert "Waiting for 3 more" in words


@pytest.mark.parametrize(("days", "words"), [(3, "You want to do it by"), (-3, "You hoped to do it by")])
def test_a_day_is_hoped_for_only_once_it_is_past(sign_in, amara, days, words):
    make_pledge("sing", by=amara, by_on=day(days))

    assert words in seen(mine(sign_in(amara)))
