"""What people are told about their groups. Each is a row, written in the transaction of its cause."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from groups.models import Agreement, Group, Membership
from groups.models.people import INVITATION_LINK
from members.models import Member
from outbox.actions import write_email
from outbox.models import OutgoingEmail

SUBJECT_LENGTH = 50
WAITING = ["groups.asked", "groups.invited"]


def ask_path(asking: Membership, lead: Membership) -> str:
    """Where this lead answers one asking, without signing in."""
    return reverse("group_ask", args=[asking.uuid, asking.ask_link.token(lead.uuid)])


def invitation_path(membership: Membership) -> str:
    """Where somebody answers their own invitation, without signing in."""
    return INVITATION_LINK.path("group_invitation", membership.uuid)


def tell_asked(membership: Membership, lead: Membership, *, at: datetime) -> None:
    """Somebody asks to join: who, in which words, and a page with two buttons."""
    name = membership.member.contact.name
    _tell(
        membership.group,
        lead.member,
        "asked",
        subject(_("%(name)s asks to join"), name=name),
        f"{membership.email_key}:{lead.uuid}",
        at=at,
        name=name,
        organisation=membership.member.contact.organisation_name,
        message=membership.message,
        answer_url=full(ask_path(membership, lead)),
    )


def tell_invited(membership: Membership, *, at: datetime) -> None:
    """A lead would like them in it."""
    more = {
        "invited_by": membership.invited_by.contact.name if membership.invited_by else "",
        "answer_url": full(invitation_path(membership)),
    }
    words = subject(_("Join us: %(name)s"), name=membership.group.name)
    _tell(membership.group, membership.member, "invited", words, membership.email_key, at=at, **more)


def tell_welcome(membership: Membership, *, at: datetime) -> None:
    """A lead said yes."""
    words = subject(_("You are in: %(name)s"), name=membership.group.name)
    _tell(membership.group, membership.member, "welcome", words, membership.email_key, at=at)


def tell_not_now(membership: Membership, *, at: datetime) -> None:
    """A kind no."""
    words = subject(_("Your asking to join %(name)s"), name=membership.group.name)
    _tell(membership.group, membership.member, "not_now", words, membership.email_key, at=at)


def tell_agreement(agreement: Agreement, member: Member, *, at: datetime) -> None:
    """A new version to agree to, in full."""
    group = agreement.group
    writer = agreement.proposed_by.contact.name if agreement.proposed_by else ""
    words = subject(_("How we work together: %(name)s"), name=group.name)
    _tell(
        group,
        member,
        "agreement",
        words,
        f"{group.uuid}:{agreement.version}:{member.uuid}",
        at=at,
        agreement=agreement,
        writer=writer,
        agree_url=full(reverse("group_agreement", args=[group.slug])),
    )


def tell_next_date(group: Group, member: Member, *, at: datetime) -> None:
    """When and where it meets next."""
    day = date_format(group.next_on, "j F") if group.next_on else ""
    words = subject(_("%(day)s: %(name)s"), name=group.name, day=day)
    _tell(group, member, "next_date", words, f"{group.uuid}:{at.isoformat()}:{member.uuid}", at=at)


def tell_closed(group: Group, member: Member, *, at: datetime) -> None:
    """It has ended: its last words, and where they stay."""
    words = subject(_("%(name)s has ended well"), name=group.name)
    _tell(group, member, "closed", words, f"{group.uuid}:{at.isoformat()}:{member.uuid}", at=at)


def tell_lead(membership: Membership, *, at: datetime) -> None:
    """Whoever led it has left the network, and nobody has been in it longer than they have."""
    words = subject(_("You now lead the group %(name)s"), name=membership.group.name)
    _tell(membership.group, membership.member, "lead", words, f"{membership.uuid}:{at.isoformat()}", at=at)


def withdraw_emails(membership: Membership) -> None:
    """Nobody has to answer any more: stop what has not gone out."""
    OutgoingEmail.objects.filter(purpose__in=WAITING, key__startswith=membership.email_key).cancel()


def drop_dates_of(group: Group) -> None:
    """Another date, or none: stop the emails about the last one that have not gone out."""
    OutgoingEmail.objects.filter(purpose="groups.next-date", key__startswith=f"{group.uuid}:").cancel()


def drop_emails_of(group: Group) -> None:
    """The group has ended: stop what it was going to say."""
    drop_dates_of(group)
    OutgoingEmail.objects.filter(purpose="groups.agreement", key__startswith=f"{group.uuid}:").cancel()


def subject(words: str, *, name: str, **more: str) -> str:
    """Short enough for a phone: the name gives way."""
    room = SUBJECT_LENGTH - len(words % {"name": "", **more})
    return words % {"name": Truncator(name).chars(max(room, 12)), **more}


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"


def _tell(group: Group, to: Member, name: str, subject: str, key: str, /, *, at: datetime, **more: object) -> None:
    if not to.is_active:
        return
    write_email(
        f"groups/{name}",
        {
            "group": group,
            "group_url": full(group.get_absolute_url()),
            "groups_url": full(reverse("group_list")),
            **more,
        },
        purpose=f"groups.{name.replace('_', '-')}",
        key=key,
        to=to.email,
        to_name=to.contact.first_name,
        subject=subject,
        due_at=at,
    )
