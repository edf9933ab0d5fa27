"""What must be known of a date in the moment when somebody puts a patch up, in the one query that finds the date."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from collab.kit.statements import Statement
from events.models import Event
from members.models import Member
from pledges.models.examples import newest
from pledges.models.patches import NEW_FOR
from pledges.models.pledges import Pledge
from pledges.models.walls import Wall

# A hall of people may pledge in one minute; faster than that, a host looks first.
PATCHES_A_MINUTE = 90
MEET_UPS_AHEAD, A_MINUTE = 6, timedelta(minutes=1)
# Of a date, what the screens and the first email say of it, and when its wall is open.
READ = ("uuid", "day", "starts_at", "ends_at", "theme", "series__slug", "series__title", "series__wall_opens_before",
        "series__wall_shuts_after")  # fmt: skip


def for_a_patch(events: QuerySet[Event], *, since: datetime, now: datetime) -> QuerySet[Event]:
    """Each with `checks_first`, `is_rushed` and `next_days`: the next dates of its series, for the reminders."""
    lately = Pledge.objects.filter(event=OuterRef("pk"), made_at__gt=since).order_by("-made_at")
    coming = Event.objects.coming(now).filter(cancelled_at=None, is_public=True, series=OuterRef("series"))
    return events.annotate(
        checks_first=Exists(Wall.objects.filter(event=OuterRef("pk"), checks_first=True)),
        is_rushed=Exists(lately[PATCHES_A_MINUTE - 1 : PATCHES_A_MINUTE]),
        next_days=ArraySubquery(coming.values("day")[:MEET_UPS_AHEAD]),
    )


def date_at(reader: Member | AnonymousUser, slug: str, day: date) -> Event | None:
    """The date at this address, if this person may open it."""
    if isinstance(reader, AnonymousUser):
        return next(iter(LOOKING.rows(slug, day)), None)
    return _dates(reader, slug, day).first()


def date_to_begin(reader: Member | AnonymousUser, slug: str, day: date, *, now: datetime) -> Event | None:
    """The same for screen 1; for visitors with `examples` of what others said."""
    if isinstance(reader, AnonymousUser):
        return next(iter(BEGINNING.rows(slug, day, now - NEW_FOR)), None)
    return date_at(reader, slug, day)


def date_for_a_patch(reader: Member | AnonymousUser, slug: str, day: date, *, now: datetime) -> Event | None:
    """The same in the moment when somebody puts a patch up, as `for_a_patch` says."""
    if isinstance(reader, AnonymousUser):
        return next(iter(PUTTING_UP.rows(slug, day, now - A_MINUTE, now)), None)
    return for_a_patch(_dates(reader, slug, day), since=now - A_MINUTE, now=now).first()


def _dates(reader: Member | AnonymousUser, slug: str, day: date) -> QuerySet[Event]:
    return Event.objects.open_to(reader).filter(series__slug=slug, day=day).select_related("series").only(*READ)


def is_looked_at_first(event: Event) -> bool:
    """Whether its host checks each patch, or more came than a hall makes. Of a date found `for_a_patch`."""
    return bool(vars(event)["checks_first"] or vars(event)["is_rushed"])


LOOKING: Statement[Event] = Statement(lambda slug, day: _dates(AnonymousUser(), slug, day), str, date)
BEGINNING: Statement[Event] = Statement(
    lambda slug, day, fresh: _dates(AnonymousUser(), slug, day).annotate(examples=ArraySubquery(newest(fresh))),
    *(str, date, datetime),
)
PUTTING_UP: Statement[Event] = Statement(
    lambda slug, day, since, now: for_a_patch(_dates(AnonymousUser(), slug, day), since=since, now=now),
    *(str, date, datetime, datetime),
)
