"""The sixty people: a contact, an account and a profile each."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from collab.demo.loading import Data, Loading, read
from members.actions import give_demo_second_factor
from members.models import Contact, Member, Profile

WAYS = (
    "Ring 01632 960 {number}, before noon.",
    "Email {email}. I answer within two days.",
    "Text 01632 960 {number}, and I ring you back.",
    "Ring 01632 960 {number}, or email {email}.",
)


def load_people(loading: Loading) -> None:
    """Everybody of people.toml, with verified addresses and no passwords."""
    rows = read("people.toml")["person"]
    contacts = Contact.objects.bulk_create([contact(loading, row) for row in rows])
    pairs = zip(rows, contacts, strict=True)
    members = Member.objects.bulk_create([member(loading, row, theirs) for row, theirs in pairs])
    loading.people = {row["id"]: person for row, person in zip(rows, members, strict=True)}
    load_profiles(loading, rows)
    give_second_factors(members)


def give_second_factors(members: list[Member]) -> None:
    """In the demo the page itself shows staff their code; nowhere else may anybody pass like that."""
    for person in members:
        if settings.DEMO and person.is_staff_role:
            give_demo_second_factor(person)


def contact(loading: Loading, row: Data) -> Contact:
    """One person, not saved."""
    return Contact(
        uuid=loading.uuid(),
        name=row["name"],
        email=row["email"],
        organisation=loading.organisations.get(row["organisation"]),
        sector=loading.sectors[row["sector"]],
        email_verified_at=loading.now,
    )


def member(loading: Loading, row: Data, theirs: Contact) -> Member:
    """Their account, not saved; they joined at some day in the months before the first meeting."""
    return Member(
        uuid=loading.uuid(),
        email=row["email"],
        contact=theirs,
        roles=row["roles"],
        password=make_password(None),
        joined_at=loading.now - timedelta(days=loading.random.randint(390, 480)),
    )


def load_profiles(loading: Loading, rows: list[Data]) -> None:
    """What they do, offer, ask for and care about."""
    profiles = Profile.objects.bulk_create([profile(loading, row) for row in rows])
    topics, places = Profile.cares_about.through, Profile.places.through
    topics.objects.bulk_create(
        topics(profile=theirs, topic=loading.topics[topic])
        for row, theirs in zip(rows, profiles, strict=True)
        for topic in row["topics"]
    )
    places.objects.bulk_create(
        places(profile=theirs, place=loading.places[row["place"]]) for row, theirs in zip(rows, profiles, strict=True)
    )


def reach(row: Data) -> str:
    """Most say how; numbers of a range that is kept for drama. One in five leaves it empty, as people do."""
    number = int(row["id"].removeprefix("P"))
    return "" if number % 5 == 0 else WAYS[number % len(WAYS)].format(number=300 + number, email=row["email"])


def profile(loading: Loading, row: Data) -> Profile:
    """What other members read of them, not saved."""
    return Profile(
        uuid=loading.uuid(),
        member=loading.people[row["id"]],
        does=row["role"],
        about=row["about"],
        offers=row["offers"],
        asks=row["asks"],
        how_to_reach=reach(row),
        is_findable=row["findable"],
    )
