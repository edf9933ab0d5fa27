"""Every 15 minutes: questions that are owed and have no row any more. It is expected to find nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from commons.models import Finding, Heartbeat
from events.models import Event
from members.models import Contact
from pledges.actions.booking import group_days, to_plan
from pledges.actions.reminding import write_due_reminders
from pledges.models import FollowUps, Owed, Pledge, Reminder, Rhythm, owed
from pledges.models.patching import MEET_UPS_AHEAD
from pledges.models.reminders import STALE_AFTER, ReminderQuerySet
from pledges.models.states import LIVE
from pledges.models.working_days import after_working_days

Kind, State = Reminder.Kind, Reminder.State
# They are written each minute.
LATE = timedelta(minutes=15)
# Emails that were sent, or failed, are kept for longer than this: one that is gone before was lost.
KEPT_FOR = timedelta(days=30)
# In which a question may be asked once more, weekends and holidays too.
REPEATS_WITHIN = timedelta(days=21)
# Few enough to keep locks short.
PIECE = 200
type MeetUps = dict[int | None, list[date]]


def reconcile(now: datetime) -> int:
    """Plan again what is missing, and say how much that was. Safe to run twice, or twice at once."""
    late = Reminder.objects.due(now - LATE).count()
    unsent = plan_unsent_again(now)
    lacks, meet_ups = list(lacking(now)), coming_meet_ups(now)
    lost = sum(plan_missing(some, now=now, meet_ups=meet_ups) for some in batched(lacks, PIECE, strict=False))
    if late or unsent:
        write_due_reminders(now)
    Finding.objects.note("pledges.reminder_without_email", unsent, at=now)
    Finding.objects.note("pledges.reminder_missing", lost, at=now)
    Finding.objects.note("pledges.reminder_late", late, at=now)
    Heartbeat.objects.beat("pledges.reconcile", at=now)
    return unsent + lost + late


def plan_unsent_again(now: datetime) -> int:
    """Written into an email whose row is gone: written again while it is of use, and else missed and counted."""
    lost = Reminder.objects.filter(state=State.WRITTEN, email=None, due_at__gt=now - KEPT_FOR, pledge__state__in=LIVE)
    again = move(lost.filter(due_at__gt=now - STALE_AFTER), State.PLANNED)
    return again + move(lost, State.MISSED)


def move(lost: ReminderQuerySet, state: Reminder.State) -> int:
    """A piece at a time. Says how many."""
    ids = list(lost.order_by("pk").values_list("pk", flat=True))
    return sum(lost.filter(pk__in=some).update(state=state) for some in batched(ids, PIECE, strict=False))


def lacking(now: datetime) -> QuerySet[Pledge, int]:
    """Pledges that look as if a question of theirs were gone, read without a lock."""
    rows = Reminder.objects.filter(pledge=OuterRef("pk"))
    today = timezone.localdate(now)
    first = Q(state=Pledge.State.MADE, first_step_on__gte=today) & ~Exists(
        rows.filter(kind=Kind.FIRST_STEP, due_on__gte=OuterRef("first_step_on"))
    )
    dated = Q(by_on__gte=today) & ~Exists(rows.filter(kind=Kind.DUE, due_on__gte=OuterRef("by_on")))
    monthly = ~Exists(rows.filter(kind=Kind.MONTHLY, state=State.PLANNED))
    asked = Exists(rows.filter(state=State.WRITTEN, due_at__gt=now - REPEATS_WITHIN).exclude(kind=Kind.REPEAT))
    repeat = asked & ~Exists(rows.filter(kind=Kind.REPEAT, due_at__gt=now - REPEATS_WITHIN))
    asked_about = Pledge.objects.filter(state__in=LIVE, confirmed_at__isnull=False, contact__email__gt="")
    heard = asked_about.exclude(contact__member__is_active=False).exclude(
        Exists(FollowUps.objects.filter(contact=OuterRef("contact"), stopped_at__isnull=False))
    )
    return heard.filter(first | dated | monthly | repeat).order_by("pk").values_list("pk", flat=True)


def plan_missing(ids: Sequence[int], *, now: datetime, meet_ups: MeetUps) -> int:
    """Some pledges: looked at first, and those that lack something once more under their locks."""
    found = [pledge.pk for pledge, gone in missing(Pledge.objects.filter(pk__in=ids), now, meet_ups) if gone]
    if not found:
        return 0
    with transaction.atomic():
        # The person first, then the pledge: the order in which reminders are written.
        people = Pledge.objects.filter(pk__in=found).values("contact")
        list(Contact.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
        locked = Pledge.objects.filter(pk__in=found).select_for_update(of=["self"]).order_by("pk")
        lost = [one for pledge, gone in missing(locked, now, meet_ups) for one in to_plan(pledge, gone)]
        Reminder.objects.plan_all(lost)
    return len(lost)


def coming_meet_ups(now: datetime) -> MeetUps:
    """The next meet-ups by series, as many as are read when a pledge is booked; under None, of all."""
    days: MeetUps = defaultdict(list)
    coming = Event.objects.coming(now).filter(cancelled_at=None, is_public=True)
    for series, day in coming.values_list("series_id", "day"):
        for key in (series, None):
            if len(days[key]) < MEET_UPS_AHEAD:
                days[key].append(day)
    return days


def missing(pledges: QuerySet[Pledge], now: datetime, meet_ups: MeetUps) -> Iterator[tuple[Pledge, list[Owed]]]:
    """Each with what is owed from today on and has no row of any state: what was cancelled was meant to be."""
    rhythm, today = Rhythm.now(), timezone.localdate(now)
    # Of the date where it was made only the series is asked for, of a reminder only what it was: there may be many.
    these = list(pledges.select_related("group").annotate(met_in=F("event__series")))
    rows: dict[int, list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(pledge__in=these).only("pledge", "kind", "state", "due_on", "due_at"):
        rows[row.pledge_id].append(row)
    for pledge in these:
        mine = rows[pledge.pk]
        days = group_days(pledge, now=now) or meet_ups.get(vars(pledge)["met_in"], [])
        asked_on = max((row.due_on for row in mine if row.state == State.WRITTEN), default=None)
        wanted = owed(pledge, today=today, meet_ups=days, asked_on=asked_on, rhythm=rhythm)
        repeat = repeat_day(pledge, mine, rhythm)
        again: list[Owed] = [(Kind.REPEAT, repeat)] if repeat and repeat >= today else []
        yield pledge, [*without(wanted, mine), *again]


def without(wanted: Sequence[Owed], rows: Sequence[Reminder]) -> list[Owed]:
    """Of what is owed, what is not there; a month's question is there on whichever day it stands."""
    there = {(row.kind, row.due_on) for row in rows}
    has_month = any(row.kind == Kind.MONTHLY and row.state == State.PLANNED for row in rows)
    gone = [(kind, day) for kind, day in wanted if (kind, day) not in there]
    return [(kind, day) for kind, day in gone if not (kind == Kind.MONTHLY and has_month)]


def repeat_day(pledge: Pledge, rows: Sequence[Reminder], rhythm: Rhythm) -> date | None:
    """When to ask once more, where that was never planned after the last question nobody answered."""
    since = pledge.answered_at
    open_rows = [row for row in rows if since is None or row.due_at > since]
    asked = [row for row in open_rows if row.state == State.WRITTEN and row.kind != Kind.REPEAT]
    if not pledge.is_live or not asked or any(row.kind == Kind.REPEAT for row in open_rows):
        return None
    last = max(asked, key=lambda row: row.due_at)
    return after_working_days(timezone.localdate(last.due_at), rhythm.repeat_after)
