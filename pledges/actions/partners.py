"""Somebody beside a pledge: asked, answered, and over when either says so."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from commons.models import within_limit
from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.booking import lock
from pledges.emails.partners import ask_partner, confirm_to_partner, tell_of_partner, tell_partner_is_over
from pledges.models import PartnerAsk, Pledge
from pledges.models.partners import WAITS_FOR

DAY = timedelta(days=1)
ASKS_A_DAY, EMAILS_A_DAY = 6, 5


@transaction.atomic
def ask(pledge: Pledge, role: str, to: Contact | None, *, at: datetime) -> PartnerAsk | None:
    """Ask one person by email or, with nobody named, make a link to hand over. Asked twice is once.

    Whoever was asked before and has not answered is asked no more. None where it cannot be.
    """
    pledge = lock(pledge)
    before = standing(pledge, role)
    if before is not None and (before.is_there or (before.is_waiting(at) and before.to_contact == to)):
        return before
    if not pledge.is_live or (to is not None and to == pledge.contact):
        return None
    if not within_limit("pledges.ask", str(pledge.uuid), at_most=ASKS_A_DAY, per=DAY, now=at):
        return None
    if before is not None:
        close(before, at=at)
    pledge.go_alone(False)
    row = PartnerAsk.objects.create(pledge=pledge, role=role, to_contact=to, asked_at=at, lapses_at=at + WAITS_FOR)
    if to is not None:
        ask_partner(row, to, at=at)
    return row


@transaction.atomic
def say_who(row: PartnerAsk, *, name: str, email: str, at: datetime) -> bool:
    """Whoever holds the link says who they are; an email brings the button. False where it cannot be them."""
    pledge = lock(row.pledge)
    row = locked(row)
    if not row.is_waiting(at) or row.to_contact is not None or not pledge.is_live:
        return True
    if not within_limit("pledges.ask-to", email, at_most=EMAILS_A_DAY, per=DAY, now=at):
        return False
    contact, _was_known = Contact.objects.meet(Contact(name=name, email=email))
    if contact == pledge.contact:
        return False
    row.name(contact, at=at)
    ask_partner(row, contact, at=at)
    return True


@transaction.atomic
def answer_ask(row: PartnerAsk, *, yes: bool, at: datetime) -> PartnerAsk:
    """There from now on, or not; the one who pledged is told. The first answer stands."""
    pledge = lock(row.pledge)
    row = locked(row)
    if not row.is_waiting(at) or row.to_contact is None or not pledge.is_live:
        return row
    row.answer(yes=yes, at=at)
    if yes:
        # The button came by email, so the address is theirs.
        Contact.objects.filter(pk=row.to_contact.pk, email_verified_at=None).update(email_verified_at=at)
        pledge.stand_beside(row.role, row.to_contact)
        confirm_to_partner(row, pledge, at=at)
    tell_of_partner(row, pledge, at=at)
    return row


@transaction.atomic
def end_ask(row: PartnerAsk, *, by_maker: bool, at: datetime) -> None:
    """Either of the two ends it, and the other is told where they had said yes. Twice is once."""
    pledge = lock(row.pledge)
    row = locked(row)
    was_there = row.is_there
    if row.ended_at is None:
        close(row, at=at)
        if was_there:
            pledge.stand_beside(row.role, None)
            tell_partner_is_over(row, pledge, by_maker=by_maker, at=at)


def end_all(pledge: Pledge, *, at: datetime, also: Contact | None = None) -> None:
    """Nobody is asked any more; whoever said yes stays, but for one who is its maker now. The pledge is locked."""
    over = Q(answered_at=None) | Q(to_contact=also) if also else Q(answered_at=None)
    for row in PartnerAsk.objects.standing().filter(over, pledge=pledge).select_for_update():
        close(row, at=at)


def close(row: PartnerAsk, *, at: datetime) -> None:
    """Over, and what was not sent about it is not sent any more."""
    row.end(at=at)
    OutgoingEmail.objects.filter(purpose__startswith="pledges.partner", key=str(row.uuid)).cancel()


def standing(pledge: Pledge, role: str) -> PartnerAsk | None:
    """The one that waits or is there."""
    return PartnerAsk.objects.standing().select_related("to_contact").filter(pledge=pledge, role=role).first()


def locked(row: PartnerAsk) -> PartnerAsk:
    """As it is now, after its pledge was locked."""
    return PartnerAsk.objects.select_for_update(of=["self"]).select_related("to_contact").get(pk=row.pk)
