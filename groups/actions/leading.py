"""A group's beginning, its next date, its page and its end."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from commons.models import audit
from groups.actions.people import lock_open
from groups.emails import drop_dates_of, drop_emails_of, tell_closed, tell_next_date
from groups.models import Group, Membership
from groups.models.groups import free_slug
from members.models import Member


def start_group(group: Group, *, by: Member, at: datetime, form_key: UUID | None = None) -> Group:
    """A new group, led by whoever starts it. The same form sent again is the same group."""
    group.slug, group.made_by, group.made_at, group.form_key = free_slug(group.name), by, at, form_key
    try:
        with transaction.atomic():
            group.save(force_insert=True)
            state, role = Membership.State.IN, Membership.Role.LEAD
            Membership.objects.create(group=group, member=by, state=state, role=role, joined_at=at)
            audit("groups.start", by=by.uuid, kind="group", target=group.uuid)
    except IntegrityError:
        first = Group.objects.filter(form_key=form_key, form_key__isnull=False).first()
        if first is None:
            raise
        return first
    return group


@transaction.atomic
def change_group(group: Group, *, fields: list[str]) -> None:
    """Save what a lead changed."""
    lock_open(group)
    group.save(update_fields=fields)


@transaction.atomic
def set_next_date(group: Group, *, next_on: date | None, next_where: str, by: Member, at: datetime) -> None:
    """When and where it meets next; its people are told once of each new date."""
    group = lock_open(group)
    if (group.next_on, group.next_where) == (next_on, next_where):
        return
    group.next_on, group.next_where = next_on, next_where
    group.save(update_fields=["next_on", "next_where"])
    drop_dates_of(group)
    if next_on is None:
        return
    for person in people_of(group, but=by):
        tell_next_date(group, person, at=at)


@transaction.atomic
def close_group(group: Group, *, did: str, learned: str, goes_on: str, by: Member, at: datetime) -> None:
    """End it well: its last words, and everybody told. The first closing stands."""
    group = Group.objects.lock(group)
    if group.is_closed:
        return
    group.close(did=did, learned=learned, goes_on=goes_on, by=by, at=at)
    drop_emails_of(group)
    audit("groups.close", by=by.uuid, kind="group", target=group.uuid)
    for person in people_of(group, but=by):
        tell_closed(group, person, at=at)


@transaction.atomic
def reopen_group(group: Group, *, by: Member) -> None:
    """An organiser opens it again, with the people it had."""
    group = Group.objects.lock(group)
    if group.is_closed:
        group.reopen()
        audit("groups.reopen", by=by.uuid, kind="group", target=group.uuid)


def people_of(group: Group, *, but: Member) -> list[Member]:
    """Everybody in it apart from this one."""
    rows = Membership.objects.current().filter(group=group).exclude(member=but).select_related("member__contact")
    return [row.member for row in rows.order_by("pk")]
