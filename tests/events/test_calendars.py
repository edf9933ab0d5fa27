"""Calendar files, read back as a calendar program reads them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

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


def test_a_file_for_a_day_without_a_date_is_not_found(db, client):
    make_series(first_on=date(2026, 1, 21))

    response = client.get("/events/collaboration-station/2026-01-22/calendar.ics")

    assert response.status_code == 404
    assert b"VCALENDAR" not in response.content
