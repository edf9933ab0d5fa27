"""What is online only has no room: nobody is asked for one, and everything says that it is online."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from events.actions import move_house, sign_up
from events.models import Event, Series, Venue
from outbox.models import OutgoingEmail
from tests.events.people import guest

FORM = {
    "title": "Kettle at home", "place": "online", "how_often": "month", "nth": "3", "weekday": "2", "span": "12 to 1pm"
}  # fmt: skip


@pytest.fixture
def host(sign_in, kwame):
    return sign_in(kwame)


@pytest.fixture
def event(host):
    host.post("/host/new/check/", {**FORM, "form_key": str(uuid4())})
    return Event.objects.with_details().order_by("day").filter(starts_at__gt=timezone.now()).first()


def test_it_is_set_up_without_a_room(host):
    page = host.get("/host/new/check/", {**FORM, "form_key": str(uuid4())})
    host.post("/host/new/check/", {**FORM, "form_key": str(uuid4())})

    series = Series.objects.get()
    assert page.context["rows"][2]["value"] == "Online"
    assert (series.venue, series.capacity, series.online_capacity, Venue.objects.count()) == (None, 0, 68, 0)
    assert series.dates.filter(venue=None, capacity=0, online_capacity=68).count() == series.dates.count() > 0
    assert [series.where, *{date.where for date in series.dates.all()}] == ["Online", "Online"]


def test_pages_and_the_calendar_say_online(host, client, event):
    pages = ["/events/", event.get_absolute_url(), event.get_host_url(), "/host/", f"/host/{event.series.slug}/"]
    words = [host.get(page).content.decode() for page in pages]
    calendar = client.get(f"{event.get_absolute_url()}calendar.ics").content

    assert ["Online" in one for one in words] == [True] * 5
    assert ["None" in one for one in words] == [False] * 5
    assert str(Calendar.from_ical(calendar).walk("VEVENT")[0]["location"]) == "Online"


def test_every_page_of_its_host_opens(host, event):
    series, date = f"/host/{event.series.slug}/", event.get_host_url()
    pages = [f"{series}{page}/" for page in ("ready", "venue", "places", "rhythm", "add")]
    pages += [f"{date}{page}/" for page in ("change", "cancel", "places", "places/how-many", "pack", "needs")]

    assert [host.get(page).status_code for page in pages] == [200] * 11
    assert host.get(f"{series}access/").headers["Location"] == f"{series}venue/"
    assert host.get(f"/host/new/?like={event.series.slug}").context["form"].initial["place"] == "online"


def test_people_come_online_and_their_email_says_so(event):
    signup = sign_up(event, guest(1), at=timezone.now())

    told = OutgoingEmail.objects.get(purpose="events.confirmed")
    assert signup.way == "online"
    assert "Online: we send the link the day before." in told.text
    assert "LOCATION:Online" in told.calendar


def test_the_missing_link_is_a_job_to_do(host, event):
    jobs = host.get(f"/host/{event.series.slug}/").context["jobs"]

    assert [(job.now, job.is_set) for job in jobs if job.name == "host_places"] == [
        ("68 online, no link to join yet", False)
    ]


def test_a_room_is_said_before_it_has_places(host, event):
    series = event.series
    places = {"capacity": "20", "online_capacity": "20"}
    refused = host.post(f"/host/{series.slug}/places/", places).context["form"].errors
    host.post(f"/host/{series.slug}/venue/", {"place": "new", "venue_name": "The lock", "venue_address": "Dene"})

    host.post(f"/host/{series.slug}/places/", places)

    series.refresh_from_db()
    event.refresh_from_db()
    assert refused == {"capacity": ["Say first where the room is, under “The place, and getting in”"]}
    assert (series.where, event.where, event.capacity) == ("The lock", "The lock", 20)


def test_a_date_may_be_online_where_the_others_have_a_room(host, event):
    series = event.series
    move_house(series, Venue.objects.create(name="The lock", address="Dene"), at=timezone.now())
    host.post(f"/host/{series.slug}/places/", {"capacity": "20", "online_capacity": "0"})
    day = event.day.replace(day=event.day.day + 1).isoformat()

    host.post(f"/host/{series.slug}/add/", {"day": day, "span": "10 to 12", "place": "online"})
    host.post(f"/host/{series.slug}/places/", {"capacity": "30", "online_capacity": "0"})

    added = series.dates.get(day=day)
    assert (added.venue, added.capacity, added.online_capacity, added.where) == (None, 0, 20, "Online")
    assert {one.capacity for one in series.dates.exclude(pk=added.pk)} == {30}


def test_no_room_is_nowhere(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(capacity=1)
