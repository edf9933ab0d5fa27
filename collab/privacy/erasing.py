"""Everything about one person goes, in one transaction; a keyed hash and the totals stay."""

import json
from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from collab.kit.privacy import Kept, OnErasure, Person
from collab.privacy.downloads import file_columns, files_of
from collab.privacy.people import person_of, uuids_about
from collab.privacy.tables import every_kept
from collab.privacy.unnaming import blank_emails_about, unname_emails
from commons.models import ErasedPerson, audit
from members.models import Contact, Member


@transaction.atomic
def erase(contact: Contact, *, at: datetime, keeps_pledges: bool = False, went_quiet: bool = False) -> bool:
    """Every app in turn. False when somebody else did it first; doing it twice is doing it once."""
    locked = Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if locked is None:
        return False
    person = person_of(locked, keeps_pledges=keeps_pledges)
    about, files = uuids_about(person), files_of(person)
    for one in every_kept():
        erase_rows(one, person, at=at)
    blank_emails_about(about)
    unname_emails(person)
    end_sessions(person)
    # Copies and nothing else; whose they are cannot be told from their keys.
    cache.clear()
    address = locked.email if went_quiet else ""
    ErasedPerson.objects.remember(locked.uuid, address=address, at=at)
    audit("privacy.erased", by=None, kind="contact", target=locked.uuid, went_quiet=went_quiet)
    # Last: if this fails the rows are still there to tell which files to delete next time.
    for name in set(files) - still_named(files):
        default_storage.delete(name)
    return True


def erase_rows(one: Kept, person: Person, *, at: datetime) -> None:
    """As its table says."""
    rows = one.rows_of(person)
    if one.erase is not None:
        one.erase(person, rows, at)
    elif one.on_erasure == OnErasure.BLANK:
        rows.update(**one.blanks())
    elif one.on_erasure == OnErasure.DELETE and one.is_personal:
        rows.delete()


def still_named(files: list[str]) -> set[str]:
    """Those of these files that belong to a row that stays."""
    found: set[str] = set()
    for one, column in file_columns():
        found.update(one.manager.filter(**{f"{column}__in": files}).values_list(column, flat=True))
    return found


def end_sessions(person: Person) -> None:
    """Theirs on every device, and any in which their address was typed."""
    live = Session.objects.filter(expire_date__gt=timezone.now())
    gone = [session.pk for session in live.iterator() if is_of(session, person)]
    Session.objects.filter(pk__in=gone).delete()


def is_of(session: Session, person: Person) -> bool:
    """Whose it is stands inside, signed."""
    data = session.get_decoded()
    if person.member is not None and str(data.get("_auth_user_id")) == str(person.member):
        return True
    words = json.dumps(data, default=str).lower()
    return any(address in words for address in person.addresses)


def others_may_lead(member: Member) -> bool:
    """Whether the network still has an organiser without this one."""
    if not member.has_role("admin"):
        return True
    admins: QuerySet[Member] = Member.objects.holding("admin").filter(is_active=True)
    return admins.exclude(pk=member.pk).exists()
