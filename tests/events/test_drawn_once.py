"""The form, the page about a place and the emails are drawn once: what changes shows, and all read only their own."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import escape

from collab.kit.components import library
from collab.kit.copies import Copy
from commons.models import NetworkSettings
from events.models import Event, Question, Series, SignUp, Venue
from members.models import Organisation, Sector
from outbox.models import OutgoingEmail
from tests.events.people import sign_ups
from tests.factories import make_event, make_organisation

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ signup }}{% csrf_token %}",
    "\u202eevil\u202c",
    "Zoë O’Brien & Sons",
    "N" * 120,
]


@pytest.fixture
def event(db):
    make_organisation("Brookfold Homes", cloth="housing")
    row = make_event(capacity=20)
    Question.objects.create(series=row.series, kind="short", words="What do you eat?")
    return row


def page(client, url):
    Copy.forget_all()
    NetworkSettings.forget_copy()
    return " ".join(client.get(url).content.decode().split())


def join_url(event):
    return f"{event.get_absolute_url()}join/"


def drawings():
    return library.part_kept.cache_info().misses


def change_event(**fields):
    return lambda: Event.objects.update(**fields)


def change_series(**fields):
    return lambda: Series.objects.update(**fields)


FORM = {
    "title": (change_series(title="Another title"), "Another title"),
    "theme": (change_event(theme="Warm rooms"), "Warm rooms"),
    "day": (lambda: Event.objects.update(starts_at=Event.objects.get().starts_at.replace(hour=9, minute=7)), "9:07am"),
    "question": (lambda: Question.objects.update(words="Where do you sleep?"), "Where do you sleep?"),
    "kind": (lambda: Question.objects.update(kind="choice", options=["Up", "Down"]), "Down"),
    "sector": (lambda: Sector.objects.filter(cloth="housing").update(name="Landlords"), "Landlords"),
    "organisation": (lambda: Organisation.objects.update(name="Brookfold Trust"), "Brookfold Trust"),
    "phone": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"phone": "0161 1"}), "Ring 0161 1."),
    "network": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"name_bold": "Weave"}), "Weave"),
    "capacity": (change_event(capacity=9), "9 places left."),
    "taken": (change_event(taken=19), "1 place left."),
    "full": (change_event(taken=20), "You would be first in line."),
    "online": (change_event(online_capacity=5), "Online: 5 places left"),
    "together": (change_series(is_taken_as_a_whole=True), "You sign up once"),
}


@pytest.mark.parametrize("what", FORM)
def test_what_changes_shows_on_the_next_form(client, event, what):
    change, words = FORM[what]
    before = page(client, join_url(event))

    change()

    assert words not in before
    assert words in page(client, join_url(event))


DONE = {
    "title": (change_series(title="Another title"), "Another title"),
    "arrive": (change_series(arrive="soup from 5pm"), "Soup from 5pm."),
    "address": (lambda: Venue.objects.update(address="7 Kiln Lane"), "7 Kiln Lane"),
    "travel": (lambda: Venue.objects.update(travel="Bus 83"), "Bus 83"),
    "access": (lambda: Venue.objects.update(access=["hearing-loop"]), "Hearing loop"),
    "cancelled": (change_event(cancelled_at=timezone.now(), cancelled_because="The roof leaks"), "The roof leaks"),
    "network": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"name_bold": "Weave"}), "Weave"),
    "online": (lambda: SignUp.objects.update(way="online"), "You join from home"),
    "carer": (lambda: SignUp.objects.update(has_carer=True), "A carer comes with you"),
    "waiting": (lambda: SignUp.objects.filter(position=None).update(state="waiting", position=7), "number 1 in line"),
    "given back": (lambda: SignUp.objects.update(state="cancelled"), "You gave back your place"),
}


@pytest.mark.parametrize("what", DONE)
def test_what_changes_shows_on_the_page_about_a_place(client, event, what):
    change, words = DONE[what]
    (mine,) = sign_ups(event, 1)
    url = mine.get_absolute_url()
    before = page(client, url)

    change()

    assert words not in before
    assert words in page(client, url)


def test_each_visitor_has_a_form_of_their_own(client, event):
    first, second = page(client, join_url(event)), page(client, join_url(event))
    own = [re.findall(r'name="(?:csrfmiddlewaretoken|form_key)" value="([^"]+)"', text) for text in (first, second)]

    assert [len(values) for values in own] == [2, 2]
    assert not set(own[0]) & set(own[1])
    assert drawings() == 1
    for one, other in zip(*own, strict=True):
        first, second = first.replace(one, ""), second.replace(other, "")
    assert first == second


def test_a_form_that_was_drawn_once_is_sent_as_any_other(event, client):
    client.handler.enforce_csrf_checks = True
    page(client, join_url(event))
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"', page(client, join_url(event))))

    answer = client.post(join_url(event), {"name": "Jo", "reach": "jo@people.example", **fields})

    assert str(SignUp.objects.get().form_key) == fields["form_key"]
    assert "We have sent an email to jo@people.example" in page(client, answer["Location"])


def test_places_are_counted_down_without_drawing_the_form_again(client, event):
    assert "20 places left." in page(client, join_url(event))
    sign_ups(event, 2)

    assert "18 places left." in page(client, join_url(event))
    assert drawings() - kept_emails() == 1


def kept_emails():
    """The text and the HTML of each kind."""
    return 2 * len({*OutgoingEmail.objects.values_list("purpose", flat=True)})


def test_a_members_name_stands_on_no_visitors_page(client, event, denise, sign_in):
    sign_in(denise)
    assert "Denise" in page(client, join_url(event))
    client.logout()

    assert "Denise" not in page(client, join_url(event))
    assert "Your name" in page(client, join_url(event))


def test_two_people_with_a_place_read_of_themselves_only(client, event):
    first, second = sign_ups(event, 2)
    page(client, first.get_absolute_url())

    words = page(client, second.get_absolute_url())

    assert "We have sent an email to guest2@people.example" in words
    assert "guest1@people.example" not in words
    assert "Guest 1" not in words
    tokens = re.findall(r"/events/(?:place|here)/([^/\"]+)/", words)
    assert len(tokens) >= 4
    other = re.findall(r"/events/(?:place|here)/([^/\"]+)/", page(client, first.get_absolute_url()))
    assert not {token.partition(":")[0] for token in tokens} & {token.partition(":")[0] for token in other}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_somebody_typed_as_a_name_is_words_and_nothing_else(client, event, name):
    for number, typed in enumerate(["Jo", name]):
        form = {"name": typed, "reach": f"p{number}@people.example", "brings": typed, "form_key": str(uuid4())}
        client.post(join_url(event), {**form, "show_name": "on"})
    brought, email = SignUp.objects.exclude(brought_by=None).latest("pk"), OutgoingEmail.objects.latest("pk")

    words = client.get(brought.get_absolute_url()).content.decode()

    assert f"{escape(name)} has a place" in words
    assert f"{escape(name)}, who comes with you, has a place too." in email.html
    assert f"{name}, who comes with you, has a place too." in email.text
    assert f"Dear {email.to_name}\n" in email.text
    assert f"Dear {escape(email.to_name)}\n" in email.html
    assert "<script>" not in email.html.replace(escape("<script>"), "")


def test_the_emails_of_many_are_drawn_once_and_each_is_its_own(event):
    sign_ups(event, 3)
    emails = OutgoingEmail.objects.order_by("pk")

    assert drawings() == kept_emails() == 2
    for number, email in enumerate(emails, 1):
        signup = SignUp.objects.get(contact__email=email.to)
        assert email.text.startswith("Dear Guest\n\nYou have a place.")
        assert email.to == f"guest{number}@people.example"
        links = re.findall(r"http\S+/events/(?:place|here)/(\S+)/", email.text)
        assert len(links) == 2
        assert all(link in email.html for link in links)
        assert signup.get_absolute_url().partition(":")[0] in email.text


def test_those_who_wait_read_their_own_number(client, event):
    Event.objects.update(capacity=1)
    rows = sign_ups(Event.objects.with_details().get(), 4)

    pages = "".join(page(client, row.get_absolute_url()) for row in rows[1:])
    texts = OutgoingEmail.objects.filter(purpose="events.waiting").order_by("pk").values_list("text", flat=True)
    assert re.findall(r"<h1[^>]*>You are number (\d) in line", pages) == ["1", "2", "3"]
    assert re.findall(r"You are number (\d) in line", "".join(texts)) == ["1", "2", "3"]
