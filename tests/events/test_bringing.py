"""Somebody they bring, a carer, and somebody who rang."""

from django.utils import timezone

from collab.privacy.erasing import erase
from events.actions import accept, give_back, keep_offers_moving, sign_up
from events.models import SignUp
from members.models import Contact
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states, until
from tests.factories import make_event


def come_with(event, number, name="Reg Thackeray"):
    return sign_up(event, guest(number), at=timezone.now(), brings=name)


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_whom_they_bring_has_a_place_of_their_own_and_one_email_tells_both(db):
    event = make_event(capacity=5)

    bringer = come_with(event, 1)

    event.refresh_from_db()
    brought = bringer.brings.get()
    assert (event.taken, brought.contact.name, brought.state) == (2, "Reg Thackeray", "confirmed")
    email = OutgoingEmail.objects.get()
    assert email.to == "guest1@people.example"
    assert "Reg Thackeray, who comes with you, has a place too." in email.text


def test_in_line_their_numbers_follow_each_other(db):
    event = make_event(capacity=1)
    sign_ups(event, 1)

    come_with(event, 2)
    sign_ups(event, 1, first=3)

    assert states(event) == {
        "Guest 1": ("confirmed", None),
        "Guest 2": ("waiting", 1),
        "Reg Thackeray": ("waiting", 2),
        "Guest 3": ("waiting", 3),
    }


def test_with_one_place_left_the_other_waits(db):
    event = make_event(capacity=1)

    come_with(event, 1)

    assert states(event) == {"Guest 1": ("confirmed", None), "Reg Thackeray": ("waiting", 1)}


def test_the_offer_for_whom_they_bring_goes_to_them(db, client):
    event = make_event(capacity=2)
    (other,) = sign_ups(event, 1)
    bringer = come_with(event, 2)

    give_back(other, at=timezone.now())

    brought = bringer.brings.get()
    email = OutgoingEmail.objects.get(purpose="events.offered")
    assert (brought.state, email.to) == ("offered", "guest2@people.example")
    assert "A place came free for Reg Thackeray" in email.text
    page = read(client, brought.get_absolute_url())
    assert "A place is free for Reg Thackeray" in page
    assert "Yes, they are coming" in page
    assert accept(brought, at=timezone.now())
    assert states(event)["Reg Thackeray"] == ("confirmed", 1)


def test_who_brings_somebody_leaves_with_them(db):
    event = make_event(capacity=2)
    bringer = come_with(event, 1)
    sign_ups(event, 2, first=5)

    give_back(bringer, at=timezone.now())

    event.refresh_from_db()
    assert event.taken == 2
    assert [state for state, _ in states(event).values()] == ["cancelled", "cancelled", "offered", "offered"]
    assert emails("events.given-back") == ["guest1@people.example"]


def test_whom_they_bring_can_leave_alone(db, client):
    event = make_event(capacity=2)
    bringer = come_with(event, 1)
    page = read(client, bringer.get_absolute_url())

    client.post(f"{bringer.brings.get().get_absolute_url()}give-back/")

    assert "Whom you bring" in page
    assert states(event) == {"Guest 1": ("confirmed", None), "Reg Thackeray": ("cancelled", None)}


def test_when_their_offer_runs_out_both_are_out(db):
    event = make_event(capacity=1)
    (first,) = sign_ups(event, 1)
    come_with(event, 2)
    give_back(first, at=timezone.now())

    keep_offers_moving(until())

    event.refresh_from_db()
    assert event.taken == 0
    assert [state for state, _ in states(event).values()] == ["cancelled", "lapsed", "lapsed"]


def test_a_carer_uses_no_place(db, client):
    event = make_event(capacity=2)
    form = {"name": "Jo", "reach": "jo@people.example", "has_carer": "on"}

    page = client.post(f"{event.get_absolute_url()}join/", form, follow=True)

    event.refresh_from_db()
    assert "A carer comes with you" in page.content.decode()
    assert (event.taken, SignUp.objects.get().has_carer, Contact.objects.count()) == (1, True, 1)


def test_a_guest_brings_somebody_by_the_form(db, client):
    event = make_event(capacity=5)

    client.post(
        f"{event.get_absolute_url()}join/", {"name": "Jo", "reach": "jo@people.example", "brings": "Reg Thackeray"}
    )

    assert states(event) == {"Jo": ("confirmed", None), "Reg Thackeray": ("confirmed", None)}


def test_a_member_brings_somebody(amara, sign_in):
    event = make_event(capacity=5)
    member = sign_in(amara)

    shown = member.get(f"{event.get_absolute_url()}join/").content.decode()
    member.post(f"{event.get_absolute_url()}join/", {"brings": "Reg Thackeray"})

    assert "Do you bring someone?" in shown
    assert [row.show_name for row in SignUp.objects.all()] == [False, False]
    assert states(event)["Reg Thackeray"] == ("confirmed", None)


def test_when_a_bringer_is_deleted_both_places_go_on(amara):
    event = make_event(capacity=2)
    sign_up(event, amara.contact, at=timezone.now(), brings="Reg Thackeray")
    sign_ups(event, 2, first=5)

    erase(amara.contact, at=timezone.now())

    event.refresh_from_db()
    assert event.taken == 2
    assert [state for state, _ in states(event).values()] == ["offered", "offered"]
