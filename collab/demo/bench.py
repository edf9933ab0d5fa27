"""Synthetic people and meetings, of the sizes that performance is measured at."""

from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from collab.demo import bench_words as words
from collab.demo.bulk import Block, fill, literal, one_of
from collab.demo.loading import Loading
from events.models import Event, Series, SignUp, Venue
from members.models import Contact, Member, Organisation, Profile

# For each unit of size.
ORGANISATIONS, MEMBERS, SERIES, DATES, STORIES, PLEDGES = 50, 2000, 10, 200, 1000, 5000
SIGNUPS_A_DATE = 10
EMAIL = "'person.' || n || '@bench.example'"
PLAN = """'[{"minutes": 15, "what": "Food, coats, name labels"}, {"minutes": 45, "what": "Small tables, one question"},
{"minutes": 15, "what": "What is stuck?"}, {"minutes": 15, "what": "One pledge each, up on the wall"}]'::jsonb"""


@dataclass
class Bench:
    """One run: where to write, how much, and the ids made so far."""

    cursor: CursorWrapper
    size: int
    sectors: list[int]
    places: list[int]
    topics: list[int]
    made: dict[str, Block] = field(default_factory=dict)

    @classmethod
    def on(cls, cursor: CursorWrapper, loading: Loading, size: int) -> "Bench":
        """Choose from the words that the network has."""
        places = [row.pk for row in loading.places.values() if row.kind == "neighbourhood"]
        sectors, topics = loading.sectors.values(), loading.topics.values()
        return cls(cursor, size, [row.pk for row in sectors], places, [row.pk for row in topics])

    def sector(self, number: str = "n") -> str:
        return one_of(self.sectors, number)


def load_people(bench: Bench) -> None:
    """Organisations, and members with what they say of themselves."""
    load_organisations(bench)
    load_members(bench)
    load_profiles(bench)


def load_organisations(bench: Bench) -> None:
    """Some with names of three words, as they are."""
    bench.made["organisation"] = fill(
        bench.cursor,
        Organisation,
        ORGANISATIONS * bench.size,
        slug="'bench-' || n",
        name=f"{one_of(words.PLACES)} || ' ' || {one_of(words.BODIES, 'n / 7')} || ' ' || n",
        kind="'charity'",
        sector_id=bench.sector(),
        size="'6-25'",
        about=one_of(words.SENTENCES),
    )


def load_members(bench: Bench) -> None:
    """A contact and an account each."""
    bench.made["contact"] = fill(
        bench.cursor,
        Contact,
        MEMBERS * bench.size,
        name=f"{one_of(words.FIRST)} || ' ' || {one_of(words.LAST, 'n / 31')}",
        email=EMAIL,
        organisation_id=bench.made["organisation"].at("n * 3"),
        sector_id=bench.sector("n * 3"),
        email_verified_at="now()",
    )
    bench.made["member"] = fill(
        bench.cursor,
        Member,
        MEMBERS * bench.size,
        email=EMAIL,
        contact_id=bench.made["contact"].at(),
        password="'!'",
        joined_at="now() - n % 900 * interval '1 day'",
    )


def load_profiles(bench: Bench) -> None:
    """Nine in ten can be found by other members."""
    profiles = fill(
        bench.cursor,
        Profile,
        MEMBERS * bench.size,
        member_id=bench.made["member"].at(),
        does=one_of(words.ROLES),
        about=f"{one_of(words.SENTENCES)} || ' ' || {one_of(words.SENTENCES, 'n / 5')}",
        # In an order of their own: words that always or never stand together mislead PostgreSQL, as people do not.
        offers=one_of(words.OFFERS, "n::bigint * 104729 / 89"),
        asks=one_of(words.ASKS, "n::bigint * 7919 / 97"),
        is_findable="n % 10 <> 0",
    )
    both = {"profile_id": profiles.at("n / 2")}
    topics = one_of(bench.topics, "n / 2 * 3 + n % 2")
    fill(bench.cursor, Profile.cares_about.through, 2 * profiles.count, **both, topic_id=topics)
    fill(
        bench.cursor,
        Profile.places.through,
        profiles.count,
        profile_id=profiles.at(),
        place_id=one_of(bench.places, "n / 3"),
    )


def load_meetings(bench: Bench) -> None:
    """Monthly series, half of their dates past."""
    venues = load_venues(bench)
    load_series(bench, venues)
    load_dates(bench, venues)
    load_signups(bench)


def load_venues(bench: Bench) -> Block:
    """Twenty halls, at any size."""
    return fill(
        bench.cursor,
        Venue,
        20,
        name=f"{one_of(words.PLACES)} || ' hall'",
        address=f"n || ' Mill Lane, ' || {one_of(words.PLACES)}",
        travel=literal("Buses 3 and 9 stop two minutes away. There are six parking spaces and a bike rack."),
        place_id=one_of(bench.places),
        access="ARRAY['step-free', 'hearing-loop', 'online', 'food']",
    )


def load_series(bench: Bench, venues: Block) -> None:
    """All by the same rule."""
    bench.made["series"] = fill(
        bench.cursor,
        Series,
        SERIES * bench.size,
        slug="'bench-series-' || n",
        title=f"{one_of(words.PLACES)} || ' Station'",
        standfirst=one_of(words.SENTENCES),
        rule="'FREQ=MONTHLY;BYDAY=+3WE'",
        rule_in_words="'the third Wednesday of every month'",
        first_on="current_date - 300",
        starts="'17:30'",
        ends="'19:00'",
        capacity="68",
        venue_id=venues.at(),
        organisation_id=bench.made["organisation"].at(),
        plan=PLAN,
    )


def load_dates(bench: Bench, venues: Block) -> None:
    """The first half of the block is past; a series has a date every 30 days."""
    series = bench.made["series"]
    day = f"(current_date + (n / {series.count} - 9) * 30 - 1 - n % 28)"
    bench.made["event"] = fill(
        bench.cursor,
        Event,
        DATES * bench.size,
        series_id=series.at(),
        day=day,
        rule_day=day,
        starts_at=f"({day} + time '17:30') AT TIME ZONE 'Europe/London'",
        ends_at=f"({day} + time '19:00') AT TIME ZONE 'Europe/London'",
        theme=one_of(words.THEMES),
        standfirst=one_of(words.SENTENCES),
        venue_id=venues.at(),
        plan=PLAN,
        capacity="68",
        taken=str(SIGNUPS_A_DATE),
    )


def load_signups(bench: Bench) -> None:
    """Ten people a date, most of whom show their names."""
    fill(
        bench.cursor,
        SignUp,
        DATES * SIGNUPS_A_DATE * bench.size,
        event_id=bench.made["event"].at(f"n / {SIGNUPS_A_DATE}"),
        contact_id=bench.made["contact"].at("n * 37"),
        state="'confirmed'",
        show_name="n % 4 <> 0",
        signed_up_at="now() - interval '12 days'",
        changed_at="now() - interval '12 days'",
    )
