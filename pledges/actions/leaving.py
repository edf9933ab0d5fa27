"""What becomes of somebody's pledges when they leave an organisation: taken along, passed on, or let go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import transaction

from commons.models import OldAddress, audit, within_limit
from members.actions.affiliations import leave_organisation
from members.models import Affiliation, Contact, Member, Organisation
from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.actions.booking import book_reminders, drop_all, lock
from pledges.actions.helping import end_snag
from pledges.actions.partners import end_all
from pledges.emails import ask_to_take_on, tell_made, tell_of_answer, tell_of_leaving
from pledges.models import Answer, Fate, HandOver, Pledge, Reminder

DAY = timedelta(days=1)
OFFERED_A_DAY = 20


@dataclass(frozen=True)
class Choice:
    """What is to become of one pledge, and who is asked to take it on."""

    pledge: Pledge
    fate: str
    to: Contact | None = None


@transaction.atomic
def leave(contact: Contact, organisation: Organisation, *, choices: Iterable[Choice], by: Member, at: datetime) -> None:
    """End the tie, and do with each pledge what was chosen. Twice is once."""
    leave_organisation(contact, organisation, by=by, at=at)
    for choice in sorted(choices, key=lambda choice: choice.pledge.pk):
        if choice.fate == Fate.LET_GO:
            answer_pledge(choice.pledge, said=Answer.Said.LET_GO, at=at)
        elif choice.fate == Fate.PASS_ON and choice.to is not None:
            offer(choice.pledge, choice.to, at=at)


@transaction.atomic
def see_off(tie: Affiliation, *, by: Member, at: datetime) -> None:
    """Somebody there says that this person has left; their pledges stay theirs until they choose."""
    if leave_organisation(tie.contact, tie.organisation, by=by, at=at):
        has_pledges = Pledge.objects.by(tie.contact).live().exists()
        tell_of_leaving(tie, has_pledges=has_pledges, at=at)


@transaction.atomic
def offer(pledge: Pledge, to: Contact, *, at: datetime) -> HandOver | None:
    """Ask a colleague to take it on; whoever was asked before and has not answered is asked no more."""
    pledge = lock(pledge)
    if not pledge.is_live or pledge.contact is None or pledge.contact == to:
        return None
    before = HandOver.objects.open().filter(pledge=pledge).first()
    if before is not None and before.to_contact == to:
        return before
    # Each one is an email to a colleague.
    if not within_limit("pledges.hand_over", str(pledge.contact.uuid), at_most=OFFERED_A_DAY, per=DAY, now=at):
        return before
    if before is not None:
        before.answer(yes=False, at=at)
    handover = HandOver.objects.create(pledge=pledge, from_contact=pledge.contact, to_contact=to, asked_at=at)
    ask_to_take_on(handover, at=at)
    return handover


@transaction.atomic
def answer_hand_over(handover: HandOver, *, yes: bool, at: datetime) -> HandOver:
    """Theirs from now on, or not; the one who asked is told. The first answer stands."""
    pledge = lock(handover.pledge)
    rows = HandOver.objects.select_for_update(of=["self"]).select_related("to_contact", "from_contact")
    handover = rows.get(pk=handover.pk)
    if handover.answered_at is not None or not pledge.is_live:
        return handover
    handover.answer(yes=yes, at=at)
    if yes:
        pass_on(pledge, handover.to_contact, at=at)
    tell_of_answer(handover, pledge, at=at)
    return handover


def pass_on(pledge: Pledge, to: Contact, *, at: datetime) -> None:
    """Another person's pledge. Links in the emails of the one before open nothing any more."""
    before, old_address = pledge.uuid, pledge.get_absolute_url()
    drop_all(Reminder.objects.filter(pledge=pledge))
    end_snag(pledge, at=at)
    OutgoingEmail.objects.about("pledges.made", str(before)).cancel()
    end_all(pledge, at=at, also=to)
    # Private links carry the uuid of the pledge, answer links that of the reminder: both get new ones.
    Reminder.objects.filter(pledge=pledge).update(uuid=RandomUUID())
    pledge.uuid, pledge.contact, pledge.confirmed_at = uuid4(), to, at
    pledge.first_name, pledge.role_or_place, pledge.sector = to.first_name[:60], "", to.sector or pledge.sector
    pledge.partner = None if pledge.partner_id == to.pk else pledge.partner
    pledge.backer = None if pledge.backer_id == to.pk else pledge.backer
    pledge.save()
    OldAddress.objects.create(path=old_address, now_at=pledge.get_absolute_url())
    audit("pledges.passed_on", by=None, kind="pledge", target=pledge.uuid, was=str(before))
    book_reminders(pledge, now=at)
    tell_made(pledge, to, at=at)
