"""A guest's details go 90 days after their last live thing, with all that hangs on their places."""

from datetime import timedelta

from django.utils import timezone

from collab.privacy.keeping import keep_no_longer
from events.actions import Guest, sign_up, tell_needs
from events.models import AccessNeed, AccessTotal, Call, Event, SignUp
from members.models import Contact
from tests.factories import make_event, make_member

DAY = timedelta(days=1)


def a_guest_who_came(days_ago, *, waiting=False):
    event = make_event(in_days=10, capacity=0 if waiting else 5)
    signup = sign_up(event, Guest(name="Jim Oldham", phone="01632 960 111"), at=timezone.now())
    tell_needs(signup, needs=["food"], words="No nuts", at=timezone.now())
    host = make_member("Kwame Asiedu", roles=["facilitator"])
    signup.calls.create(about="place", turn=1, rung_by=host, rung_at=timezone.now())
    ended = timezone.now() - days_ago * DAY
    Event.objects.update(starts_at=ended - timedelta(hours=2), ends_at=ended)
    SignUp.objects.update(changed_at=ended - 20 * DAY)
    Contact.objects.filter(pk=signup.contact_id).update(made_at=ended - 20 * DAY)
    return event


def what_is_left():
    return [model.objects.filter(**who).count() for model, who in (
        (Contact, {"name": "Jim Oldham"}), (SignUp, {}), (Call, {}), (AccessNeed, {}),
    )]  # fmt: skip


def test_on_the_89th_day_they_are_here_and_on_the_91st_they_are_not(db):
    event = a_guest_who_came(89)
    keep_no_longer(timezone.now())
    before = what_is_left()

    keep_no_longer(timezone.now() + 2 * DAY)

    event.refresh_from_db()
    assert (before, what_is_left()) == ([1, 1, 1, 0], [0, 0, 0, 0])
    assert event.taken == 1
    assert [(row.need, row.asked) for row in AccessTotal.objects.order_by("need")] == [("food", 1), ("words", 1)]


def test_whoever_only_waited_goes_as_well(db):
    a_guest_who_came(91, waiting=True)

    keep_no_longer(timezone.now())

    assert what_is_left() == [0, 0, 0, 0]


def test_a_place_to_come_keeps_them(db):
    a_guest_who_came(200)
    jim = Contact.objects.get(name="Jim Oldham")
    sign_up(make_event(in_days=30), jim, at=timezone.now())

    keep_no_longer(timezone.now())

    assert what_is_left() == [1, 2, 1, 0]
