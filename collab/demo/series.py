"""What else Kwame puts on: three workshops, half an hour that one group has to itself, and a kettle by video."""

from dataclasses import replace
from datetime import date, time, timedelta

from dateutil.relativedelta import TU, WE, relativedelta

from collab.demo.loading import Data, Loading, read
from events.models import Audience, HowOften, Kind, Rhythm, Series
from events.models.plans import plan_template
from groups.models import Group

GROUP_DATES = timedelta(days=120)


def load_more_series(loading: Loading) -> None:
    """Last of all: what comes from the seed before stays as it is."""
    today = loading.now.date()
    for row in read("series.toml")["series"]:
        first = today + timedelta(weeks=row["begins_in_weeks"])
        make(loading, row, first)


def make(loading: Loading, row: Data, first: date) -> None:
    """The series with its dates; nobody has signed up yet."""
    rhythm = rhythm_of(row, first)
    venue = loading.coming[row["venue_of_date"]].venue if "venue_of_date" in row else None
    group = Group.objects.filter(slug=row.get("group", "")).first()
    series = Series.objects.create(
        uuid=loading.uuid(),
        slug=row["slug"],
        title=row["title"],
        standfirst=row["standfirst"],
        rule=rhythm.rule,
        rule_in_words=rhythm.words,
        first_on=rhythm.days(1)[0],
        starts=time.fromisoformat(row["starts"]),
        ends=time.fromisoformat(row["ends"]),
        kind=Kind.WORKSHOPS if rhythm.more_days else Kind.MEET_UP,
        is_taken_as_a_whole=bool(rhythm.more_days),
        audience=Audience.GROUP if group else Audience.PUBLIC,
        group=group,
        capacity=row["capacity"],
        online_capacity=row.get("online_capacity", 0),
        online_link=row.get("online_link", ""),
        venue=venue,
        organisation=loading.organisations[row["host_org"]],
        plan=plan_template(row["plan"]) if row.get("plan") else [],
    )
    series.hosts.set([loading.people[person] for person in row["hosts"]])
    for event in [series.date_on(day) for day in days_of(rhythm)]:
        event.uuid = loading.uuid()
        event.save(force_insert=True)


def rhythm_of(row: Data, near: date) -> Rhythm:
    """Three Tuesdays, or every second Wednesday."""
    if row["how_often"] == "workshops":
        first = near + relativedelta(weekday=TU)
        days = (first + timedelta(weeks=1), first + timedelta(weeks=2))
        return replace(Rhythm.on(first, HowOften.WORKSHOPS), more_days=days)
    return Rhythm.on(near + relativedelta(weekday=WE), HowOften(row["how_often"]))


def days_of(rhythm: Rhythm) -> list[date]:
    """All of the workshops, and some months of what comes back."""
    first, *others = rhythm.days(12)
    return [first, *(day for day in others if day < first + GROUP_DATES)]
