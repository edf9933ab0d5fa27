"""Saying that one works somewhere, the yes or no to it, and leaving."""

from datetime import datetime, timedelta

from django.db import transaction

from commons.models import audit, within_limit
from members.emails.workplaces import tell_asker, tell_deciders
from members.models import Affiliation, ApprovedDomain, Contact, Member, Organisation, Role
from members.models.affiliations import ASK_AGAIN_AFTER

ASKED_A_DAY = 10
MOST_TOLD = 5


def may_ask(member: Member, *, now: datetime) -> bool:
    """Count this wish: each one is an email to somebody."""
    return within_limit("members.affiliation", str(member.uuid), at_most=ASKED_A_DAY, per=timedelta(days=1), now=now)


def was_refused_lately(member: Member, organisation: Organisation, *, now: datetime) -> bool:
    """Said no in the last thirty days: it is not asked again at once."""
    since = now - ASK_AGAIN_AFTER
    refused = Affiliation.objects.of(member).filter(organisation=organisation, state=Affiliation.State.REFUSED)
    return refused.filter(decided_at__gt=since).exists()


def has_its_domain(member: Member, organisation: Organisation) -> bool:
    """Whether the address that they sign in with is the organisation's own."""
    domain = member.email.rpartition("@")[2].lower()
    return ApprovedDomain.objects.filter(organisation=organisation, domain=domain).exists()


@transaction.atomic
def ask_to_be_affiliated(member: Member, organisation: Organisation, *, at: datetime) -> Affiliation:
    """ "I work here". Their own email domain confirms it at once; else somebody is asked. Twice is once."""
    contact = lock_contact(member.contact)
    known = contact.affiliations.filter(organisation=organisation, ended_at=None)
    tie = known.exclude(state=Affiliation.State.REFUSED).first()
    if tie is not None:
        return tie
    tie = Affiliation.objects.create(contact=contact, organisation=organisation, asked_at=at)
    facts = {"affiliation": str(tie.uuid)}
    audit("members.affiliation_asked", by=member.uuid, kind="organisation", target=organisation.uuid, **facts)
    if has_its_domain(member, organisation):
        settle(tie, contact, yes=True, by=None, at=at)
    else:
        tell_deciders(tie, deciders(organisation), at=at)
    return tie


def deciders(organisation: Organisation) -> list[Member]:
    """A few of those who edit the organisation's page, the newest first; the organisers where there is none."""
    ties = Affiliation.objects.live().filter(organisation=organisation, contact__member__is_active=True)
    there = ties.order_by("-decided_at").values_list("contact", flat=True)[:MOST_TOLD]
    editors = list(Member.objects.filter(contact__in=list(there), is_active=True))
    return editors or list(Member.objects.holding(Role.ADMIN).filter(is_active=True)[:MOST_TOLD])


@transaction.atomic
def decide_affiliation(tie: Affiliation, *, yes: bool, by: Member, at: datetime) -> Affiliation:
    """Confirm it or not, and tell the one who asked. The first answer stands."""
    contact = lock_contact(tie.contact)
    tie = Affiliation.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=tie.pk)
    if tie.state == Affiliation.State.ASKED:
        settle(tie, contact, yes=yes, by=by, at=at)
        tell_asker(tie, at=at)
    return tie


def settle(tie: Affiliation, contact: Contact, *, yes: bool, by: Member | None, at: datetime) -> None:
    """Write the answer down. The first organisation that they have stands beside their name."""
    tie.decide(yes=yes, at=at, by=by, by_domain=by is None)
    verb = "confirmed" if yes else "refused"
    tied, to = str(tie.uuid), tie.organisation.uuid
    actor = by.uuid if by else None
    audit(f"members.affiliation_{verb}", by=actor, kind="organisation", target=to, affiliation=tied)
    if yes and contact.organisation_id is None:
        contact.organisation = tie.organisation
        contact.sector = contact.sector or tie.organisation.sector
        contact.save(update_fields=["organisation", "sector", "changed_at"])


@transaction.atomic
def leave_organisation(contact: Contact, organisation: Organisation, *, by: Member, at: datetime) -> bool:
    """They have left: the tie ends, and stays as history. A wish not answered yet is dropped. Says if any was there."""
    contact = lock_contact(contact)
    ties = contact.affiliations.filter(organisation=organisation)
    asked, _rows = ties.waiting().delete()
    live = ties.live().first()
    if live is None and contact.organisation_id != organisation.pk:
        return asked > 0
    if live is None:
        since = {"asked_at": contact.made_at, "decided_at": contact.made_at, "state": Affiliation.State.CONFIRMED}
        live = Affiliation(contact=contact, organisation=organisation, **since)
        live.save()
    live.end(at=at)
    stand_elsewhere(contact, organisation)
    facts = {"affiliation": str(live.uuid)}
    audit("members.affiliation_ended", by=by.uuid, kind="organisation", target=organisation.uuid, **facts)
    return True


def stand_elsewhere(contact: Contact, left: Organisation) -> None:
    """Beside their name stands another organisation of theirs, or none."""
    if contact.organisation_id == left.pk:
        next_one = contact.affiliations.live().select_related("organisation").order_by("decided_at").first()
        contact.organisation, contact.organisation_typed = next_one.organisation if next_one else None, ""
        contact.save(update_fields=["organisation", "organisation_typed", "changed_at"])


def lock_contact(contact: Contact) -> Contact:
    """Their row as it is now, ours until the transaction ends."""
    return Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
