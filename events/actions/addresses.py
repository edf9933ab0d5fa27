"""Ways back to a place: its links sent again, and a guest's mistyped address put right by a host."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Replace

from commons.models import audit, within_limit
from events.actions.locking import changes_places
from events.actions.places import correct_email
from events.emails.links import send_links_to, tell_moved_away
from events.emails.places import drop_unsent
from events.models import Event, SignUp
from members.models import Contact, Member
from outbox.models import OutgoingEmail, State

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@transaction.atomic
def send_links(email: str, *, whence: str, at: datetime) -> bool:
    """An email to this address, with its places or that there are none. False when it was asked too often."""
    allowed = within_limit("events.links.from", whence, at_most=10, per=MINUTE, now=at)
    if not allowed or not within_limit("events.links", email.lower(), at_most=5, per=DAY, now=at):
        return False
    theirs = SignUp.objects.with_details().live().filter(contact__in=Contact.objects.with_email(email))
    send_links_to(email, list(theirs.filter(event__ends_at__gt=at).order_by("event__starts_at")), at=at)
    return True


def may_correct(signup: SignUp, *, by: Member, at: datetime) -> bool:
    """Few enough that nobody tries out addresses with it."""
    is_few = within_limit("events.corrects", str(by.uuid), at_most=30, per=DAY, now=at)
    return within_limit("events.corrected", str(signup.pk), at_most=3, per=DAY, now=at) and is_few


@changes_places
def correct_for_guest(signup: SignUp, email: str, *, by: Member, at: datetime) -> SignUp:
    """The place goes to the right address and the old links open nothing. Returns the sign-up that stands.

    Only this place moves: what else the wrong address has here stays with it.
    """
    event = Event.objects.lock(signup.event)
    signup = event.signups.select_related("contact").get(pk=signup.pk)
    old, key = signup.contact.email, signup.email_key
    if old == email.lower():
        return signup
    audit("events.address_corrected", by=by.uuid, kind="signup", target=signup.uuid)
    drop_unsent(signup)
    if old and OutgoingEmail.objects.filter(key=key, state__in=[State.SENT, State.CLAIMED]).exists():
        tell_moved_away(old, event, key=key, at=at)
    if has_more_than(signup.contact, signup) and not Contact.objects.with_email(email).exists():
        alike(signup.contact, email=email.lower()).save(force_insert=True)
    renew_links(signup)
    return correct_email(signup, email, at=at)


def has_more_than(contact: Contact, *theirs: models.Model) -> bool:
    """Whether anything but these rows points at the person, in whatever app."""
    for key in contact._meta.get_fields(include_hidden=True):
        if isinstance(key, models.ForeignObjectRel) and (key.one_to_many or key.one_to_one):
            rows: models.QuerySet[Any] = models.QuerySet(key.related_model).filter(**{key.field.name: contact})
            if rows.exclude(pk__in=[row.pk for row in theirs if isinstance(row, key.related_model)]).exists():
                return True
    return False


def alike(contact: Contact, *, email: str) -> Contact:
    """Somebody new who said the same of themselves, not saved."""
    same = {"name", "phone", "organisation", "organisation_typed", "sector"}
    return Contact(email=email, **{name: getattr(contact, name) for name in same})


def renew_links(signup: SignUp) -> None:
    """A new uuid: whoever got the old link holds nothing. What was written about the place stays findable."""
    old, signup.uuid = signup.uuid, uuid4()
    signup.save(update_fields=["uuid"])
    key = Replace(F("key"), Value(str(old)), Value(str(signup.uuid)))
    OutgoingEmail.objects.filter(key__startswith=str(old)).update(key=key)
