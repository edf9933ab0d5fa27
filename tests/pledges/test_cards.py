"""Paper cards: typed one by one by a helper, with the last one taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Contact
from outbox.models import OutgoingEmail, State
from pledges.actions.making import take_back_card
from pledges.models import Pledge, Reminder
from tests.factories import make_event, make_pledge, sector
from tests.pledges.screens import open_event, pledge_url, seen

pytestmark = pytest.mark.django_db


def cards_url(event):
    return reverse("pledge_cards", args=[event.series.slug, event.day])


def card(act="ring ten tenants", **more):
    return {"act": act, "key": str(uuid4()), **more}


def test_a_helper_types_cards_and_is_back_at_an_empty_one(sign_in, kwame):
    event, cloth = open_event(), sector("council")
    client = sign_in(kwame)

    asked = client.get(f"{pledge_url(event)}?for=someone", follow=True)
    client.post(cards_url(event), card("I will sing.", first_name="Sam", sector=cloth.pk))
    page = client.post(cards_url(event), card("knock on ten doors"), follow=True)

    assert seen(asked).startswith("Type paper cards")
    assert "2 cards typed so far The last one: “I will knock on ten doors”" in seen(page)
    assert page.context["form"]["act"].value() is None
    first, second = Pledge.objects.order_by("pk")
    assert (first.act, first.signed, first.visibility, first.recorded_by) == ("sing", "Sam, council", "public", kwame)
    assert second.signed == "Someone here"


def test_a_card_pressed_twice_is_one_card(sign_in, kwame):
    event, sent = open_event(), card(phone="01632 960 100")

    for _ in range(2):
        sign_in(kwame).post(cards_url(event), sent)

    assert [pledge.contact for pledge in Pledge.objects.all()] == [Contact.objects.get(phone="01632 960 100")]


def test_what_is_wrong_comes_back_with_the_rest(sign_in, kwame):
    page = sign_in(kwame).post(cards_url(open_event()), card("", first_name="Sam", email="sam at", phone="x"))

    assert page.context["form"].errors == {
        "act": ["Write what you will do"],
        "email": ["Enter an email address in the format name@example.com"],
        "phone": ["Enter a phone number, like 01632 960 001"],
    }
    assert page.context["form"]["first_name"].value() == "Sam"


def test_an_address_on_a_card_gets_one_email_and_confirms_itself(sign_in, kwame):
    sign_in(kwame).post(cards_url(open_event()), card(first_name="Sam", email="Sam@Westmere.example"))

    pledge, email = Pledge.objects.get(), OutgoingEmail.objects.get()
    assert (pledge.confirmed_at, email.to) == (None, "sam@westmere.example")
    assert "/pledges/confirm/" in email.text


def test_a_full_name_on_a_card_waits_all_the_same(sign_in, kwame):
    event = open_event()

    page = sign_in(kwame).post(cards_url(event), card("ring Joan Ashworth"), follow=True)

    assert Pledge.objects.get().is_held
    assert "It waits for a look" in seen(page)


def test_the_last_card_is_taken_back_with_its_email(sign_in, kwame):
    event, client = open_event(), sign_in(kwame)
    client.post(cards_url(event), card("sing"))
    client.post(cards_url(event), card("dance", email="sam@westmere.example"))
    last = Pledge.objects.get(act="dance")

    undo = {"do": "undo", "card": str(last.uuid)}
    page = client.post(cards_url(event), undo, follow=True)
    client.post(cards_url(event), undo)

    assert "1 card typed so far" in seen(page)
    assert [pledge.act for pledge in Pledge.objects.all()] == ["sing"]
    assert OutgoingEmail.objects.get().state == State.CANCELLED
    assert not Reminder.objects.exists()


def test_only_a_fresh_card_of_ones_own_that_nobody_answered_is_taken_back(kwame, orla):
    now, old = timezone.now(), timezone.now() - timedelta(hours=2)
    fields = {"recorded_by": kwame, "confirmed_at": None}
    kept = [
        (make_pledge("a", **fields | {"recorded_by": orla}), kwame), (make_pledge("b", made_at=old, **fields), kwame),
        (make_pledge("c", **fields | {"confirmed_at": now}), kwame), (make_pledge("d", confirmed_at=None), kwame),
    ]  # fmt: skip

    taken = [take_back_card(pledge, by=member, at=now) for pledge, member in kept]

    assert taken == [False] * 4
    assert take_back_card(make_pledge("e", **fields), by=kwame, at=now)
    assert Pledge.objects.count() == 4


def test_cards_are_typed_for_days_after_and_not_before(sign_in, kwame):
    late, early = make_event(in_days=-9), make_event(in_days=3)

    for event in (late, early):
        sign_in(kwame).post(cards_url(event), card())

    assert [pledge.event for pledge in Pledge.objects.all()] == [late]
    assert "You can type cards from" in seen(sign_in(kwame).get(cards_url(early)))


def test_a_member_who_helps_at_nothing_types_no_cards(sign_in, amara):
    event = open_event()

    assert sign_in(amara).get(f"{pledge_url(event)}?for=someone", follow=True).status_code == 403
