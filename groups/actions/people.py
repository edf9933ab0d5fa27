"""Who is in a group. Its row is locked first, always: a group that goes on has a lead at every moment."""

from datetime import datetime

from django.db import transaction

from commons.models import audit
from groups.emails import tell_asked, tell_invited, tell_not_now, tell_welcome, withdraw_emails
from groups.models import Group, Membership
from members.models import Member

Role = Membership.Role


class LastLead(Exception):
    """They lead it alone: somebody else has to lead first. Nothing has changed."""


class Closed(Exception):
    """The group has ended; nothing in it changes any more."""


class TakenDown(Closed):
    """Nobody comes in while an organiser has taken it down."""


def lock_open(group: Group) -> Group:
    """The group's row, ours until the transaction ends. Raises Closed."""
    group = Group.objects.lock(group)
    if group.is_closed:
        raise Closed
    return group


def lock_to_come_in(group: Group) -> Group:
    """The same, for what lets somebody in. Raises TakenDown too."""
    group = lock_open(group)
    if group.is_taken_down:
        raise TakenDown
    return group


@transaction.atomic
def join(group: Group, *, by: Member, at: datetime, message: str = "") -> Membership:
    """In at once where it is open or they were invited; else the leads are asked. Twice is once."""
    group = lock_to_come_in(group)
    membership = Membership.objects.filter(group=group, member=by).first() or Membership(group=group, member=by)
    if membership.is_in or (membership.state == Membership.State.ASKED and not group.is_open):
        return membership
    if group.is_open or membership.state == Membership.State.INVITED:
        let_in(membership, by=by, at=at)
        return membership
    membership.turn += bool(membership.pk)
    membership.ask(message, at=at)
    audit("groups.ask", by=by.uuid, kind="group", target=group.uuid)
    for lead in Membership.objects.leads().filter(group=group).select_related("member__contact"):
        tell_asked(membership, lead, at=at)
    return membership


def let_in(membership: Membership, *, by: Member, at: datetime) -> None:
    """In it from now on. Under the lock."""
    membership.come_in(at=at)
    withdraw_emails(membership)
    audit(
        "groups.join",
        by=by.uuid,
        kind="group",
        target=membership.group.uuid,
        member=str(membership.member.uuid),
    )


@transaction.atomic
def answer_ask(membership: Membership, *, yes: bool, by: Member, at: datetime) -> Membership:
    """A lead's yes or kind no. The first answer stands."""
    lock_to_come_in(membership.group)
    membership = read_again(membership)
    if membership.state != Membership.State.ASKED:
        return membership
    if yes:
        let_in(membership, by=by, at=at)
        tell_welcome(membership, at=at)
        return membership
    membership.decline()
    withdraw_emails(membership)
    audit("groups.decline", by=by.uuid, kind="group", target=membership.group.uuid, member=str(membership.member.uuid))
    tell_not_now(membership, at=at)
    return membership


@transaction.atomic
def invite(group: Group, member: Member, *, by: Member, at: datetime) -> Membership:
    """Ask a member to come in. Somebody who asked themselves is let in; who is in or invited stays so."""
    group = lock_to_come_in(group)
    membership = Membership.objects.filter(group=group, member=member).first() or Membership(group=group, member=member)
    if membership.state in {Membership.State.IN, Membership.State.INVITED}:
        return membership
    if membership.state == Membership.State.ASKED:
        let_in(membership, by=by, at=at)
        tell_welcome(membership, at=at)
        return membership
    membership.turn += bool(membership.pk)
    membership.invite(by=by)
    audit("groups.invite", by=by.uuid, kind="group", target=group.uuid, member=str(member.uuid))
    tell_invited(membership, at=at)
    return membership


@transaction.atomic
def answer_invitation(membership: Membership, *, yes: bool, at: datetime) -> Membership:
    """The invited person's own yes or no. The first answer stands; nobody is told of a no."""
    lock_to_come_in(membership.group)
    membership = read_again(membership)
    if membership.state != Membership.State.INVITED:
        return membership
    if yes:
        let_in(membership, by=membership.member, at=at)
    else:
        membership.decline()
        withdraw_emails(membership)
    return membership


@transaction.atomic
def leave(group: Group, *, by: Member, at: datetime, next_lead: Membership | None = None) -> None:
    """Out of it; somebody else leads first where they led alone. Whoever only asked takes that back."""
    group = lock_open(group)
    membership = Membership.objects.filter(group=group, member=by).first()
    if membership is None or membership.state in {Membership.State.LEFT, Membership.State.DECLINED}:
        return
    if membership.is_lead and next_lead is not None:
        give_role(next_lead, Role.LEAD, by=by)
    was_lead = membership.is_lead
    membership.leave(at=at)
    withdraw_emails(membership)
    if was_lead:
        check_leads(group)
    audit("groups.leave", by=by.uuid, kind="group", target=group.uuid)


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: Member) -> None:
    """Lead, keeper of the notes, or neither; never so that nobody leads."""
    group = lock_open(membership.group)
    give_role(membership, role, by=by)
    check_leads(group)


@transaction.atomic
def end_membership(membership: Membership, *, by: Member, at: datetime) -> None:
    """A lead ends somebody's part in it. Twice is once."""
    group = lock_open(membership.group)
    membership = read_again(membership)
    if membership.is_in:
        membership.leave(at=at)
        check_leads(group)
        audit("groups.end_membership", by=by.uuid, kind="group", target=group.uuid, member=str(membership.member.uuid))


@transaction.atomic
def appoint_lead(membership: Membership, *, by: Member) -> None:
    """An organiser gives a group a lead when it has none who can act."""
    lock_open(membership.group)
    give_role(membership, Role.LEAD, by=by)


def give_role(membership: Membership, role: str, *, by: Member) -> None:
    """Under the lock, and to somebody who is in it still."""
    membership = read_again(membership)
    if membership.is_in and membership.role != role:
        membership.role = Role(role)
        membership.save(update_fields=["role"])
        facts = {"member": str(membership.member.uuid), "role": role}
        audit("groups.role", by=by.uuid, kind="group", target=membership.group.uuid, **facts)


def check_leads(group: Group) -> None:
    """Raises LastLead when nobody would lead; what was changed is then undone."""
    if not Membership.objects.leads().filter(group=group).exists():
        raise LastLead


def read_again(membership: Membership) -> Membership:
    """The row as it is under the lock."""
    return Membership.objects.select_related("group", "member__contact").get(pk=membership.pk)
