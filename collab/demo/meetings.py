"""The series, its dates, and who has a place at each."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse

from collab.demo.days import meeting_days, meets_on
from collab.demo.guests import make_guests
from collab.demo.loading import Data, Loading, read
from commons.models import GoWord
from events.models import LONDON, Access, Event, Series, SignUp, Venue
from events.models.places import state_for
from members.models import Contact

RULE = "FREQ=MONTHLY;BYDAY=+3WE"
GUESTS = 130
# Nobody has promised an interpreter, and there is no place to take for joining by video.
NOT_YET = [Access.INTERPRETER, Access.ONLINE]
# Longer than from one meeting to the next, so that the wall can be tried on any day.
ALWAYS_OPEN = timedelta(weeks=6)
# Neither has a place at the next meeting, so that whoever tries the demo as one of them can take one.
STAYS_FREE = ["P50", "P54"]
# They have not come yet, so not everybody knows everybody: some people are one step away.
HAVE_NOT_COME = ["P05", "P13", "P25", "P30", "P31", "P33", "P37", "P47", "P52", "P58"]


def load_meetings(loading: Loading) -> None:
    """Twelve past dates and six to come, and a word that leads to the wall."""
    data = read("events.toml")
    over, to_come = meeting_days(loading.now, past=len(data["past"]), coming=len(data["coming"]))
    venues = Venue.objects.bulk_create([venue(loading, row) for row in data["venue"]])
    series = make_series(loading, data, venues[0], first_on=over[0])
    loading.past = make_dates(loading, series, venues, data["past"], over)
    loading.coming = make_dates(loading, series, venues, data["coming"], to_come)
    call_off(loading, data["past"])
    make_guests(loading, GUESTS)
    fill_past(loading, data["past"])
    fill_coming(loading, data["coming"])
    GoWord.objects.update_or_create(word=data["series"]["go_word"], defaults={"path": wall_now(loading)})
    next_date = {"path": reverse("event_to", args=[series.uuid]), "leads_to": series.uuid}
    GoWord.objects.update_or_create(word="station", defaults=next_date)


def venue(loading: Loading, row: Data) -> Venue:
    """One of the four places where they meet, not saved."""
    access = [choice.value for choice in Access if choice not in NOT_YET]
    place = loading.places[row["place"]]
    return Venue(name=row["name"], address=row["address"], travel=row["travel"], place=place, access=access)


def make_series(loading: Loading, data: Data, first_venue: Venue, *, first_on: date) -> Series:
    """Collaboration Station, with its hosts."""
    row = data["series"]
    series = Series.objects.create(
        uuid=loading.uuid(),
        slug=row["slug"],
        title=row["title"],
        standfirst=row["standfirst"],
        rule=RULE,
        rule_in_words=row["rule"].partition(",")[0],
        first_on=first_on,
        starts=time.fromisoformat(row["start"]),
        ends=time.fromisoformat(row["end"]),
        arrive="food from 5:15pm",
        wall_opens_before=ALWAYS_OPEN,
        capacity=row["capacity"],
        venue=first_venue,
        organisation=loading.organisations[row["host_org"]],
        plan=plan(data["plan"]),
    )
    for person in row["hosts"]:
        # One by one: who hosts it longest looks after access.
        series.hosts.add(loading.people[person])
    return series


def plan(rows: list[Data]) -> list[Data]:
    """The running order as the event's page shows it."""
    return [{"minutes": row["minutes"], "what": row["what"]} for row in rows]


def make_dates(
    loading: Loading, series: Series, venues: list[Venue], rows: list[Data], days: list[date]
) -> list[Event]:
    """One row a date, each with its theme and its venue."""
    events = []
    for row, rule_day in zip(rows, days, strict=True):
        event = series.date_on(meets_on(rule_day))
        event.uuid = loading.uuid()
        event.rule_day, event.venue = rule_day, venues[row["venue"]]
        event.theme, event.standfirst = row["theme"], row["standfirst"]
        event.plan = plan(row["plan"]) if "plan" in row else series.plan
        events.append(event)
    return Event.objects.bulk_create(events)


def call_off(loading: Loading, rows: list[Data]) -> None:
    """The dates that were cancelled say why; nobody has a place there."""
    for event, row in zip(loading.past, rows, strict=True):
        if row["cancelled"]:
            event.cancelled_at = event.starts_at - timedelta(days=1)
            event.cancelled_because = row["cancelled"]
            event.save(update_fields=["cancelled_at", "cancelled_because"])


def fill_past(loading: Loading, rows: list[Data]) -> None:
    """Members and guests as events.toml counts them, then those who waited."""
    hosts = [loading.people[person].contact for person in ("P34", "P35")]
    away = [*hosts, *(loading.people[person].contact for person in HAVE_NOT_COME)]
    others = [person.contact for person in loading.people.values() if person.contact not in away]
    known = 0
    for event, row in zip(loading.past, rows, strict=True):
        known = min(len(loading.guests), known + max(row["first_timers"], row["booked"] - row["members_came"]))
        members = loading.random.sample(others, max(row["members_came"] - len(hosts), 0))
        guests = loading.random.sample(loading.guests[:known], row["booked"] + row["waiting"] - row["members_came"])
        theirs = [*hosts, *members, *guests] if row["booked"] else []
        fill(loading, event, theirs, places=row["booked"], until=event.starts_at - timedelta(hours=3))


def fill_coming(loading: Loading, rows: list[Data]) -> None:
    """The next one is nearly full; the later ones have begun to fill."""
    free = [loading.people[person].contact for person in STAYS_FREE]
    everyone = [person.contact for person in loading.people.values() if person.contact not in free]
    for event, row in zip(loading.coming, rows, strict=True):
        members = loading.random.sample(everyone, row["booked"] * 2 // 3)
        guests = loading.random.sample(loading.guests, row["booked"] - len(members))
        fill(loading, event, [*members, *guests], places=row["booked"], until=loading.now)


def fill(loading: Loading, event: Event, people: list[Contact], *, places: int, until: datetime) -> None:
    """The first so many get the places, in an order that the seed decides; the rest wait."""
    booked, waiting = people[:places], people[places:]
    loading.random.shuffle(booked)
    people = booked + waiting
    members = {person.contact_id for person in loading.people.values()}
    moments = sorted(loading.moment(until - timedelta(days=24), until) for _ in people)
    signups = []
    for turn, (person, at) in enumerate(zip(people, moments, strict=True)):
        number = turn - places + 1 if turn >= places else None
        shows = person.pk in members and loading.random.random() < 0.8
        row = SignUp(event=event, contact=person, state=state_for(number), position=number, show_name=shows)
        row.uuid, row.signed_up_at, row.changed_at = loading.uuid(), at, at
        signups.append(row)
    SignUp.objects.bulk_create(signups)
    event.taken, event.last_position = len(booked), len(waiting)
    event.save(update_fields=["taken", "last_position"])


def wall_now(loading: Loading) -> str:
    """Where a pledge is made: at the next meeting, whose wall is open."""
    event = next((one for one in loading.coming if one.takes_pledges(loading.now)), loading.coming[0])
    day = event.starts_at.astimezone(LONDON).date()
    return f"/events/{event.series.slug}/{day.isoformat()}/pledge/"
