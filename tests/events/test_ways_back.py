"""Back to a place: its links sent again, and a guest's mistyped address put right by a host."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commons.models import AuditEntry
from events.actions import Guest, give_back, sign_up
from events.models import Event, SignUp
from members.models import Contact
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups
from tests.factories import make_contact, make_event, make_member, make_pledge

AGAIN = "/events/links-again/"


def ask(client, email):
    return client.post(AGAIN, {"email": email})


# --- Send me my links again ----------------------------------------------------------------------


def test_the_links_of_live_places_go_to_the_address(db, client):
    coming, later, over, left = [make_event(in_days=days) for days in (5, 40, 60, 80)]
    mine, second, gone, back = [sign_up(event, guest(1), at=timezone.now()) for event in (coming, later, over, left)]
    Event.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(hours=4), ends_at=timezone.now() - timedelta(hours=2)
    )
    give_back(back, at=timezone.now())

    ask(client, "GUEST1@people.example")

    email = OutgoingEmail.objects.get(purpose="events.links-again")
    held = [one for one in (mine, second, gone, back) if one.get_absolute_url().split(":")[0] in email.text]
    assert (email.to, held) == ("GUEST1@people.example", [mine, second])
    assert email.html.count("/events/place/") == 4
    assert email.is_secret


def test_known_and_unknown_read_the_same_and_cost_the_same(db, client):
    sign_ups(make_event(), 1)
    ask(client, "first@people.example")
    answers, costs = [], []

    for address in ("guest1@people.example", "nobody@people.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.post(AGAIN, {"email": address}, follow=True)
        answers.append((answer.redirect_chain, answer.content))
        costs.append(len(queries))

    assert answers[0] == answers[1]
    assert costs[0] == costs[1]
    assert emails("events.links-again")[1:] == ["guest1@people.example", "nobody@people.example"]


def test_an_address_without_places_is_told_so(db, client):
    sign_ups(make_event(), 1)

    ask(client, "nobody@people.example")

    email = OutgoingEmail.objects.get(purpose="events.links-again")
    assert "There is no place with it." in email.text
    assert "/events/place/" not in email.text
    assert "Guest" not in email.text


def test_five_a_day_to_one_address_and_no_more(db, client):
    answers = [ask(client, "guest1@people.example").status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert len(emails("events.links-again")) == 5


def test_ten_a_minute_from_one_place_and_no_more(db, client):
    answers = [ask(client, f"guest{number}@people.example").status_code for number in range(11)]

    assert answers == [302] * 10 + [429]


def test_a_slip_in_the_address_is_said_and_stays(db, client):
    answer = ask(client, "guest1.people.example")

    words = answer.content.decode()
    assert words.count("Enter an email address in the format name@example.com") == 2
    assert 'value="guest1.people.example"' in words
    assert not OutgoingEmail.objects.exists()


def test_a_robot_gets_nothing(db, client):
    client.post(AGAIN, {"email": "guest1@people.example", "website": "https://spam.example"})

    assert not OutgoingEmail.objects.exists()


def test_it_is_found_from_the_event_and_from_a_link_that_has_run_out(db, client):
    event = make_event()

    pages = [client.get(event.get_absolute_url()), client.get("/events/place/abc/")]

    assert [f'href="{AGAIN}"' in page.content.decode() for page in pages] == [True, True]


# --- A host puts an address right ----------------------------------------------------------------


@pytest.fixture
def event(kwame):
    row = make_event()
    row.series.hosts.add(kwame)
    return row


@pytest.fixture
def host(sign_in, kwame):
    return sign_in(kwame)


def address(signup):
    return f"/host/{signup.event.series.slug}/{signup.event.day}/people/{signup.uuid}/email/"


def correct(host, signup, email="right@people.example"):
    return host.post(address(signup), {"email": email})


def were_sent():
    OutgoingEmail.objects.filter(state="due").update(state="sent", sent_at=timezone.now())


def test_the_place_goes_to_the_right_address_and_both_are_told(event, host, client, kwame):
    (signup,) = sign_ups(event, 1)
    old_url, old_uuid = signup.get_absolute_url(), signup.uuid
    were_sent()

    correct(host, signup)

    signup.refresh_from_db()
    told = dict(OutgoingEmail.objects.filter(state="due").values_list("purpose", "to"))
    assert signup.contact.email == "right@people.example"
    assert told == {"events.confirmed": "right@people.example", "events.moved-away": "guest1@people.example"}
    assert client.get(old_url).status_code == 404
    assert client.get(signup.get_absolute_url()).status_code == 200
    entry = AuditEntry.objects.get(action="events.address_corrected")
    assert (entry.actor, entry.target) == (kwame.uuid, old_uuid)


def test_the_wrong_address_learns_neither_who_nor_where_to(event, host):
    (signup,) = sign_ups(event, 1)
    were_sent()

    correct(host, signup)

    email = OutgoingEmail.objects.get(purpose="events.moved-away")
    words = f"{email.subject} {email.to_name} {email.text} {email.html}"
    assert "right@people.example" not in words
    assert "Guest" not in words
    assert "/events/place/" not in words


def test_an_address_that_was_never_written_to_hears_nothing(event, host):
    (signup,) = sign_ups(event, 1)

    correct(host, signup)

    rows = OutgoingEmail.objects.order_by("pk").values_list("to", "state")
    assert list(rows) == [("guest1@people.example", "cancelled"), ("right@people.example", "due")]


def test_only_this_place_moves_when_the_wrong_address_has_more(event, host):
    (signup,) = sign_ups(event, 1)
    wrong = signup.contact
    pledge = make_pledge(by=wrong)
    elsewhere = sign_up(make_event(in_days=50), wrong, at=timezone.now())

    correct(host, signup)

    for row in (signup, wrong, pledge, elsewhere):
        row.refresh_from_db()
    assert (signup.contact.email, signup.contact.name) == ("right@people.example", "Guest 1")
    assert wrong.email == "guest1@people.example"
    assert (pledge.contact, elsewhere.contact) == (wrong, wrong)


def test_the_right_address_may_be_known_and_may_have_a_place(event, host):
    one, two = sign_ups(event, 2)

    correct(host, one, "guest2@people.example")

    event.refresh_from_db()
    assert [(row.contact.email, row.state) for row in event.signups.order_by("pk").select_related("contact")] == [
        ("guest1@people.example", "cancelled"),
        ("guest2@people.example", "confirmed"),
    ]
    assert event.taken == 1
    assert two.pk


def test_somebody_with_a_phone_only_gets_an_address(event, host):
    signup = sign_up(event, Guest(name="Jim", phone="01632 960 111"), at=timezone.now())

    correct(host, signup)

    contact = Contact.objects.get(name="Jim")
    assert (contact.email, contact.phone) == ("right@people.example", "01632 960 111")
    assert emails("events.confirmed") == ["right@people.example"]


@pytest.mark.parametrize("who", ["member", "proved"])
def test_what_people_proved_no_host_changes(event, host, amara, who):
    contact = amara.contact if who == "member" else make_contact(email="p@p.example", email_verified_at=timezone.now())
    signup = sign_up(event, contact, at=timezone.now())
    before = contact.email

    answers = [host.get(address(signup)).status_code, correct(host, signup).status_code]

    contact.refresh_from_db()
    assert (answers, contact.email) == ([403, 403], before)


def test_the_same_address_changes_nothing(event, host):
    (signup,) = sign_ups(event, 1)

    correct(host, signup, "Guest1@people.example")

    assert SignUp.objects.get().uuid == signup.uuid
    assert not AuditEntry.objects.filter(action="events.address_corrected").exists()


def test_three_times_a_day_for_one_guest_and_no_more(event, host):
    (signup,) = sign_ups(event, 1)

    for number in range(4):
        signup.refresh_from_db()
        answer = correct(host, signup, f"try{number}@people.example")

    signup.refresh_from_db()
    assert "Many addresses were changed today" in answer.content.decode()
    assert Contact.objects.get(pk=signup.contact_id).email == "try2@people.example"


def test_a_slip_is_said_and_stays(event, host):
    (signup,) = sign_ups(event, 1)

    words = correct(host, signup, "right.people.example").content.decode()

    assert words.count("Enter an email address in the format name@example.com") == 2
    assert 'value="right.people.example"' in words


def test_a_foreign_host_finds_no_one(event, sign_in):
    (signup,) = sign_ups(event, 1)
    client = sign_in(make_member("Ros Hale", roles=["facilitator"]))

    assert client.get(address(signup)).status_code == 404
