"""How much of each kind waits for a member, in one query. Mostly it is nothing, and then nothing is fetched."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, QuerySet, Subquery, Value

from collab.kit.statements import Statement
from commons.models import Report, RiskReport
from events.models import Event
from groups.models import Membership
from members.models import Affiliation, Contact, JoinRequest, Leaving, Member
from network.models import Introduction, Tie
from network.models.knowing import ASKED_FOR
from outbox.models import OutgoingEmail, State
from pledges.models import HandOver, PartnerAsk, Pledge, Snag, Thanks
from stories.models import Story

TELLERS_TURN = (Story.State.CHANGES_ASKED, Story.State.APPROVED, Story.State.DRAFT)
LATELY = timedelta(days=7)
type Rows = Iterator[tuple[str, QuerySet[Any]]]
type Waiting = dict[str, int]


def waiting_for(member: Member, *, now: datetime) -> Waiting:
    """By name, how many of each; the names are those of `rows_for` and `rows_for_staff`."""
    if member.roles:
        mine = rows_for(member, now=now, since=now - ASKED_FOR, lately=now - LATELY)
        kinds = {**dict(mine), **dict(rows_for_staff(member, now=now))}
        counts = counted(member.contact_id, kinds).get()
    else:
        counts = WITHOUT_ROLE.rows(member.pk, member.contact_id, now, now - ASKED_FOR, now - LATELY)[0]
    return {name: count or 0 for name, count in counts.items()}


def counted(contact: int, kinds: Mapping[str, QuerySet[Any]]) -> QuerySet[Contact, dict[str, Any]]:
    """One row with all counts."""
    counts = {name: how_many(rows) for name, rows in kinds.items()}
    return cast("QuerySet[Contact, dict[str, Any]]", Contact.objects.filter(pk=contact).values(**counts))


def _without_role(
    pk: int, contact: int, now: datetime, since: datetime, lately: datetime
) -> QuerySet[Contact, dict[str, Any]]:
    member = Member(pk=pk, contact=Contact(pk=contact))
    return counted(contact, dict(rows_for(member, now=now, since=since, lately=lately)))


# Most people have no role, and for them the question is always the same.
WITHOUT_ROLE = Statement(_without_role, int, int, datetime, datetime, datetime)


def rows_for(member: Member, *, now: datetime, since: datetime, lately: datetime) -> Rows:
    """What anybody may have waiting; of those who say that they know them, since then, and of thanks, lately."""
    yield "leaving", Leaving.objects.open().filter(contact=member.contact_id)
    yield "stories", Story.objects.told_by(member).filter(state__in=TELLERS_TURN, publish_at=None)
    yield "workplaces", workplaces_for(member)
    yield "hand_overs", HandOver.objects.to(member.contact)
    yield "partner_asks", PartnerAsk.objects.to(member.contact, now=now)
    mine = Membership.objects.filter(member=member, state__in=["in", "invited"], group__closed_at=None)
    yield "groups", mine.filter(group__is_taken_down=False)
    yield "introductions", Introduction.objects.waiting_for(member).filter(lapses_at__gt=now)
    yield "hosted", Event.objects.coming(now).filter(series__hosts=member, cancelled_at=None)
    yield "thanked", Thanks.objects.for_pledges_of(member.contact).filter(said_at__gt=lately)
    yield "claims", Tie.objects.claims_on(member, since=since)


def rows_for_staff(member: Member, *, now: datetime) -> Rows:
    """What waits for those who hold a role."""
    yield from pledges_for_staff(member)
    if member.has_role("moderator"):
        yield "queue", Story.objects.to_check().exclude(teller=member.contact_id)
    if member.has_role("safeguarding"):
        yield "held", Story.objects.held()
        yield "risks", RiskReport.objects.for_lead(member.contact.uuid).waiting()
    if member.has_role("moderator", "admin"):
        rows = Report.objects.for_organisers() if member.has_role("admin") else Report.objects.for_checkers()
        yield "reports", rows.not_about(member.contact.uuid).waiting()
    if member.has_role("admin"):
        yield "emails", OutgoingEmail.objects.filter(state=State.FAILED, written_at__gt=now - LATELY)
        yield "joining", JoinRequest.objects.waiting()


def pledges_for_staff(member: Member) -> Rows:
    """Those to look at before others see them, and those that are stuck."""
    if member.has_role("facilitator", "moderator", "admin"):
        yield "patches", Pledge.objects.held_for(member)
    if member.has_role("facilitator", "admin"):
        yield "stuck", Snag.objects.helped_by(member).filter(heard_at=None)


def workplaces_for(member: Member) -> QuerySet[Affiliation]:
    """Those who say that they work where this person may say yes."""
    if member.has_role("admin"):
        return Affiliation.objects.waiting().exclude(contact=member.contact_id)
    return Affiliation.objects.waiting().decidable_by(member)


def how_many(rows: QuerySet[Any]) -> Subquery:
    """Counted inside another query."""
    return Subquery(rows.order_by().values(all=Value(1)).annotate(many=Count("pk")).values("many"))
