"""The way back for somebody who cannot reach their email, and the first organiser of an empty network."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from collab.kit.links import SignedLink
from commons.models import audit
from members.actions.helping import end_help_for, follow_to
from members.emails.signing_in import write_change, write_way_back
from members.models import Contact, Member, Role, SecondAddress
from outbox.models import Companion

FIRST_ADMIN = SignedLink("members.first_admin", timedelta(hours=1))
# Any fixed number.
FIRST_ADMIN_LOCK = 7_031_406


class AddressTaken(Exception):
    """The address signs somebody in already."""


class AdminExists(Exception):
    """The network has an organiser; roles are given by one from here on."""


@transaction.atomic
def add_address(member: Member, email: str, *, check: str, by: Member, at: datetime) -> SecondAddress:
    """An organiser has checked who they are: codes go there too. Every address and every other organiser is told."""
    email = email.strip().lower()
    lock_address(email)
    mine = member.second_addresses.filter(email=email).first()
    if mine:
        return mine
    if Member.objects.has_address(email):
        raise AddressTaken
    row = SecondAddress.objects.create(member=member, email=email, added_by=by, added_at=at)
    follow_to(member, email)
    audit("members.address_added", by=by.uuid, kind="member", target=member.uuid, check=check)
    write_change(member, "address_added", now=at, detail=email)
    write_way_back(member, "address_added", by=by, now=at)
    return row


@transaction.atomic
def remove_address(row: SecondAddress, *, by: Member, now: datetime) -> None:
    """No code goes there any more. Both addresses are told."""
    row.delete()
    Companion.objects.filter(to=row.email).delete()
    audit("members.address_removed", by=by.uuid, kind="member", target=row.member.uuid)
    write_change(row.member, "address_removed", now=now, detail=row.email, also_to=row.email)


def lock_address(email: str) -> None:
    """Of two who take one address at the same moment, the second waits and sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"members.address|{email}"])


def lock_first_admin() -> None:
    """Of two who would be first, the second waits and sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST_ADMIN_LOCK])


def has_admin() -> bool:
    """Whether anybody runs this network."""
    return Member.objects.holding(Role.ADMIN).filter(is_active=True).exists()


@transaction.atomic
def first_admin_link(email: str) -> str:
    """A token that makes this address the network's first organiser, once and within the hour."""
    if has_admin():
        raise AdminExists
    name = email.partition("@")[0]
    contact, _known = Contact.objects.meet(Contact(name=name, email=email.strip().lower()))
    audit("members.first_admin_link", by=None, kind="contact", target=contact.uuid)
    return FIRST_ADMIN.token(contact.uuid)


@transaction.atomic
def make_first_admin(contact_uuid: UUID, *, at: datetime) -> Member:
    """Make them an organiser with a verified address. Whoever holds the link runs the machine."""
    lock_first_admin()
    if has_admin():
        raise AdminExists
    contact = Contact.objects.get(uuid=contact_uuid)
    member = Member.objects.filter(contact=contact).first()
    member = member or Member.objects.create_user(contact.email, contact=contact)
    member.roles, member.is_active = sorted({*member.roles, Role.ADMIN.value}), True
    member.save(update_fields=["roles", "is_active"])
    contact.verify_email(at=at)
    end_help_for(member, by=member, at=at)
    audit("members.first_admin", by=member.uuid, kind="member", target=member.uuid)
    write_change(member, "became_admin", now=at)
    return member
