"""Thanks for a kept pledge: one press, names to those who may see them, one email a day."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.models import LONDON
from outbox.models import OutgoingEmail
from pledges.actions.answering import stop_follow_ups
from pledges.actions.thanking import say_thanks, write_thanks
from pledges.models import Thanks
from tests.factories import make_contact, make_member, make_pledge
from tests.pledges.screens import seen

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 18, 9, tzinfo=LONDON)


@pytest.fixture
def kept(amara):
    return make_pledge(by=amara, state="kept", answered_at=timezone.now())


def thank_url(pledge):
    return f"{pledge.get_absolute_url()}thank/"


def test_a_member_says_thanks_in_one_press_and_twice_is_once(sign_in, denise, kept):
    visitor = sign_in(denise)

    page = visitor.get(kept.get_absolute_url())
    said = visitor.post(thank_url(kept), {"line": ""}, follow=True)
    visitor.post(thank_url(kept), {"line": "Lovely"})

    assert "Say thanks" in seen(page)
    assert ("Your thanks are on their way" in said.content.decode(), "Thanks from you." in seen(said)) == (True, True)
    assert [(row.by, row.line) for row in Thanks.objects.all()] == [(denise, "Lovely")]


def test_a_line_is_read_by_whoever_kept_it_and_names_by_members(client, sign_in, amara, denise, kwame, kept):
    hidden = make_member("Hidden Person", findable=False)
    say_thanks(kept, by=denise, line="CANARY", at=timezone.now())
    say_thanks(kept, by=hidden, line="", at=timezone.now())
    url = kept.get_absolute_url()

    visitor = client.get(url).content.decode()
    member = seen(sign_in(kwame).get(url))
    maker = seen(sign_in(amara).get(url))

    assert ("Denise" in visitor, "Thanks from" in visitor) == (False, False)
    assert ("Thanks from Denise Applegarth." in member, "CANARY" in member, "Hidden" in member) == (True, False, False)
    assert ("Denise" in maker, "“CANARY”" in maker, "Hidden Person" in maker) == (True, True, True)


def test_thanks_are_taken_back(sign_in, denise, kept):
    say_thanks(kept, by=denise, line="", at=timezone.now())

    sign_in(denise).post(f"{thank_url(kept)}drop/")

    assert not Thanks.objects.exists()


def test_nobody_thanks_themselves_or_for_what_is_not_kept(sign_in, amara, denise, kept):
    live = make_pledge("sing", by=amara)

    codes = [sign_in(amara).post(thank_url(kept)).status_code, sign_in(denise).post(thank_url(live)).status_code]

    assert codes == [403, 403]


def test_a_line_too_long_comes_back(sign_in, denise, kept):
    page = sign_in(denise).post(thank_url(kept), {"line": "x" * 201})

    assert "Cut 1 character" in seen(page)
    assert not Thanks.objects.exists()


def test_all_thanks_of_a_day_are_one_email(amara, denise, kwame, kept):
    other = make_pledge("sing", by=amara, state="kept", answered_at=timezone.now())
    say_thanks(kept, by=denise, line="All ten rang back", at=NINE - timedelta(hours=10))
    say_thanks(kept, by=kwame, line="", at=NINE - timedelta(hours=2))
    say_thanks(other, by=kwame, line="", at=NINE - timedelta(hours=1))
    say_thanks(other, by=denise, line="", at=NINE + timedelta(hours=1))

    early = write_thanks(NINE - timedelta(minutes=1))
    written = [write_thanks(NINE + timedelta(minutes=minutes)) for minutes in (0, 15, 120)]
    next_day = write_thanks(NINE + timedelta(days=1))

    first, second = OutgoingEmail.objects.order_by("pk")
    assert (early, written, next_day) == (0, [1, 0, 0], 1)
    assert first.to == amara.email
    assert 'Denise Applegarth says thank you. "All ten rang back"' in first.text
    assert first.text.count("says thank you.") == 3
    assert second.text.count("says thank you.") == 1


def test_thanks_are_not_emailed_to_who_stopped_or_for_what_is_no_longer_kept(amara, denise, kept):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example")
    undone = make_pledge("sing", by=guest, state="going", answered_at=timezone.now())
    for pledge in (kept, undone):
        say_thanks(pledge, by=denise, line="", at=NINE - timedelta(hours=2))
    stop_follow_ups(amara.contact, at=NINE - timedelta(hours=1))

    written = write_thanks(NINE)

    assert (written, OutgoingEmail.objects.count()) == (0, 0)


def test_home_says_so_kindly(sign_in, amara, denise, kept):
    say_thanks(kept, by=denise, line="", at=timezone.now())

    home = sign_in(amara).get("/").content.decode()

    assert "Somebody says thanks" in home
