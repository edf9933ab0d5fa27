"""Bring two people together. The introduction's row is locked first, always; a "no" changes nothing others can see."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from commons.models import audit, within_limit
from members.models import Member
from network.actions.tying import tie_introduced
from network.emails import drop_unsent, tell_asked, tell_go_between, tell_lapsed, tell_made, tell_over
from network.models import Introduction, Says
from network.models.introductions import LAPSES_AFTER

ASKS_AN_HOUR, ASKS_A_DAY = 5, 15
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class AlreadyOpen(Exception):
    """Somebody began an introduction of these two, and it has not ended."""


def may_ask_another(member: Member, *, now: datetime) -> bool:
    """Count one more asking. Nobody writes to the whole network through us."""
    who = str(member.uuid)
    return within_limit("network.ask.hour", who, at_most=ASKS_AN_HOUR, per=HOUR, now=now) and within_limit(
        "network.ask.day", who, at_most=ASKS_A_DAY, per=DAY, now=now
    )


def ask_to_meet(
    *, by: Member, whom: Member, through: Member | None, context: str, reach: str, at: datetime
) -> Introduction:
    """One asks for the other, directly or through somebody whom both know. Asking is their own yes."""
    said = {"one_says": Says.YES, "one_reach": reach}
    return _begin(by=by, one=by, other=whom, through=through, context=context, at=at, **said)


def introduce(*, by: Member, one: Member, other: Member, context: str, at: datetime) -> Introduction:
    """Somebody who knows both offers to bring them together. Both are asked at once."""
    return _begin(by=by, one=one, other=other, through=by, context=context, at=at, through_says=Says.YES)


def _begin(*, by: Member, at: datetime, **fields: object) -> Introduction:
    try:
        with transaction.atomic():
            row = Introduction.objects.create(asked_by=by, asked_at=at, lapses_at=at + LAPSES_AFTER, **fields)
            audit("network.introduction_asked", by=by.uuid, kind="introduction", target=row.uuid)
            _ask_next(row, at=at)
            return row
    except IntegrityError as error:
        raise AlreadyOpen from error


def _ask_next(row: Introduction, *, at: datetime) -> None:
    """The one in between first; then each side that has not spoken."""
    if not row.is_passed_on:
        tell_go_between(row, at=at)
        return
    for part in ("one", "other"):
        if not row.says(part):
            tell_asked(row, part, at=at)


@transaction.atomic
def answer(introduction: Introduction, part: str, *, says: str, reach: str = "", at: datetime) -> Introduction:
    """Hear one person. When both sides say yes they are introduced; too late or a second time changes nothing."""
    row = lock(introduction)
    if not row.takes_answer(part, at) or row.says(part) == says or not nobody_is_suspended(row):
        return row
    row.hear(part, says, reach=reach)
    if part == "through" and says == Says.YES:
        row.give_time(at=at)
        _ask_next(row, at=at)
    elif row.both_say_yes():
        _make(row, at=at)
    return row


def _make(row: Introduction, *, at: datetime) -> None:
    row.end(Introduction.State.MADE, at=at)
    tie_introduced(row.one, row.other, at=at)
    audit("network.introduction_made", by=None, kind="introduction", target=row.uuid)
    drop_unsent(row)
    tell_made(row, at=at)


@transaction.atomic
def take_back(introduction: Introduction, *, at: datetime) -> None:
    """Whoever asked thinks again. Nobody is written to."""
    row = lock(introduction)
    row.end(Introduction.State.CANCELLED, at=at)
    drop_unsent(row)


@transaction.atomic
def end_for_good(introduction: Introduction, *, without: int | None, at: datetime) -> None:
    """Somebody in it leaves the network. Whoever waits for an answer is told that it is not this time, and no more."""
    row = lock(introduction)
    row.end(Introduction.State.LAPSED, at=at)
    drop_unsent(row)
    tell_over(row, without=without, at=at)


def lapse_due(now: datetime) -> int:
    """End what ran out of time, one row a transaction, and say how many."""
    due = list(Introduction.objects.due_to_lapse(now).order_by("pk").values_list("pk", flat=True))
    return sum(_lapse(pk, now) for pk in due)


@transaction.atomic
def _lapse(pk: int, now: datetime) -> bool:
    row = Introduction.objects.due_to_lapse(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if row is None:
        return False
    row.end(Introduction.State.LAPSED, at=now)
    drop_unsent(row)
    if nobody_is_suspended(row):
        tell_lapsed(row, at=now)
    return True


def cancel_of_suspended(now: datetime) -> int:
    """An open introduction with a suspended person in it ends, and its unsent emails with it."""
    gone = Q(one__is_active=False) | Q(other__is_active=False) | Q(through__is_active=False)
    rows = list(Introduction.objects.filter(gone, state=Introduction.State.OPEN).order_by("pk"))
    for row in rows:
        take_back(row, at=now)
    return len(rows)


def lock(introduction: Introduction) -> Introduction:
    """Its row as it is now, ours until the transaction ends."""
    return Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)


def nobody_is_suspended(row: Introduction) -> bool:
    """Read afresh: a suspension counts at once, whatever the clock has done."""
    return Introduction.objects.between_active().filter(pk=row.pk).exists()
