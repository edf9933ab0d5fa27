"""Asking for a copy or to be forgotten, stopping it, and what the clock then does."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from collab.kit.models import PublicRow
from collab.privacy import emails
from collab.privacy.downloads import zip_about
from collab.privacy.erasing import erase, others_may_lead
from commons.models import Heartbeat, audit, within_limit
from members.models import Contact, Download, Leaving, Member
from members.models.requests import PAUSE
from outbox.models import UNSENT, OutgoingEmail

# The last email holds the address; a mail server that stays away does not hold up the erasure for longer.
LAST_EMAIL_WAITS = timedelta(hours=6)
AT_A_TIME = 20
log = logging.getLogger(__name__)


def may_ask(contact: Contact, *, now: datetime) -> bool:
    """A copy costs some work and holds everything: a few a day are enough for anybody."""
    return within_limit("privacy.download", str(contact.uuid), at_most=5, per=timedelta(days=1), now=now)


@transaction.atomic
def ask_for_download(contact: Contact, *, by: UUID | None, at: datetime) -> Download:
    """A copy of everything about them. Asking twice is asking once, until it is fetched."""
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    download, is_new = Download.objects.get_or_create(contact=contact, fetched_at=None, defaults={"asked_at": at})
    if is_new:
        audit("privacy.download_asked", by=by, kind="contact", target=contact.uuid)
    return download


@transaction.atomic
def fetch_download(download: Download, *, by: UUID | None, at: datetime) -> bytes | None:
    """The file, once; None for whoever comes second."""
    ready = Download.objects.ready().select_for_update().filter(pk=download.pk).first()
    if ready is None:
        return None
    audit("privacy.download_fetched", by=by, kind="contact", target=download.contact.uuid)
    return ready.fetch(at=at)


def note_guest_download(contact: Contact) -> None:
    """Somebody without an account fetched theirs by a link."""
    audit("privacy.download_fetched", by=None, kind="contact", target=contact.uuid)


@transaction.atomic
def send_yours(email: str, *, whence: str, at: datetime) -> bool:
    """An email for whoever has this address, known here or not. False when it was asked too often."""
    day, minute = timedelta(days=1), timedelta(minutes=1)
    allowed = within_limit("privacy.yours.from", whence, at_most=10, per=minute, now=at)
    if not allowed or not within_limit("privacy.yours", email.lower(), at_most=5, per=day, now=at):
        return False
    emails.tell_about_address(email, Contact.objects.with_email(email).first(), key=uuid4().hex, at=at)
    return True


class LastOrganiser(Exception):
    """The network would have nobody to look after it: another organiser is named first."""


@transaction.atomic
def ask_to_leave(
    contact: Contact, *, at: datetime, keeps_pledges: bool = False, organiser: Member | None = None
) -> Leaving:
    """From now on 72 hours run, and an email says so. Asking twice is asking once.

    An organiser may begin it for somebody who rang.
    """
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if (under_way := Leaving.objects.of(contact)) is not None:
        return under_way
    member = Member.objects.filter(contact=contact).first()
    if member is not None and not others_may_lead(member):
        raise LastOrganiser
    leaving = Leaving.objects.create(
        contact=contact,
        asked_at=at,
        due_at=at + PAUSE,
        asked_by=organiser.uuid if organiser else None,
        keeps_pledges=keeps_pledges,
    )
    who = organiser or member
    audit("privacy.leaving_begun", by=who.uuid if who else None, kind="contact", target=contact.uuid)
    emails.tell_begun(leaving, at=at)
    return leaving


@transaction.atomic
def stop_leaving(leaving: Leaving, *, at: datetime) -> bool:
    """They stay. False when it is too late, or was stopped before."""
    stopped = Leaving.objects.stop(leaving.contact, at=at)
    if stopped:
        audit("privacy.leaving_stopped", by=None, kind="contact", target=leaving.contact.uuid)
    return stopped


def carry_out(now: datetime) -> int:
    """What was asked for and is due. Says how much was done. Safe to run twice, or twice at once."""
    done = sum(one_job(make_download, row, now=now) for row in Download.objects.to_make().defer("file")[:AT_A_TIME])
    stopped = Leaving.objects.filter(stopped_at__isnull=False, stop_told_at=None)
    done += sum(one_job(tell_of_stop, row, now=now) for row in stopped[:AT_A_TIME])
    done += sum(one_job(go_on, row, now=now) for row in Leaving.objects.due(now)[:AT_A_TIME])
    Heartbeat.objects.beat("privacy.carry_out", at=now)
    return done


def one_job(do: Callable[..., bool], row: PublicRow, *, now: datetime) -> bool:
    """One row in a transaction of its own: what fails steps aside, and is tried again at the next ring."""
    try:
        with transaction.atomic():
            return do(row, now=now)
    except Exception as error:
        log.warning("%s %s failed: %s", do.__name__, row.uuid, type(error).__name__)
        return False


def make_download(download: Download, *, now: datetime) -> bool:
    """Gather everything, and tell them."""
    waiting = Download.objects.to_make().select_for_update(of=["self"], skip_locked=True)
    row = waiting.select_related("contact").filter(pk=download.pk).first()
    if row is None:
        return False
    row.make(zip_about(row.contact, at=now), at=now)
    emails.tell_ready(row, at=now)
    return True


def tell_of_stop(leaving: Leaving, *, now: datetime) -> bool:
    """However it was stopped: by signing in, by the link, by the button."""
    told = Leaving.objects.filter(pk=leaving.pk, stop_told_at=None).update(stop_told_at=now)
    if told:
        emails.tell_stopped(leaving, at=now)
    return bool(told)


def go_on(leaving: Leaving, *, now: datetime) -> bool:
    """The last email first; when that is on its way, everything goes."""
    due = Leaving.objects.due(now).select_for_update(of=["self"], skip_locked=True).select_related("contact")
    row = due.filter(pk=leaving.pk).first()
    member = Member.objects.filter(contact=leaving.contact_id).first()
    if row is None or (member is not None and not others_may_lead(member)):
        return False
    if row.told_at is None:
        row.tell(at=now)
        emails.tell_left(row, at=now)
        return True
    on_its_way = not OutgoingEmail.objects.about(emails.LEFT, str(row.uuid)).filter(state__in=UNSENT).exists()
    if on_its_way or row.told_at + LAST_EMAIL_WAITS <= now:
        return erase(row.contact, at=now, keeps_pledges=row.keeps_pledges)
    return False
