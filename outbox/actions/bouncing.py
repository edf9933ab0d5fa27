"""What came back: reports of mail servers that an email could not be delivered (RFC 3464)."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from uuid import UUID

from django.db import transaction

from outbox.models import BouncedAddress, Companion, OutgoingEmail

OUR_ID = re.compile(r"-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE)
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# Nobody is there: no such mailbox, no such domain, a mailbox that is shut. A full one (5.2.2) or a dislike of what
# was said (5.7.1) will pass, or is about us.
NOBODY_THERE = re.compile(r"5\.1\.\d+|5\.2\.1|5\.4\.4")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounce:
    """One address that an email did not reach."""

    email: UUID
    address: str
    status: str


def read_bounces(report: Message) -> list[Bounce]:
    """The addresses that a delivery report gives up. Nothing for a delay, an automatic answer or anything else."""
    uuid = uuid_of(report)
    return [Bounce(uuid, address, status) for address, status in failures(report)] if uuid else []


def uuid_of(report: Message) -> UUID | None:
    """Which email of ours it is about: its own headers come back with the report."""
    for part in report.walk():
        inner = part.get_payload()
        if part.get_content_type() == "text/rfc822-headers" and isinstance(inner, str):
            found = OUR_ID.search(inner)
        else:
            # The report itself has an id too, which is the mail server's.
            found = OUR_ID.search(str(part["Message-ID"] or "")) if part is not report else None
        if found:
            return UUID(found[1])
    return None


def failures(report: Message) -> Iterator[tuple[str, str]]:
    """Each address that was given up, with the class of its refusal."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and str(block["Action"]).strip().lower() == "failed":
                to = block["Original-Recipient"] or block["Final-Recipient"] or ""
                yield str(to).rpartition(";")[2].strip().strip("<>").lower(), status_of(block)


def status_of(block: Message) -> str:
    """Its class. Where a server says only that it failed, the one that refused said more."""
    given = STATUS.search(str(block["Status"] or ""))
    said = STATUS.search(str(block["Diagnostic-Code"] or ""))
    if said and (given is None or given[0].endswith(".0.0")):
        return said[0]
    return given[0] if given else "5.0.0"


@transaction.atomic
def note_bounce(bounce: Bounce, *, at: datetime) -> bool:
    """The email failed after all, and where nobody is there, little more is sent there. Safe to do twice."""
    email = OutgoingEmail.objects.filter(uuid=bounce.email).first()
    if email is None:
        log.warning("a bounce of an email that is not here: %s", bounce.email)
        return False
    is_copy = Companion.objects.filter(to=email.to.lower(), email__iexact=bounce.address).exists()
    if not is_copy:
        email.mark_bounced(bounce.status, at=at)
    log.warning("email %s bounced: %s", email.uuid, bounce.status)
    if NOBODY_THERE.fullmatch(bounce.status):
        # Whatever a forwarder calls it, ours is the address that we know.
        note_address(bounce.address if is_copy else email.to, bounce.status, at=at)
    return True


def note_refusal(email: OutgoingEmail, error: Exception, *, at: datetime) -> None:
    """The same, said by the mail server as the email was handed over."""
    replies: dict[str, tuple[int, bytes]] = getattr(error, "recipients", {})
    for address, (_code, words) in replies.items():
        said = STATUS.search(words.decode(errors="replace"))
        if said and NOBODY_THERE.fullmatch(said[0]):
            note_address(address, said[0], at=at)


def note_address(address: str, status: str, *, at: datetime) -> None:
    """Kept once for each address."""
    BouncedAddress.objects.get_or_create(address=address.strip().lower(), defaults={"status": status, "at": at})
