"""Having a place and giving it back: as a guest, as a member, and by the link in the email."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from commons.models import NetworkSettings
from events.actions import give_back, set_capacity, sign_up, take_off
from events.models import PLACE_LINK, Event, SignUp
from members.models import Contact
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups
from tests.factories import make_contact, make_event, make_organisation, sector


def post_form(client, event, **fields):
    form = {"name": "Jo O’Brien", "reach": "jo@people.example", "form_key": str(uuid4()), **fields}
    return client.post(f"{event.get_absolute_url()}join/", form)


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_a_guest_has_a_place_without_an_account(db, client):
    event = make_event()
    homes, nhs = make_organisation("Brookfold Homes", cloth="housing"), sector("nhs")

    answer = post_form(client, event, organisation="brookfold homes", sector="nhs", show_name="on")

    signup = SignUp.objects.select_related("contact__organisation", "contact__sector").get()
    assert (signup.contact.name, signup.contact.email) == ("Jo O’Brien", "jo@people.example")
    assert (signup.contact.organisation, signup.contact.sector) == (homes, nhs)
    assert signup.show_name
    words = read(client, answer["Location"])
    assert "You have a place" in words
    assert "We have sent an email to jo@people.example" in words
    assert "Give back my place" in words
    assert f"{event.get_absolute_url()}calendar.ics" in words


def test_an_organisation_we_do_not_know_is_kept_as_typed(db, client):
    post_form(client, make_event(), organisation="The Tuesday Lunch Club")

    assert Contact.objects.get().organisation_name == "The Tuesday Lunch Club"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter your name"),
        ("reach", "", "Enter an email address or a mobile number"),
        ("reach", "jo@example", "Enter an email address in the format name@example.com"),
        ("reach", "twelve", "Enter an email address, like name@example.com, or a number"),
        ("sector", "wizards", "Choose one of the sectors shown"),
        ("name", "Jo\x00", "Null characters"),
        ("name", "J" * 300, "Cut 180 characters from your name"),
        ("organisation", "O" * 121, "Cut 1 character from the organisation or group"),
    ],
)
def test_a_slip_is_said_and_what_was_typed_is_kept(db, client, field, typed, said):
    response = post_form(client, make_event(), **{"organisation": "My choir", field: typed})

    words = response.content.decode()
    assert response.status_code == 200
    assert said in words
    assert f'value="{typed if field == "organisation" else "My choir"}"' in words
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("typed", ["jim @ oldham.example", "jim@oldham,example", " jim@oldham.example "])
def test_a_slip_of_the_thumb_in_an_address_is_put_right(db, client, typed):
    post_form(client, make_event(), reach=typed)

    assert Contact.objects.get().email == "jim@oldham.example"


def test_the_button_that_gives_a_place_back_comes_before_the_names(db, client):
    event = make_event()
    mine, *_ = sign_ups(event, 14)
    event.signups.update(show_name=True)

    words = read(client, mine.get_absolute_url())

    assert words.index("Give back my place") < words.index("Also coming") < words.index("And 3 more")


def test_the_form_offers_known_organisations(db, client):
    make_organisation("Brookfold Homes", cloth="housing")
    event = make_event()

    words = client.get(f"{event.get_absolute_url()}join/").content.decode()

    assert '<option value="Brookfold Homes"></option>' in words
    assert 'list="organisations"' in words


def test_the_form_costs_three_queries(db, client, django_assert_num_queries):
    event = make_event()
    client.get("/events/")

    with django_assert_num_queries(3):  # the date, the organisations, and the first time the sectors
        client.get(f"{event.get_absolute_url()}join/")


def test_a_sign_up_costs_five_statements(db, client, django_assert_num_queries):
    event = make_event()
    post_form(client, event, reach="first@people.example")

    with django_assert_num_queries(5):  # the date, begin, the lock with the person, all that is written, commit
        post_form(client, event)


def test_a_robot_that_fills_the_hidden_box_gets_nothing(db, client):
    answer = post_form(client, make_event(), website="https://spam.example")

    assert answer.status_code == 302
    assert not SignUp.objects.exists()


def test_when_full_a_guest_waits_and_hears_their_number(db, client):
    event = make_event(capacity=1)
    sign_ups(event, 3)
    assert "2 people are waiting for a place." in read(client, f"{event.get_absolute_url()}join/")

    answer = post_form(client, event)

    assert "You are number 3 in line" in read(client, answer["Location"])
    assert emails("events.waiting")[-1] == "jo@people.example"


def test_somebody_with_a_phone_is_promised_no_email(db, client):
    NetworkSettings.objects.update_or_create(pk=1, defaults={"phone": "01632 960 045"})
    answer = post_form(client, make_event(), reach="01632 960 111")

    words = read(client, answer["Location"])
    assert "You gave us a phone number, so we send no emails." in words
    assert "We have sent" not in words
    assert "Ring 01632 960 045 if you cannot come." in words
    assert f'<a href="{answer["Location"]}">Your own page about this</a>' in words


@pytest.mark.parametrize("kind", ["cancelled", "past", "soon"])
def test_a_closed_date_sends_people_back_to_its_page(db, client, kind):
    event = make_event(in_days=-3 if kind == "past" else 3)
    if kind == "cancelled":
        Event.objects.update(cancelled_at=timezone.now(), cancelled_because="Snow.")
    if kind == "soon":
        soon = timezone.now() + timedelta(minutes=59)
        Event.objects.update(starts_at=soon, ends_at=soon + timedelta(hours=1))

    answers = [client.get(f"{event.get_absolute_url()}join/"), post_form(client, event)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, event.get_absolute_url())] * 2
    assert not SignUp.objects.exists()


def test_a_known_address_is_answered_kindly_and_may_change_nothing(db, client):
    event = make_event()
    known = make_contact("Reg Thackeray", email="reg@people.example")
    sign_up(event, known, at=timezone.now())

    answer = post_form(client, event, reach="REG@people.example")

    words = read(client, answer["Location"])
    assert answer["Location"].startswith("/events/saved/")
    assert "You have a place" in words
    assert "Reg Thackeray" not in words
    assert "<form" not in words
    token = answer["Location"].split("/")[3]
    assert client.post(f"/events/place/{token}/give-back/").status_code == 404
    assert SignUp.objects.get().has_a_place


def test_a_guest_gives_the_place_back_from_the_email(db, client):
    event = make_event(capacity=1)
    first, _ = sign_ups(event, 2)
    url = first.get_absolute_url()

    before = [client.get(url).status_code, client.head(url).status_code]
    still = SignUp.objects.get(pk=first.pk).state
    answer = client.post(f"{url}give-back/", follow=True)

    assert (before, still) == ([200, 200], "confirmed")
    assert "You gave back your place" in answer.content.decode()
    assert emails("events.offered") == ["guest2@people.example"]


def test_a_waiting_guest_leaves_the_list_though_it_is_full(db, client):
    event = make_event(capacity=1)
    _, second = sign_ups(event, 2)

    client.post(f"{second.get_absolute_url()}give-back/")

    assert SignUp.objects.get(pk=second.pk).state == "cancelled"


def test_forged_old_and_foreign_links_show_a_kind_page_without_data(db, client):
    (signup,) = sign_ups(make_event(), 1)
    foreign = PLACE_LINK.token(uuid4())
    good = PLACE_LINK.token(signup.uuid)

    answers = [client.get(f"/events/place/{token}/") for token in ("abc", f"{good}x", foreign)]
    Event.objects.update(starts_at=timezone.now() - timedelta(days=62), ends_at=timezone.now() - timedelta(days=61))
    answers.append(client.get(f"/events/place/{good}/"))

    assert [answer.status_code for answer in answers] == [404, 404, 404, 410]
    assert all("This link has run out" in answer.content.decode() for answer in answers)
    assert not any("Collaboration Station" in answer.content.decode() for answer in answers)


def test_a_mistyped_address_is_put_right_and_written_to_again(db, client):
    event = make_event()
    url = post_form(client, event, reach="jo@exmaple.com")["Location"]
    assert "That email address is wrong" in read(client, url)

    answer = client.post(f"{url}email/", {"email": "Jo@people.example"})

    assert answer["Location"] == url
    assert Contact.objects.get().email == "jo@people.example"
    rows = OutgoingEmail.objects.order_by("pk").values_list("to", "state")
    assert list(rows) == [("jo@exmaple.com", "cancelled"), ("jo@people.example", "due")]


def test_the_right_address_may_be_one_we_know(db, client):
    event = make_event()
    known = make_contact("Reg Thackeray", email="reg@people.example")
    url = post_form(client, event)["Location"]

    client.post(f"{url}email/", {"email": "reg@people.example"})

    assert SignUp.objects.get().contact == known
    assert emails("events.confirmed")[-1] == "reg@people.example"
    assert "That email address is wrong" not in read(client, url)


def test_the_right_address_may_have_a_place_already(db, client):
    event = make_event(capacity=2)
    sign_up(event, guest(1), at=timezone.now())
    url = post_form(client, event)["Location"]
    sign_up(event, guest(3), at=timezone.now())

    answer = client.post(f"{url}email/", {"email": "guest1@people.example"})

    event.refresh_from_db()
    assert answer["Location"].startswith("/events/saved/")
    assert event.taken == 2
    assert emails("events.offered") == ["guest3@people.example"]


def test_an_hour_later_the_address_stays(db, client):
    url = post_form(client, make_event())["Location"]
    SignUp.objects.update(signed_up_at=timezone.now() - timedelta(minutes=61))

    answer = client.post(f"{url}email/", {"email": "thief@people.example"})

    assert answer["Location"] == url
    assert Contact.objects.get().email == "jo@people.example"


def test_a_member_has_a_place_with_one_press_and_gives_it_back_with_another(amara, sign_in):
    event = make_event()
    member = sign_in(amara)

    answer = member.post(f"{event.get_absolute_url()}join/")
    held = SignUp.objects.get()
    left = member.post(f"{event.get_absolute_url()}leave/")

    assert (held.contact, held.state, held.show_name) == (amara.contact, "confirmed", False)
    assert answer["Location"].startswith("/events/place/")
    assert left["Location"] == event.get_absolute_url()
    assert SignUp.objects.get().state == "cancelled"


def test_the_button_high_up_on_a_phone_is_that_one_press_for_a_member_and_a_form_for_a_visitor(amara, client, sign_in):
    event = make_event()
    visitor = client.get(event.get_absolute_url()).content.decode()
    member = sign_in(amara).get(event.get_absolute_url()).content.decode()

    high_up = f'<form class="jump" method="post" action="{event.get_absolute_url()}join/"'

    assert (high_up in visitor, high_up in member) == (False, True)
    assert '<p class="jump">' in visitor


def test_a_member_cannot_give_back_anothers_place(amara, denise, sign_in):
    event = make_event()
    sign_up(event, denise.contact, at=timezone.now())

    answer = sign_in(amara).post(f"{event.get_absolute_url()}leave/")

    assert answer.status_code == 404
    assert SignUp.objects.get().has_a_place


def test_the_confirmation_says_all_one_needs(db):
    event = make_event()
    signup = sign_up(event, guest(1), at=timezone.now())

    email = OutgoingEmail.objects.get()

    assert email.subject == f"Your place: Collaboration Station, {event.day.day} {event.day:%B}"
    for part in ["Dear Guest", "5:30pm to 7pm", "St Hilda’s hall, 1 Mill Lane, Westmere"]:
        assert part in email.text
        assert part in email.html
    assert f"http://testserver{signup.get_absolute_url().rsplit(':', 2)[0]}" in email.text
    assert "BEGIN:VEVENT" in email.calendar


def test_every_email_of_a_host_and_about_company_reads_whole(db, kwame):
    event = make_event(capacity=3)
    bringer = sign_up(event, guest(1), at=timezone.now(), brings="Reg & Thackeray")
    moved, _waits = sign_ups(event, 2, first=2)
    set_capacity(event, 2, moving=[bringer.brings.get().uuid], at=timezone.now())
    take_off(moved, by=kwame, at=timezone.now())
    give_back(bringer.brings.get(), at=timezone.now())

    rows = list(OutgoingEmail.objects.exclude(purpose="events.waiting").order_by("pk"))

    assert [(row.purpose, row.to) for row in rows] == [
        ("events.confirmed", "guest1@people.example"),
        ("events.confirmed", "guest2@people.example"),
        ("events.moved", "guest1@people.example"),
        ("events.offered", "guest1@people.example"),
        ("events.taken-off", "guest2@people.example"),
        ("events.offered", "guest3@people.example"),
        ("events.given-back", "guest1@people.example"),
    ]
    for email in rows:
        assert len(email.subject) <= 50
        assert "{{" not in email.text + email.html
        assert "&amp;" not in email.text
    about_reg = [row for row in rows if "Reg & Thackeray" in row.text]
    assert [row.purpose for row in about_reg] == [
        "events.confirmed", "events.moved", "events.offered", "events.given-back"
    ]  # fmt: skip
    assert all("Reg &amp; Thackeray" in row.html for row in about_reg)


def test_every_email_about_a_place_reads_whole(db):
    event = make_event(capacity=1)
    first, *_ = sign_ups(event, 3)
    give_back(first, at=timezone.now())

    rows = {email.purpose: email for email in OutgoingEmail.objects.order_by("pk")}
    assert set(rows) == {"events.confirmed", "events.waiting", "events.offered", "events.given-back"}
    for email in rows.values():
        assert len(email.subject) <= 50
        assert "http://testserver/events/" in email.text
        assert "{{" not in email.text + email.html
        assert "&" not in email.text
    assert "You are number 2 in line" in rows["events.waiting"].text
    assert rows["events.waiting"].calendar == ""
