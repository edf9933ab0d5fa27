from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from outbox.models import OutgoingEmail
from stories.actions.reviewing import review_all
from stories.models import Consent, Decision, Story
from tests.factories import make_consent, make_contact, make_member, make_story
from tests.races import at_once
from tests.stories.conftest import make_quote, one_match

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(amara):
    return make_story("A shelf in the foyer", teller=amara)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def set_days(story, *, given, ends_in, noted=None):
    """When they agreed, when it ends, and when they were last asked."""
    today = timezone.localdate()
    Consent.objects.filter(story=story).update(
        given_at=days_ago(given), review_on=today + timedelta(days=ends_in),
        noted_on=today - timedelta(days=noted) if noted is not None else None,
    )  # fmt: skip


def emails(purpose="stories.still"):
    return OutgoingEmail.objects.filter(purpose=purpose).order_by("pk")


def link_of(email):
    return one_match(r"https?://[^/\s]+(/stories/still/\S+)", email.text)


@pytest.mark.parametrize(
    ("days", "is_due"),
    [
        ({"given": 364, "ends_in": 366}, False),
        ({"given": 366, "ends_in": 364}, True),
        ({"given": 700, "ends_in": 31, "noted": 335}, False),
        ({"given": 700, "ends_in": 30, "noted": 335}, True),
        ({"given": 700, "ends_in": 20, "noted": 10}, False),
        ({"given": 900, "ends_in": 600, "noted": 366}, True),
        ({"given": 900, "ends_in": 600, "noted": 364}, False),
    ],
)
def test_people_are_asked_once_a_year_and_before_it_ends(told, days, is_due):
    set_days(told, **days)

    first, second = review_all(timezone.now()), review_all(timezone.now())

    assert (first, second) == (int(is_due), 0)
    assert emails().count() == int(is_due)


def test_one_press_keeps_it_for_two_more_years(reader, told):
    set_days(told, given=700, ends_in=20)
    review_all(timezone.now())
    address = link_of(emails().get())

    before = Consent.objects.get(story=told).review_on
    reader().get(address), reader().head(address)
    unpressed = Consent.objects.get(story=told).review_on
    page = reader().post(address).content.decode()

    assert "Your agreement ends on" in emails().get().text
    assert before == unpressed
    assert "Thank you, it stays" in page
    until = timezone.localdate() + timedelta(days=700)
    assert Consent.objects.filter(story=told, review_on__gt=until).exists()


def test_without_an_answer_it_is_hidden_and_one_press_brings_it_back(reader, told):
    set_days(told, given=731, ends_in=0, noted=30)
    last_day = reader().get(told.get_absolute_url()).status_code
    set_days(told, given=732, ends_in=-1, noted=31)
    next_day = reader().get(told.get_absolute_url()).status_code

    ended = [review_all(timezone.now()) for _ in range(2)]
    state = Story.objects.get(pk=told.pk).state
    page = reader().post(link_of(emails("stories.expired").get())).content.decode()

    assert (last_day, next_day) == (200, 404)
    assert (ended, state) == ([1, 0], "expired")
    assert Decision.objects.filter(story=told, outcome="expired").count() == 1
    assert "Thank you, it stays" in page
    assert reader().get(told.get_absolute_url()).status_code == 200


def test_a_hidden_story_waits_for_everyone_whose_time_was_over(reader, told):
    make_consent(told, contact=make_contact("Ruth", email="ruth@mail.example"), uses=["web"])
    set_days(told, given=732, ends_in=-1, noted=31)
    review_all(timezone.now())
    addresses = [link_of(email) for email in emails("stories.expired")]

    first = reader().post(addresses[0]).content.decode()
    between = Story.objects.get(pk=told.pk).state
    reader().post(addresses[1])

    assert "One more person has to say so" in first
    assert (between, Story.objects.get(pk=told.pk).state) == ("expired", "published")


def test_what_was_changed_meanwhile_is_not_brought_back_unchecked(reader, told):
    set_days(told, given=732, ends_in=-1, noted=31)
    review_all(timezone.now())
    Story.objects.filter(pk=told.pk).update(version=2)

    reader().post(link_of(emails("stories.expired").get()))

    assert Story.objects.get(pk=told.pk).state == "expired"


def test_a_retold_source_is_nobodys_to_ask(told):
    Consent.objects.filter(story=told).delete()
    make_consent(told, contact=None, uses=["web"], basis="source", source_title="A report", review_on=None)
    Consent.objects.update(given_at=days_ago(900))

    assert review_all(timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_ask_once():
    told = make_story(teller=make_member())
    set_days(told, given=366, ends_in=364)

    at_once(*[lambda: review_all(timezone.now())] * 4)
    connections.close_all()

    assert emails().count() == 1


def test_the_reviewing_costs_the_same_however_many_are_not_due(told, django_assert_max_num_queries):
    for number in range(3):
        make_story(f"Another {number}", teller=make_contact(f"Reg {number}", email=f"reg{number}@mail.example"))

    with django_assert_max_num_queries(8):
        review_all(timezone.now())


def test_the_teller_speaks_for_somebody_without_an_email(reader, told):
    by_hand = make_consent(told, contact=make_contact("Eli"), uses=["web", "members"], how="by phone")
    set_days(told, given=300, ends_in=400)
    Consent.objects.filter(pk=by_hand.pk).update(review_on=timezone.localdate() + timedelta(days=20))

    asked = review_all(timezone.now())
    reader().post(link_of(emails().get()))

    assert asked == 1
    assert Consent.objects.filter(story=told, review_on__gt=timezone.localdate() + timedelta(days=700)).count() == 2


def test_a_story_hidden_for_somebody_without_an_email_is_brought_back_by_its_teller(reader, told):
    by_hand = make_consent(told, contact=make_contact("Eli"), uses=["web", "members"], how="by phone")
    Consent.objects.filter(pk=by_hand.pk).update(review_on=timezone.localdate() - timedelta(days=1))
    review_all(timezone.now())
    hidden = Story.objects.get(pk=told.pk).state

    reader().post(link_of(emails("stories.expired").get()))

    assert (hidden, Story.objects.get(pk=told.pk).state) == ("expired", "published")


def test_one_person_is_asked_once_about_all_they_have_in_a_story(told):
    make_quote(told, contact=told.teller)
    set_days(told, given=366, ends_in=364)

    assert review_all(timezone.now()) == 1
    assert emails().count() == 1
