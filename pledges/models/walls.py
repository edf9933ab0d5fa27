"""The wall of one event: its host's switches, and all that it shows, read in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import md5
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONObject, Length, Replace
from django.urls import reverse
from django.utils.translation import ngettext

from collab.kit.statements import Statement
from commons.models import GoWord
from events.models import Event
from members.models import Member, Sector
from pledges.models.patches import NEW_FOR, as_quilt
from pledges.models.pledges import Pledge, PledgeQuerySet

Counts = list[tuple[int, str]]
Patches = list[dict[str, object]]
# So long a new patch waits before others see it, so that a host can hold it.
WAITS = timedelta(seconds=5)
MOST_PATCHES, MOST_ON_A_BAND, MOST_ON_A_SCREEN = 100, 12, 200
NONE_YET = {"pledges": 0, "kept": 0, "words": 0}


class Wall(models.Model):
    """How the host wants it. An event without a row shows each patch first, and moves."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")
    checks_first = models.BooleanField(default=False, help_text="Each patch waits for the host's look.")
    is_paused = models.BooleanField(default=False, help_text="The projector's picture stands still.")

    def __str__(self) -> str:
        return f"wall of {self.event_id}"

    @classmethod
    def of(cls, event: Event) -> "Wall":
        """Its row, not saved where it has none."""
        return cls.objects.filter(event=event).first() or cls(event=event)


@dataclass(frozen=True)
class Shown:
    """What a wall shows at a moment. The two texts say all of it, so that equal texts are equal walls."""

    event: Event
    patches: str
    counts: str
    go_word: str
    is_paused: bool

    @property
    def numbers(self) -> dict[str, int]:
        """How many pledges, how many of them kept, and how many words."""
        return json.loads(self.counts) if self.counts else NONE_YET

    def mark(self, *about: object) -> str:
        """An ETag for a page that shows this and is drawn for these things besides."""
        return mark_of(self.patches, self.counts, self.is_paused, *about)


def wall_at(slug: str, day: date, user: Member | AnonymousUser, *, now: datetime, most: int) -> Shown | None:
    """The wall at this address as anybody sees it, None where this person may not open it."""
    values = (slug, day, reverse("pledge_create", args=[slug, day]), now - WAITS, now - NEW_FOR)
    if isinstance(user, AnonymousUser):
        found = _for_visitors(most).rows(*values)
    else:
        found = list(_at(user, *values, most=most))
    return shown(found[0]) if found else None


def wall_of(event: Event, *, now: datetime, most: int) -> Shown:
    """The same for an event that a page has found already."""
    (row,) = _of(most).rows(event.pk, pledge_path(event), now - WAITS, now - NEW_FOR)
    return replace(shown(row), event=event)


def mark_of(*shown: object) -> str:
    """An ETag that is another one as soon as any of these is."""
    return f'"{md5(repr(shown).encode(), usedforsecurity=False).hexdigest()}"'


def shown(event: Event) -> Shown:
    """From a row of `with_wall`."""
    said = vars(event)
    return Shown(event, said["patches"], said["counts"] or "", said["go_word"] or "", said["is_paused"])


@lru_cache(maxsize=4)
def _for_visitors(most: int) -> Statement[Event]:
    return Statement(
        lambda slug, day, path, settled, fresh: _at(AnonymousUser(), slug, day, path, settled, fresh, most=most),
        *(str, date, str, datetime, datetime),
    )


@lru_cache(maxsize=4)
def _of(most: int) -> Statement[Event]:
    return Statement(
        lambda pk, path, settled, fresh: with_wall(
            Event.objects.filter(pk=pk).only("pk"), path, settled, fresh, most=most
        ),
        *(int, str, datetime, datetime),
    )


def _at(
    user: Member | AnonymousUser, slug: str, day: date, path: str, settled: datetime, fresh: datetime, *, most: int
) -> QuerySet[Event]:
    events = Event.objects.open_to(user).filter(series__slug=slug, day=day).select_related("series")
    return with_wall(events, path, settled, fresh, most=most)


def with_wall(events: QuerySet[Event], path: str, settled: datetime, fresh: datetime, *, most: int) -> QuerySet[Event]:
    """Each with its newest patches and its counts as texts: a hundred rows take longer to read than to find."""
    on_wall = Pledge.objects.on_wall().settled(settled).filter(event=OuterRef("pk"))
    newest = ArraySubquery(newest_first(on_wall)[:most].values_list(as_text(fresh)))
    # "I will" and the words after it; the words are kept with one space between them.
    words = Length("act") - Length(Replace(F("act"), Value(" "), Value(""))) + Value(3)
    kept, many = Count("pk", filter=Q(state=Pledge.State.KEPT)), Sum(words, output_field=IntegerField())
    # What waits for others is shown, and counts when it begins.
    begun = Count("pk", filter=~Q(state=Pledge.State.WAITING))
    counts = on_wall.order_by().values("event").values_list(JSONObject(pledges=begun, kept=kept, words=many))
    return events.annotate(
        patches=Cast(Func(newest, function="array_to_json"), TextField()),
        counts=Cast(Subquery(counts), TextField()),
        go_word=Subquery(words_to(path, settled).values("word")[:1]),
        is_paused=Exists(Wall.objects.filter(event=OuterRef("pk"), is_paused=True)),
    )


def words_to(path: str, now: datetime) -> QuerySet[GoWord]:
    """What can be said aloud: a word for the pledges of this date, else one for the date or its series."""
    leads_here = Q(path=path) | Q(leads_to=OuterRef("uuid")) | Q(leads_to=OuterRef("series__uuid"))
    living = GoWord.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return living.filter(leads_here).order_by(F("leads_to").asc(nulls_first=True), "-made_at")


def newest_first(pledges: PledgeQuerySet) -> PledgeQuerySet:
    """As a wall has them."""
    return pledges.order_by("-made_at", "-pk")


def as_text(fresh: datetime) -> JSONObject:
    """What a wall shows of one pledge, and whether it is new; nothing else of it leaves the database."""
    return JSONObject(
        uuid="uuid",
        act="act",
        first_name="first_name",
        role_or_place="role_or_place",
        sector="sector__short_name",
        cloth="sector__cloth",
        language="language",
        state="state",
        by_on="by_on",
        made_at="made_at",
        is_new=Q(made_at__gt=fresh),
    )


def older_than(uuid: UUID, event: Event, *, now: datetime, most: int) -> list[dict[str, Any]]:
    """The patches that come after that one on this event's wall, by its key."""
    on_wall = Pledge.objects.on_wall().settled(now - WAITS).filter(event=event)
    made_at, pk = (Subquery(on_wall.filter(uuid=uuid).values(name)[:1]) for name in ("made_at", "pk"))
    rows = on_wall.filter(Q(made_at__lt=made_at) | Q(made_at=made_at, pk__lt=pk))
    return list(newest_first(rows).values_list(as_text(now - NEW_FOR), flat=True)[:most])


def rows_of(text: str) -> list[dict[str, Any]]:
    """The patches of a wall's text."""
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def as_pledge(row: Mapping[str, Any]) -> Pledge:
    """A patch's pledge, with what a wall shows of it and nothing more; not to be saved."""
    sector = Sector(short_name=row["sector"], cloth=row["cloth"]) if row["cloth"] else None
    own = {name: row[name] for name in ("act", "first_name", "role_or_place", "language", "state")}
    by_on = date.fromisoformat(row["by_on"]) if row["by_on"] else None
    made_at = datetime.fromisoformat(row["made_at"])
    return Pledge(uuid=UUID(row["uuid"]), sector=sector, by_on=by_on, made_at=made_at, **own)


def patches_of(rows: Sequence[Mapping[str, Any]], *, now: datetime) -> Patches:
    """The arguments of each patch."""
    return as_quilt([as_pledge(row) for row in rows], now=now)


def counts_of(numbers: Mapping[str, int]) -> Counts:
    """The three counts, each with its word; none for an empty wall."""
    total, kept, words = numbers["pledges"], numbers["kept"], numbers["words"]
    if not total:
        return []
    return [
        (total, ngettext("pledge", "pledges", total)),
        (kept, ngettext("kept so far", "kept so far", kept)),
        (words, ngettext("word", "words", words)),
    ]


def pledge_path(event: Event) -> str:
    """Where its patches are put up; a short word may lead there."""
    return f"{event.get_absolute_url()}pledge/"


def address_of(wall: Shown) -> dict[str, str]:
    """Where the code leads, and what can be said aloud, whole and in its two parts."""
    path = pledge_path(wall.event)
    host, spoken = settings.PUBLIC_URL.partition("//")[2], reverse("go", args=[wall.go_word]) if wall.go_word else path
    spoken = spoken.rstrip("/")
    return {"qr_url": f"{settings.PUBLIC_URL}{path}", "short": host + spoken, "host": host, "spoken": spoken}
