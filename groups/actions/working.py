"""What a group agrees, wants to change and writes down."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from commons.models import audit
from groups.actions.leading import people_of
from groups.actions.people import lock_open
from groups.emails import tell_agreement
from groups.models import Agreed, Agreement, Group, GroupNote, Membership, Outcome, OutcomeStep
from groups.permissions import most_outcomes
from members.models import Member


class TooMany(Exception):
    """The group has as many outcomes as it can hold in view. Nothing has changed."""


@transaction.atomic
def propose_agreement(group: Group, *, text: str, review_on: date, by: Member, at: datetime) -> Agreement:
    """A new version, with its writer's yes; the others are asked. The same words again are the same version."""
    group = lock_open(group)
    newest = group.agreements.order_by("-version").first()
    if newest is not None and (newest.text, newest.review_on) == (text, review_on):
        return newest
    version = (group.agreements.aggregate(last=Max("version"))["last"] or 0) + 1
    agreement = Agreement.objects.create(
        group=group, version=version, text=text, review_on=review_on, proposed_by=by, proposed_at=at
    )
    say_yes(agreement, by=by, at=at)
    for person in people_of(group, but=by):
        tell_agreement(agreement, person, at=at)
    return agreement


@transaction.atomic
def agree(agreement: Agreement, *, by: Member, at: datetime) -> None:
    """One member's yes. Twice is once; when everybody has said yes, it holds."""
    lock_open(agreement.group)
    say_yes(Agreement.objects.select_related("group").get(pk=agreement.pk), by=by, at=at)


def say_yes(agreement: Agreement, *, by: Member, at: datetime) -> None:
    """Under the group's lock."""
    Agreed.objects.get_or_create(agreement=agreement, member=by, defaults={"at": at})
    people = Membership.objects.current().filter(group=agreement.group)
    if not people.exclude(member__in=agreement.yeses.values("member")).exists():
        agreement.settle(at=at)


@transaction.atomic
def settle_agreement(agreement: Agreement, *, by: Member, at: datetime) -> None:
    """A lead says that the group talked about it and goes by it from today. Only the newest version can be."""
    group = lock_open(agreement.group)
    newest = group.agreements.order_by("-version").first()
    if newest is not None and newest == agreement and not newest.holds:
        newest.settle(at=at)
        audit("groups.settle_agreement", by=by.uuid, kind="group", target=group.uuid, version=newest.version)


@transaction.atomic
def keep_agreement(group: Group, *, until: date, by: Member) -> None:
    """Looked at, still right, and looked at again on that day."""
    group = lock_open(group)
    stands = group.agreements.filter(agreed_at__isnull=False).order_by("-version").first()
    if stands is not None:
        stands.keep(until=until)
        audit("groups.review_agreement", by=by.uuid, kind="group", target=group.uuid, version=stands.version)


@transaction.atomic
def add_outcome(group: Group, *, words: str, sign: str, by: Member, at: datetime) -> Outcome:
    """One more thing that will be different. The same words again are the same outcome. Raises TooMany."""
    group = lock_open(group)
    same = group.outcomes.wanted().filter(words=words).first()
    if same is not None:
        return same
    if group.outcomes.wanted().count() >= most_outcomes(group):
        raise TooMany
    outcome = Outcome.objects.create(group=group, words=words, sign=sign, made_at=at, changed_at=at)
    OutcomeStep.objects.create(outcome=outcome, state=outcome.state, by=by, at=at)
    return outcome


@transaction.atomic
def move_outcome(outcome: Outcome, *, state: str, line: str, by: Member, at: datetime) -> None:
    """How far it is now, with a line on why. Nothing new said is nothing changed. Raises TooMany."""
    group = lock_open(outcome.group)
    outcome = group.outcomes.get(pk=outcome.pk)
    if outcome.state == state and not line:
        return
    if outcome.state == Outcome.State.LET_GO != state and group.outcomes.wanted().count() >= most_outcomes(group):
        raise TooMany
    outcome.move(state, at=at)
    OutcomeStep.objects.create(outcome=outcome, state=state, line=line, by=by, at=at)


@transaction.atomic
def write_note(
    group: Group, *, words: str, kind: str, day: date, by: Member, at: datetime, form_key: UUID | None = None
) -> GroupNote:
    """A note or a decision. The same form sent again is the same note."""
    group = lock_open(group)
    first = GroupNote.objects.filter(form_key=form_key, form_key__isnull=False).first()
    if first is not None:
        return first
    return GroupNote.objects.create(group=group, words=words, kind=kind, day=day, by=by, made_at=at, form_key=form_key)


@transaction.atomic
def change_note(note: GroupNote, *, words: str, kind: str, day: date, by: Member) -> None:
    """Put a note right; the log says who did, and holds no words."""
    group = lock_open(note.group)
    note.change(words=words, kind=kind, day=day)
    audit("groups.change_note", by=by.uuid, kind="group", target=group.uuid, note=str(note.uuid))


@transaction.atomic
def remove_note(note: GroupNote, *, by: Member) -> None:
    """Take a note out. Twice is once."""
    group = lock_open(note.group)
    removed, _rows = GroupNote.objects.filter(pk=note.pk).delete()
    if removed:
        audit("groups.remove_note", by=by.uuid, kind="group", target=group.uuid, note=str(note.uuid))
