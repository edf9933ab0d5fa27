"""Calendar files, read back as a calendar program reads them."""

import re
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from django.utils import timezone
from icalendar import Calendar

from events.models import Event
from tests.factories import make_event, make_series

LONDON = ZoneInfo("Europe/London")


def read(response):
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    return Calendar.from_ical(response.content)


def test_one_date_in_local_time_with_its_zone(db, client):
    event = make_event(theme="warm homes")

    calendar = read(client.get(f"{event.get_absolute_url()}calendar.ics"))

    (entry,) = calendar.walk("VEVENT")
    assert str(entry["UID"]) == str(event.uuid)
    assert entry["DTSTART"].dt == event.starts_at
    assert entry["DTSTART"].params["TZID"] == "Europe/London"
    assert entry["DTSTART"].dt.strftime("%H:%M") == "17:30"
    assert (str(entry["STATUS"]), entry["SEQUENCE"]) == ("CONFIRMED", 0)
    assert str(entry["LOCATION"]) == "St Hilda’s hall, 1 Mill Lane, Westmere"
    assert str(entry["SUMMARY"]) == "Collaboration Station: warm homes"


def test_the_zone_in_the_file_says_what_london_does(db, client):
    event = make_event()

    calendar = read(client.get(f"{event.get_absolute_url()}calendar.ics"))

    (zone,) = calendar.walk("VTIMEZONE")
    written = zone.to_tz(lookup_tzid=False)
    for day in ["2026-03-25", "2026-04-01", "2026-10-21", "2026-10-28"]:
        noon = datetime.fromisoformat(f"{day}T12:00")
        assert noon.replace(tzinfo=written).utcoffset() == noon.replace(tzinfo=LONDON).utcoffset()


def test_a_cancelled_date_is_cancelled_in_the_calendar_under_the_same_name(db, client):
    event = make_event()
    before = read(client.get(f"{event.get_absolute_url()}calendar.ics")).walk("VEVENT")[0]
    Event.objects.update(cancelled_at=timezone.now(), cancelled_because="Snow.", sequence=1)

    after = read(client.get(f"{event.get_absolute_url()}calendar.ics")).walk("VEVENT")[0]

    assert before["UID"] == after["UID"]
    assert (str(after["STATUS"]), after["SEQUENCE"]) == ("CANCELLED", 1)


def test_a_series_has_each_date_as_its_own_entry(db, client):
    series = make_series()
    make_event(in_days=-90, series=series)
    coming = [make_event(in_days=days, series=series) for days in (5, 40)]

    calendar = read(client.get("/events/collaboration-station/calendar.ics"))

    assert [entry["DTSTART"].dt.date() for entry in calendar.walk("VEVENT")] == [event.day for event in coming]


HARD = "Soup; bread, and a back\\slash: “thé” " + "über " * 40 + "🧵" * 30


def test_each_line_is_as_the_standard_wants_it(db, client):
    event = make_event(theme=HARD[:120], standfirst=HARD[:390] + "\nA second line")
    event.venue.name, event.venue.address = HARD[:100], "1 Mill Lane, Westmere"
    event.venue.save()

    body = client.get(f"{event.get_absolute_url()}calendar.ics").content

    assert body.endswith(b"END:VCALENDAR\r\n")
    assert body.count(b"\n") == body.count(b"\r\n") == body.count(b"\r")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    # A fold never cuts a letter in two.
    assert all(line.decode() for line in body.split(b"\r\n")[:-1])
    (entry,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(entry["SUMMARY"]) == f"Collaboration Station: {HARD[:120]}"
    assert str(entry["LOCATION"]) == f"{HARD[:100]}, 1 Mill Lane, Westmere"
    assert str(entry["DESCRIPTION"]).startswith(HARD[:390] + "\nA second line\n")


def test_it_has_all_that_the_standard_asks_for_and_each_once(db, client):
    event = make_event()

    calendar = read(client.get(f"{event.get_absolute_url()}calendar.ics"))

    (entry,) = calendar.walk("VEVENT")
    assert (str(calendar["VERSION"]), str(calendar["METHOD"]), "PRODID" in calendar) == ("2.0", "PUBLISH", True)
    assert str(entry["ORGANIZER"]).startswith("mailto:")
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "URL", "LAST-MODIFIED"):
        assert not isinstance(entry[name], list)
    assert entry["DTSTAMP"].to_ical().endswith(b"Z")
    assert [error for part in calendar.walk() for error in part.errors] == []


@pytest.mark.parametrize(
    ("day", "offset"),
    [(date(2026, 3, 28), 0), (date(2026, 3, 29), 1), (date(2026, 10, 24), 1), (date(2026, 10, 25), 0)],
)
def test_a_second_parser_reads_the_same_local_time_around_both_clock_changes(db, client, day, offset):
    series = make_series(rule="FREQ=DAILY", first_on=day)
    event = series.date_on(day)
    event.save()

    text = client.get(f"{event.get_absolute_url()}calendar.ics").content.decode()

    # dateutil reads the file's own zone, without knowing London.
    zone = tz.tzical(StringIO(text)).get("Europe/London")
    (written,) = re.findall(r"DTSTART;TZID=Europe/London:(\d{8}T\d{6})", text)
    begins = datetime.strptime(written, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    assert (begins.hour, begins.minute) == (17, 30)
    assert begins.utcoffset() == timedelta(hours=offset)
    assert begins == event.starts_at


def test_a_moved_date_keeps_its_name_and_its_number_goes_up(db, client):
    event = make_event()
    before = read(client.get(f"{event.get_absolute_url()}calendar.ics")).walk("VEVENT")[0]
    Event.objects.update(day=event.day + timedelta(days=1), starts_at=event.starts_at + timedelta(days=1),
                         ends_at=event.ends_at + timedelta(days=1), sequence=3)  # fmt: skip

    moved = read(client.get(f"/events/{event.series.slug}/calendar.ics")).walk("VEVENT")[0]

    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], 3)
    assert moved["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=1)


def test_what_is_online_alone_has_no_hall(db, client):
    event = make_event(capacity=0, online_capacity=40, online_link="https://meet.example/canary")

    answer = client.get(f"{event.get_absolute_url()}calendar.ics")

    assert str(read(answer).walk("VEVENT")[0]["LOCATION"]) == "Online"
    assert b"meet.example" not in answer.content


def test_a_program_that_has_the_file_is_told_so(db, client):
    url = f"{make_event().get_absolute_url()}calendar.ics"

    first = client.get(url)

    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_file_for_a_day_without_a_date_is_not_found(db, client):
    make_series(first_on=date(2026, 1, 21))

    response = client.get("/events/collaboration-station/2026-01-22/calendar.ics")

    assert response.status_code == 404
    assert b"VCALENDAR" not in response.content
