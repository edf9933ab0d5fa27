"""An email address given to a pledge that was made without one, or put right while nobody confirmed it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import transaction

from commons.models import OldAddress, within_limit
from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.booking import book_reminders, drop_all, lock
from pledges.actions.making import EMAILS, EMAILS_A_DAY
from pledges.emails import tell_made
from pledges.models import FollowUps, Pledge, Reminder

DAY = timedelta(days=1)
ADDRESSES_A_DAY = 3


@transaction.atomic
def give_address(pledge: Pledge, email: str, *, at: datetime) -> Pledge | None:
    """Ask this address with one email whether it is theirs; nothing else is sent before it says yes.

    Returns the pledge that stands; None where too many addresses were tried.
    """
    pledge = lock(pledge)
    before = pledge.contact
    if not pledge.takes_address or (before is not None and before.email == email):
        return pledge
    if not may_write(pledge, email, at=at):
        return None
    if before is not None and before.email:
        take_away(pledge)
    pledge.contact = contact_with(email, pledge, before)
    pledge.save(update_fields=["uuid", "contact"])
    if FollowUps.of(pledge.contact).stopped_at is None:
        book_reminders(pledge, now=at)
        tell_made(pledge, pledge.contact, at=at)
    return pledge


def may_write(pledge: Pledge, email: str, *, at: datetime) -> bool:
    """Anybody can type an address: few for one pledge, and few emails for one address."""
    is_few = within_limit("pledges.address", str(pledge.pk), at_most=ADDRESSES_A_DAY, per=DAY, now=at)
    return is_few and within_limit(EMAILS, email, at_most=EMAILS_A_DAY, per=DAY, now=at)


def take_away(pledge: Pledge) -> None:
    """Whoever has the wrong address holds nothing: the links in what was sent there open no page any more."""
    old, old_address = str(pledge.uuid), pledge.get_absolute_url()
    drop_all(Reminder.objects.filter(pledge=pledge))
    Reminder.objects.filter(pledge=pledge).update(uuid=RandomUUID())
    OutgoingEmail.objects.filter(purpose__in=["pledges.made", "pledges.plan"], key__startswith=old).cancel()
    pledge.uuid = uuid4()
    OldAddress.objects.create(path=old_address, now_at=pledge.get_absolute_url())


def contact_with(email: str, pledge: Pledge, before: Contact | None) -> Contact:
    """The person with this address; somebody new has the name and the number they gave before."""
    name = before.name if before else pledge.first_name or email.partition("@")[0]
    phone = before.phone if before else ""
    return Contact.objects.meet(Contact(email=email, name=name, phone=phone))[0]
