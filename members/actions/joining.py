"""Who may join, and how somebody with a proved address becomes a member."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from commons.models import audit, within_limit
from members.emails.joining import write_ask_to_prove, write_decision, write_join_known
from members.models import ApprovedDomain, Contact, Invitation, JoinRequest, Member, Organisation, Sector

NEWCOMER_FOR = timedelta(days=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def has_account(email: str) -> bool:
    """Whether the address is a member's, suspended or not."""
    email = email.strip().lower()
    return Member.objects.filter(Q(email=email) | Q(contact__in=Contact.objects.with_email(email))).exists()


def way_in(email: str, *, now: datetime) -> str:
    """What lets this address in: an invitation, a yes to its request, its organisation's domain. Else ""."""
    if Invitation.objects.open(now).for_email(email).exists():
        return "invitation"
    if JoinRequest.objects.accepted().for_email(email).exists():
        return "request"
    return "domain" if ApprovedDomain.objects.of(email) else ""


def may_join(email: str, *, now: datetime) -> bool:
    """Whether a code may be sent to an address that has no account. A suspended member does not come back this way."""
    return not has_account(email) and bool(way_in(email, now=now))


def member_for(email: str, *, now: datetime) -> Member | None:
    """The member whose address was just proved; a new one where a way in is open. None for everybody else.

    Twice, or twice at once, makes one account.
    """
    email = email.strip().lower()
    if not may_join(email, now=now):
        return Member.objects.who_signs_in_with(email)
    try:
        with transaction.atomic():
            return _join(email, now=now)
    except IntegrityError:
        return Member.objects.who_signs_in_with(email)


def _join(email: str, *, now: datetime) -> Member:
    way = way_in(email, now=now)
    contact = _contact(email, now=now)
    member = Member.objects.create_user(email, contact=contact, joined_at=now, newcomer_until=now + NEWCOMER_FOR)
    audit("members.join", by=member.uuid, kind="member", target=member.uuid, way=way)
    accept_invitations(member, at=now)
    asked = JoinRequest.objects.for_email(email).values("pk")
    JoinRequest.objects.filter(pk__in=asked).update(joined_as=member)
    return member


def _contact(email: str, *, now: datetime) -> Contact:
    """The person with this address, who is the account's from now on; with what they and others have said so far."""
    asked = JoinRequest.objects.accepted().for_email(email).in_full().order_by("-decided_at").first()
    invited = Invitation.objects.open(now).for_email(email).newest().first()
    name = (asked and asked.name) or (invited and invited.name) or email.partition("@")[0]
    contact = Contact.objects.with_email(email).first() or Contact.objects.create(name=name, email=email)
    domain = ApprovedDomain.objects.of(email)
    if domain is not None:
        contact.works_at(domain.organisation.name, sector=contact.sector)
    elif asked is not None and not contact.organisation_name:
        contact.works_at(asked.organisation_name, sector=contact.sector or asked.sector)
    return contact


def accept_invitations(member: Member, *, at: datetime) -> None:
    """All that were open for their address have done their work. The first acceptance stands."""
    open_ones = Invitation.objects.open(at).for_email(member.email)
    Invitation.objects.filter(pk__in=open_ones.values("pk")).update(accepted_at=at, accepted_by=member)


def may_ask_to_join(client: str, email: str, *, now: datetime) -> bool:
    """Count this asking: by connection, and by address, so that nobody's inbox is filled."""
    return within_limit("members.ask.from", client, at_most=10, per=HOUR, now=now) and within_limit(
        "members.ask.for", email.lower(), at_most=3, per=DAY, now=now
    )


@transaction.atomic
def ask_to_join(
    *, name: str, email: str, organisation: str, sector: Sector | None, why: str, at: datetime, **_: object
) -> None:
    """Keep what they say, and write to the address. Only there can anyone read whether it was known already."""
    email = email.strip().lower()
    if has_account(email) or way_in(email, now=at):
        write_join_known(email, is_suspended=Member.objects.filter(email=email, is_active=False).exists(), now=at)
        return
    row = Organisation.objects.named(organisation)
    said = {
        "name": name,
        "organisation": row,
        "organisation_typed": "" if row else organisation,
        "sector": sector or (row.sector if row else None),
        "why": why,
    }
    asked = JoinRequest(email=email, made_at=at, **said)
    JoinRequest.objects.bulk_create([asked], ignore_conflicts=True)
    asked = JoinRequest.objects.select_for_update().undecided().for_email(email).get()
    # What is with the organisers already is not changed by whoever types the address again.
    if asked.proved_at is None:
        JoinRequest.objects.filter(pk=asked.pk).update(**said)
    write_ask_to_prove(asked, now=at)


@transaction.atomic
def decide(asked: JoinRequest, *, is_accepted: bool, reason: str, by: Member, at: datetime) -> bool:
    """Yes, or no with a reason; they are told either way. Of two organisers at once the first answer stands."""
    asked = JoinRequest.objects.select_for_update().get(pk=asked.pk)
    if not asked.decide(is_accepted=is_accepted, reason=reason, by=by, at=at):
        return False
    audit("members.join_decided", by=by.uuid, kind="join_request", target=asked.uuid, is_accepted=is_accepted)
    write_decision(asked, now=at)
    return True
