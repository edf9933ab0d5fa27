"""Which places are offered: where stories are, to find one; where this network is, to tell one."""

from django.db.models import CharField, Exists, F, Func, OuterRef

from collab.kit.copies import Copy
from members.models import Organisation, Place
from stories.models.consent import Use
from stories.models.stories import Story

COPY_LASTS_SECONDS = 10


def _read_places_with_stories() -> list[tuple[str, str]]:
    told = Exists(Story.objects.open_for(Use.WEB).filter(place=OuterRef("pk")))
    rows = list(Place.objects.annotate(is_told_of=told).values_list("pk", "parent", "slug", "name", "is_told_of"))
    parents = {row[0]: row[1] for row in rows}
    kept = {above for row in rows if row[4] for above in _upwards(row[0], parents)}
    return [(slug, name) for pk, _parent, slug, name, _told in rows if pk in kept]


PLACES_WITH_STORIES = Copy(_read_places_with_stories, seconds=COPY_LASTS_SECONDS)


def places_with_stories() -> list[tuple[str, str]]:
    """Where a story is that anyone may read, and what such a place lies in, as it was at most ten seconds ago."""
    return PLACES_WITH_STORIES.now()


def _read_what_made_possible() -> list[tuple[str, str]]:
    told = Story.objects.open_for(Use.WEB).annotate(
        what=Func(F("made_possible"), function="unnest", output_field=CharField())
    )
    # In the order of the alphabet, once each, as their tellers said it.
    return [(what, what) for what in told.order_by("what").values_list("what", flat=True).distinct()]


WHAT_MADE_POSSIBLE = Copy(_read_what_made_possible, seconds=60)


def what_made_possible() -> list[tuple[str, str]]:
    """What tellers named, in stories that anyone may read, as it was at most a minute ago."""
    return WHAT_MADE_POSSIBLE.now()


def places_of_network() -> set[int]:
    """The counties where the network's organisations are, with all that lies in them; every place without any."""
    parents = dict(Place.objects.values_list("pk", "parent"))
    at_work = Organisation.places.through.objects.values_list("place", flat=True).distinct()
    roots = {_upwards(place, parents)[-1] for place in at_work}
    return {place for place in parents if not roots or _upwards(place, parents)[-1] in roots}


def _upwards(place: int, parents: dict[int, int | None]) -> list[int]:
    """The place itself, then what it lies in, up to the county."""
    way = [place]
    while (above := parents[way[-1]]) is not None:
        way.append(above)
    return way
