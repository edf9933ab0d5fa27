"""The name, the address and the access facts of a place that several series may share."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from icalendar import Calendar

from commons.models import AuditEntry
from events.actions import cancel_date, change_venue, sign_up
from events.models import Event
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest
from tests.events.test_race import at_once
from tests.factories import make_event, make_member, make_series


@pytest.fixture
def series(db, kwame):
    row = make_series()
    row.hosts.add(kwame)
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


def post(client, series, **more):
    form = {"name": series.venue.name, "address": series.venue.address, "travel": "", **more}
    return client.post(f"/host/{series.slug}/access/", form)


def come(event, number, **more):
    return sign_up(event, guest(number), at=timezone.now(), **more)


def test_another_address_is_one_email_to_each_who_goes_there(host, series, kwame):
    first, second, off, past = (make_event(series=series, in_days=days, online_capacity=9) for days in (5, 12, 19, 26))
    for event in (first, second, off, past):
        come(event, 1, way="room")
    come(first, 2, way="online")
    cancel_date(off, because="Snow.", by=kwame, at=timezone.now())
    Event.objects.filter(pk=past.pk).update(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now())

    answer = post(host, series, address="2 Mill Lane, Westmere")
    post(host, series, address="2 Mill Lane, Westmere")

    series.venue.refresh_from_db()
    assert (answer.headers["Location"], series.venue.address) == (f"/host/{series.slug}/", "2 Mill Lane, Westmere")
    told = OutgoingEmail.objects.get(purpose="events.changed")
    assert (told.to, told.subject) == ("guest1@people.example", "Changed: 2 of your dates")
    assert told.text.count("St Hilda’s hall, 2 Mill Lane, Westmere") == 2
    assert told.text.count("St Hilda’s hall, 1 Mill Lane, Westmere.") == 2
    entries = Calendar.from_ical(told.calendar).walk("VEVENT")
    assert [(str(one["location"]), one["sequence"]) for one in entries] == [
        ("St Hilda’s hall, 2 Mill Lane, Westmere", 1)
    ] * 2
    entry = AuditEntry.objects.get(action="events.venue_changed")
    assert (entry.actor, entry.facts) == (kwame.uuid, {"venue": series.venue_id})


def test_a_name_put_right_tells_nobody_and_reaches_calendars(host, series):
    event = make_event(series=series)
    come(event, 1)

    post(host, series, name="St Hilda’s church hall")

    event.refresh_from_db()
    assert (event.where, event.sequence, emails("events.changed")) == ("St Hilda’s church hall", 1, [])


def test_the_page_names_who_else_meets_there_and_counts_what_is_secret(host, series, kwame):
    open_one = make_series("open", title="Kettle Club", venue=series.venue)
    secret = make_series("secret", title="Ruth’s kitchen", venue=series.venue, audience="link")
    once = make_event(series=make_series("elsewhere", title="One Night"), venue=series.venue).series
    for one in (open_one, secret, once):
        one.hosts.add(kwame)
    mine = list(host.get(f"/host/{series.slug}/access/").context["others"])
    secret.hosts.set([])

    page = host.get(f"/host/{series.slug}/access/")

    assert [one.title for one in mine] == ["Kettle Club", "One Night", "Ruth’s kitchen"]
    assert [one.title for one in page.context["others"]] == ["Kettle Club", "One Night"]
    assert page.context["others_more"] == 1
    assert "Ruth" not in page.content.decode()


def test_a_place_that_other_hosts_share_is_renamed_by_an_organiser_alone(host, series, sign_in, orla):
    make_series("theirs", title="Kettle Club", venue=series.venue)

    page = host.get(f"/host/{series.slug}/access/").content.decode()
    post(host, series, name="My house", address="Elsewhere", travel="Bus 5", access=["step-free"])
    series.venue.refresh_from_db()
    by_host = (series.venue.name, series.venue.address, series.venue.travel, series.venue.access)
    post(sign_in(orla), series, name="The hall")

    series.venue.refresh_from_db()
    assert "its name and address are changed by an organiser" in page
    assert by_host == ("St Hilda’s hall", "1 Mill Lane, Westmere", "Bus 5", ["step-free"])
    assert series.venue.name == "The hall"


def test_a_name_and_an_address_are_asked_for(host, series):
    answer = post(host, series, name="", address=" ", travel="Bus 5")

    assert answer.context["form"].errors == {
        "name": ["Enter the name of the place"], "address": ["Enter its address"]
    }  # fmt: skip
    assert "Bus 5" in answer.content.decode()
    assert "St Hilda’s hall, 1 Mill Lane, Westmere" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_everybody_who_signs_up_at_that_moment_knows_the_new_address():
    event, by = make_event(capacity=20), make_member("Kwame Asiedu", roles=["facilitator"])
    event = Event.objects.with_details().get(pk=event.pk)
    assert event.venue
    change = partial(change_venue, event.venue, by=by, at=timezone.now(), address="2 Mill Lane")
    people = [partial(come, event, number) for number in range(40)]

    at_once([*people[:20], change, *people[20:]])

    first = OutgoingEmail.objects.filter(purpose__in=["events.confirmed", "events.waiting"])
    early = first.filter(text__contains="1 Mill Lane").values_list("to", flat=True)
    assert sorted(emails("events.changed")) == sorted(early)
    assert first.count() == 40
