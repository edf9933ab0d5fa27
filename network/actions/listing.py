"""Keep the directory's entries as people's own words are now. Nobody to the right calls this: the clock looks."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from hashlib import md5
from itertools import batched

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from members.models import Member, Profile
from network.models import Askable, Entry
from network.models.wanted import place_code, places_now, sector_code, topic_code

A_BATCH = 500
# Longer than a minute, so that a clock that was late misses nobody; shorter than a night, so that it costs little.
LATELY = timedelta(minutes=10)
WRITE = """
INSERT INTO network_entry (profile_id, member_id, name, as_of, is_askable, digest, document)
SELECT profile, member, name, as_of, is_askable, digest,
       setweight(to_tsvector('english', offers), 'A') || setweight(to_tsvector('english', asks), 'B')
       || setweight(to_tsvector('simple', names) || to_tsvector('english', names), 'C')
       || setweight(to_tsvector('english', rest), 'D')
       || array_to_tsvector(string_to_array(codes, ' '))
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[], %s::boolean[], %s::text[],
            %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
     AS row (profile, member, name, as_of, is_askable, digest, offers, asks, names, rest, codes)
ON CONFLICT (profile_id) DO UPDATE SET
    name = excluded.name, as_of = excluded.as_of, is_askable = excluded.is_askable, digest = excluded.digest,
    document = excluded.document
"""


@dataclass
class Written:
    """One entry as it will be written, in the order of the statement's columns."""

    profile: int
    member: int
    name: str
    as_of: datetime
    is_askable: bool
    digest: str
    offers: str
    asks: str
    names: str
    rest: str
    codes: str


def listed() -> QuerySet[Profile]:
    """Whose words the index may hold. What may be seen is asked again at each request (`Entry.objects.visible_to`)."""
    return Profile.objects.filter(is_findable=True, member__is_active=True)


def list_changed(*, now: datetime) -> int:
    """Index whoever changed their profile since it was read, or their name or work lately, and say how many."""
    up_to_date = Entry.objects.filter(profile=OuterRef("pk"), as_of=OuterRef("changed_at"))
    # Two questions, each to an index of its own.
    changed = listed().exclude(Exists(up_to_date)), listed().filter(member__contact__changed_at__gt=now - LATELY)
    return sum(write(some) for people in changed for some in in_batches(people))


def list_all() -> int:
    """Once a night: organisations and sectors change without their people; and who left is taken out."""
    Entry.objects.filter(~Exists(listed().filter(pk=OuterRef("profile")))).delete()
    return sum(write(some) for some in in_batches(listed()))


def list_one(member: Member) -> None:
    """At once, for a change that was made in this app."""
    write(list(with_words(listed().filter(member=member))))


def in_batches(profiles: QuerySet[Profile]) -> Iterator[list[Profile]]:
    """Some hundred at a time, so that memory stays flat and no transaction is long."""
    keys = list(profiles.order_by("pk").values_list("pk", flat=True))
    for some in batched(keys, A_BATCH, strict=False):
        yield list(with_words(Profile.objects.filter(pk__in=some)))


def with_words(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """With all that an entry is made of."""
    contact = "member__contact"
    return profiles.select_related(f"{contact}__organisation", f"{contact}__sector").prefetch_related(
        "cares_about", "places"
    )


@transaction.atomic
def write(profiles: list[Profile]) -> int:
    """Write those that changed, and say how many."""
    there = Entry.objects.filter(pk__in=[row.pk for row in profiles]).values_list("pk", "digest", "as_of")
    known = {pk: (digest, as_of) for pk, digest, as_of in there}
    askable = set(Askable.objects.filter(member__profile__in=profiles).values_list("member", flat=True))
    entries = [entry_of(profile, is_askable=profile.member_id in askable) for profile in profiles]
    changed = [entry for entry in entries if known.get(entry.profile) != (entry.digest, entry.as_of)]
    store(changed)
    return len(changed)


def store(entries: Iterable[Written]) -> None:
    """One statement for all of them."""
    columns = [list(column) for column in zip(*map(astuple, entries), strict=True)]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, columns)


def entry_of(profile: Profile, *, is_askable: bool) -> Written:
    """What members may read of this person, sorted by where it stands. The one place that decides it."""
    contact = profile.member.contact
    topics, places = list(profile.cares_about.all()), list(profile.places.all())
    organisation = contact.organisation
    at_work = [contact.name, profile.does, contact.organisation_name, organisation.kind if organisation else ""]
    sector = [contact.sector.name, contact.sector.short_name] if contact.sector else []
    named = [topic.name for topic in topics] + [place.name for place in places]
    rest = "\n".join([*sector, *named, profile.about, profile.patch, profile.languages])
    codes = [topic_code(topic.pk) for topic in topics]
    codes += [place_code(pk) for place in places for pk in places_now().with_all_round(place.pk)]
    codes += [sector_code(contact.sector_id)] if contact.sector_id else []
    words = (profile.offers, profile.asks, "\n".join(at_work), rest,
             " ".join(sorted(set(codes))))  # fmt: skip
    digest = md5("\0".join((contact.name, str(is_askable), *words)).encode(), usedforsecurity=False).hexdigest()
    return Written(profile.pk, profile.member_id, contact.name, profile.changed_at, is_askable, digest, *words)
