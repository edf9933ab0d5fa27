"""Dates that change: one, all after it, left out, added, cancelled. Whoever has a place or a number is told once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from commons.models import AuditEntry
from events.actions import (
    Change,
    Guest,
    add_for,
    bring_back,
    cancel_date,
    change_date,
    change_from,
    give_back,
    sign_up,
    skip_date,
)
from events.models import LONDON, Event, Venue
from events.tasks import make_dates
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups
from tests.factories import make_event, make_series


@pytest.fixture
def series(db, kwame):
    """Every third Wednesday, a year of it, hosted by Kwame."""
    row = make_series(first_on=timezone.localdate())
    row.hosts.add(kwame)
    make_dates()
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


def coming(series):
    return list(series.dates.order_by("day").select_related("series", "venue"))


def day_of(event):
    return f"/host/{event.series.slug}/{event.day}/"


def as_typed(event, **more):
    change = Change.none(event)
    return {
        "day": f"{change.day:%-d %B %Y}", "span": "5:30pm to 7pm", "place": str(event.venue_id), "scope": "one", **more
    }  # fmt: skip


def read(email):
    """The one entry of the calendar file that came with an email."""
    return Calendar.from_ical(email.calendar).walk("VEVENT")[0]


def test_a_moved_date_tells_those_with_a_place_or_a_number(host, series):
    event = coming(series)[1]
    Event.objects.filter(pk=event.pk).update(capacity=1)
    sign_ups(event, 2)
    gone = sign_up(event, guest(3), at=timezone.now())
    give_back(gone, at=timezone.now())
    new = event.day + timedelta(days=1)

    answer = host.post(f"{day_of(event)}change/", as_typed(event, day=new.isoformat(), span="6 to 8"))

    event.refresh_from_db()
    assert answer.headers["Location"] == day_of(event)
    assert (event.day, event.rule_day, event.sequence) == (new, new - timedelta(days=1), 1)
    assert (event.starts_at, event.ends_at) == (
        datetime.combine(new, time(18), LONDON), datetime.combine(new, time(20), LONDON)
    )  # fmt: skip
    assert emails("events.changed") == ["guest1@people.example", "guest2@people.example"]
    told = OutgoingEmail.objects.get(purpose="events.changed", to="guest1@people.example")
    assert "5:30pm to 7pm, St Hilda’s hall" in told.text
    entry = read(told)
    assert (str(entry["uid"]), entry["sequence"], str(entry["status"])) == (str(event.uuid), 1, "CONFIRMED")


def test_the_old_address_of_a_moved_date_leads_to_the_new_one(host, client, series):
    event = coming(series)[1]
    first, second = event.day, event.day + timedelta(days=2)
    old, join = event.get_absolute_url(), f"{event.get_absolute_url()}join/"

    change_date(event, Change(second, time(17, 30), time(19), event.venue), at=timezone.now())
    moved = client.get(old), client.get(join)
    event.refresh_from_db()
    change_date(event, Change(first, time(17, 30), time(19), event.venue), at=timezone.now())
    back = client.get(f"/events/{series.slug}/{second}/")

    assert [answer.headers["Location"] for answer in moved] == [
        f"/events/{series.slug}/{second}/", f"/events/{series.slug}/{second}/join/"
    ]  # fmt: skip
    assert back.headers["Location"] == old
    assert client.get(old).status_code == 200


def test_new_words_alone_tell_nobody(host, series):
    event = coming(series)[0]
    sign_ups(event, 1)

    host.post(f"{day_of(event)}change/", as_typed(event, theme="Damp homes"))
    host.post(f"{day_of(event)}change/", as_typed(event, theme="Damp homes"))

    event.refresh_from_db()
    assert (event.theme, event.sequence) == ("Damp homes", 1)
    assert emails("events.changed") == []


def test_two_changes_are_two_emails(series):
    event = coming(series)[0]
    sign_ups(event, 1)

    for hour in (18, 19, 19):
        event.refresh_from_db()
        change_date(event, Change(event.day, time(hour), time(21), event.venue), at=timezone.now())

    assert emails("events.changed") == ["guest1@people.example"] * 2


def test_a_day_that_is_taken_is_refused_and_what_was_typed_stays(host, series):
    first, second, *_rest = coming(series)

    answer = host.post(f"{day_of(first)}change/", as_typed(first, day=second.day.isoformat(), theme="Damp homes"))

    assert answer.context["form"].errors["day"] == ["There is another date on that day"]
    assert 'value="Damp homes"' in answer.content.decode()
    first.refresh_from_db()
    assert first.sequence == 0


def test_a_new_time_for_this_and_all_after_leaves_the_earlier_ones(host, series):
    first, second, third, *_rest = coming(series)
    sign_ups(third, 1)

    host.post(f"{day_of(second)}change/", as_typed(second, span="6 to 7.30", theme="Damp homes", scope="after"))

    starts = [timezone.localtime(event.starts_at).time() for event in coming(series)]
    series.refresh_from_db()
    assert starts == [time(17, 30), *[time(18)] * (len(starts) - 1)]
    assert [event.theme for event in coming(series)[:3]] == ["", "Damp homes", ""]
    assert (series.starts, series.ends, make_dates()) == (time(18), time(19, 30), 0)
    assert emails("events.changed") == ["guest1@people.example"]
    assert timezone.localtime(coming(series)[0].starts_at).time() == time(17, 30), first


def test_all_after_move_with_the_rule_and_what_was_moved_cancelled_or_left_out_stays_so(series, kwame):
    first, second, moved, cancelled, left_out, last, *_rest = coming(series)
    now = timezone.now()
    change_date(moved, Change(moved.day - timedelta(days=3), time(17, 30), time(19), moved.venue), at=now)
    cancel_date(cancelled, because="Snow.", by=kwame, at=now)
    skip_date(left_out, at=now)
    thursday = second.day + timedelta(days=1)

    change_from(second, Change(thursday, time(17, 30), time(19), second.venue), at=now)

    series.refresh_from_db()
    days = {event.pk: event.day for event in coming(series)}
    ordinal = (thursday.day - 1) // 7 + 1
    assert series.rule == f"FREQ=MONTHLY;BYDAY=+{ordinal}TH"
    assert days[first.pk] == first.day
    assert (days[second.pk], days[last.pk].weekday()) == (thursday, 3)
    assert days[moved.pk] == moved.rule_day - timedelta(days=3)
    assert days[cancelled.pk] == cancelled.day
    assert make_dates() == 0
    assert left_out.pk not in days
    assert series.skipped[0].weekday() == 3


def test_weekly_dates_move_on_by_a_week_without_stepping_on_each_other(db):
    series = make_series(rule="FREQ=WEEKLY;BYDAY=WE", first_on=timezone.localdate())
    make_dates()
    first, *rest = coming(series)

    change_from(first, Change(first.day + timedelta(days=7), time(17, 30), time(19), first.venue), at=timezone.now())

    assert [event.day for event in coming(series)] == [event.day + timedelta(days=7) for event in [first, *rest]]


def test_another_place_for_all_after(host, series):
    event = coming(series)[1]

    host.post(
        f"{day_of(event)}change/",
        as_typed(event, place="new", venue_name="Old Market library", venue_address="Cornmarket", scope="after"),
    )

    places = [one.venue.name for one in coming(series)]
    assert places == ["St Hilda’s hall", *["Old Market library"] * (len(places) - 1)]
    series.refresh_from_db()
    assert series.venue.name == "Old Market library"
    assert Venue.objects.filter(name="Old Market library").count() == 1


def test_a_cancelled_date_says_why_to_everybody_and_takes_itself_out_of_calendars(host, client, series):
    event = coming(series)[0]
    Event.objects.filter(pk=event.pk).update(capacity=1)
    sign_ups(event, 2)

    answer = host.post(f"{day_of(event)}cancel/", {"because": "The hall has flooded.", "scope": "one"})
    host.post(f"{day_of(event)}cancel/", {"because": "Another reason.", "scope": "one"})

    event.refresh_from_db()
    assert answer.headers["Location"] == day_of(event)
    assert (event.cancelled_because, event.sequence) == ("The hall has flooded.", 1)
    assert emails("events.cancelled") == ["guest1@people.example", "guest2@people.example"]
    told = OutgoingEmail.objects.get(purpose="events.cancelled", to="guest1@people.example")
    words = " ".join(told.text.split())
    assert words.index("is cancelled") < words.index("The hall has flooded.") < words.index(event.venue.name)
    entry = read(told)
    assert (str(entry["uid"]), entry["sequence"], str(entry["status"])) == (str(event.uuid), 1, "CANCELLED")
    assert set(OutgoingEmail.objects.filter(purpose="events.confirmed").values_list("state", flat=True)) == {
        "cancelled"
    }
    assert AuditEntry.objects.filter(action="events.cancelled", target=event.uuid).count() == 1
    assert series.dates.filter(cancelled_at=None).count() == len(coming(series)) - 1


def test_the_host_reads_who_is_told_and_whom_to_ring(host, series):
    event = coming(series)[0]
    nobody = host.get(f"{day_of(event)}cancel/").context
    sign_ups(event, 2)
    sign_up(event, Guest("Reg", phone="01632 960 001"), at=timezone.now())

    page = host.get(f"{day_of(event)}cancel/")

    assert (nobody["told"], nobody["to_ring"]) == ("", "")
    assert "3 people have a place or a number." in page.content.decode()
    assert "1 of them has no email: ring them." in page.content.decode()


def test_a_reason_is_asked_for(host, series):
    event = coming(series)[0]

    answer = host.post(f"{day_of(event)}cancel/", {"because": " ", "scope": "one"})

    assert answer.context["form"].errors["because"] == ["Say why it is off"]
    event.refresh_from_db()
    assert event.cancelled_at is None


def test_this_and_all_after_are_off_and_no_more_are_made(host, series):
    first, second, *rest = coming(series)
    sign_ups(rest[0], 1)

    host.post(f"{day_of(second)}cancel/", {"because": "We stop here.", "scope": "after"})

    assert [event.is_cancelled for event in coming(series)] == [False, *[True] * (len(rest) + 1)]
    assert emails("events.cancelled") == ["guest1@people.example"]
    assert make_dates() == 0
    series.refresh_from_db()
    assert f"UNTIL={second.day - timedelta(days=1):%Y%m%d}" in series.rule
    assert first.day < second.day


def test_a_date_is_left_out_and_brought_back(host, series):
    event = coming(series)[2]

    host.post(f"{day_of(event)}skip/")
    left_out = series.dates.filter(day=event.day).exists(), make_dates()
    page = host.get(f"/host/{series.slug}/")
    host.post(f"{day_of(event)}bring-back/")
    host.post(f"{day_of(event)}bring-back/")

    assert left_out == (False, 0)
    assert page.context["skipped"] == [event.day]
    assert series.dates.filter(day=event.day).count() == 1


def test_a_date_with_people_is_not_left_out(host, series):
    event = coming(series)[0]
    give_back(sign_ups(event, 1)[0], at=timezone.now())

    answer = host.post(f"{day_of(event)}skip/")

    assert answer.headers["Location"] == f"{day_of(event)}cancel/"
    assert series.dates.filter(pk=event.pk).exists()


def test_nothing_is_brought_back_that_was_not_left_out(series):
    before = series.dates.count()

    bring_back(series, date(2030, 1, 1), at=timezone.now())

    assert series.dates.count() == before


def test_a_date_is_added_beside_the_rule(host, series):
    day = coming(series)[0].day + timedelta(days=3)
    form = {"day": day.isoformat(), "span": "10 to 12", "place": str(series.venue_id), "theme": "A walk"}

    added = host.post(f"/host/{series.slug}/add/", form)
    again = host.post(f"/host/{series.slug}/add/", form)

    event = series.dates.get(day=day)
    assert added.headers["Location"] == f"/host/{series.slug}/{day}/"
    assert (event.theme, timezone.localtime(event.starts_at).time()) == ("A walk", time(10))
    assert again.context["form"].errors["day"] == ["There is a date on that day, or one was moved away from it"]


def test_what_is_over_or_off_is_not_changed(host, series, kwame):
    past = make_event(series=series, in_days=-3)
    off = coming(series)[1]
    cancel_date(off, because="Snow.", by=kwame, at=timezone.now())

    answers = [host.post(f"{day_of(one)}change/", as_typed(one, theme="Late")) for one in (past, off)]

    assert [answer.headers["Location"] for answer in answers] == [day_of(past), day_of(off)]
    assert not Event.objects.filter(theme="Late").exists()


def test_a_date_that_is_over_or_off_offers_what_can_still_be_done_and_says_which_it_is(host, series, kwame):
    past, running = make_event(series=series, in_days=-3), make_event(series=series, in_days=0)
    now = timezone.now()
    Event.objects.filter(pk=running.pk).update(starts_at=now - timedelta(minutes=9), ends_at=now + timedelta(hours=1))
    coming_on, off = coming(series)[3:5]
    add_for(off, Guest("Rita Marsh", phone="07700 900123"), by=kwame, at=now)
    cancel_date(off, because="Snow.", by=kwame, at=now)

    pages = {one.pk: host.get(day_of(one)).content.decode() for one in (past, running, off, coming_on)}

    links = {
        page: [
            one
            for one in ("add", "import", "pack", "ring", "places", "after")
            if f'href="{day_of(event)}{one}/"' in pages[event.pk]
        ]
        for page, event in {"past": past, "running": running, "off": off, "coming": coming_on}.items()
    }
    assert links == {
        "past": ["places", "after"],
        "running": ["pack", "ring", "places"],
        "off": ["ring", "places"],
        "coming": ["add", "import", "pack", "ring", "places"],
    }
    assert "This date is over, so it cannot be changed." in pages[past.pk]
    assert "This date is cancelled, so it cannot be changed." in pages[off.pk]


def test_the_typed_address_of_a_button_leads_to_its_page_and_changes_nothing(host, series):
    event = coming(series)[0]

    answers = [host.get(f"{day_of(event)}{button}/") for button in ("skip", "bring-back", "close", "reopen", "story")]

    assert [answer.headers["Location"] for answer in answers] == [
        day_of(event),
        f"/host/{series.slug}/",
        *[f"{day_of(event)}after/"] * 3,
    ]
    assert coming(series)[0] == event


def test_a_date_has_a_plan_of_its_own(host, series):
    first, second, *_rest = coming(series)

    host.post(f"{day_of(first)}plan/", {"plan": "20 Hello\n70 min: Tables"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.plan == [{"minutes": 20, "what": "Hello"}, {"minutes": 70, "what": "Tables"}]
    assert second.plan == []


def test_a_host_sees_the_dates_of_their_own_series_only(host, series, orla, sign_in):
    theirs = make_series("theirs")
    event = make_event(series=theirs)

    seen = [host.get(address).status_code for address in (f"/host/{theirs.slug}/", day_of(event), "/host/")]
    listed = [row.slug for row in host.get("/host/").context["series"]]
    organiser = sign_in(orla)

    assert (seen, listed) == ([404, 404, 200], [series.slug])
    assert organiser.get(day_of(event)).status_code == 200
    assert [row.slug for row in organiser.get("/host/").context["series"]] == [series.slug, theirs.slug]


def test_the_page_of_a_date_is_one_list_of_jobs_before_it(host, series):
    page = host.get(day_of(coming(series)[0])).content.decode()

    before = page[page.index('id="before"') : page.index('id="door-jobs"')]
    leads_to = [f"{day_of(coming(series)[0])}{one}/" for one in ("change", "plan", "places", "add", "needs", "ring")]
    assert before.count('<ul class="rows">') == 1
    assert [f'href="{url}"' in before for url in [*leads_to, f"/host/{series.slug}/go/"]] == [True] * 7


def test_a_host_without_the_role_has_no_jobs(client, amara, series):
    series.hosts.add(amara)
    client.force_login(amara)

    assert client.get(f"/host/{series.slug}/").status_code == 403


@pytest.mark.parametrize("dates", [1, 3])
def test_the_lists_cost_the_same_whatever_they_hold(host, series, dates, django_assert_num_queries):
    keep = [event.pk for event in coming(series)[:dates]]
    series.dates.exclude(pk__in=keep).delete()
    for number in range(dates - 1):
        make_series(f"more-{number}", title=f"More {number}").hosts.set(series.hosts.all())
    host.get("/host/")

    with django_assert_num_queries(5):
        host.get("/host/")
    with django_assert_num_queries(6):
        host.get(f"/host/{series.slug}/")
