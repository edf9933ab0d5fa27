"""What partners, backers and those who asked them are sent."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from collab.kit.links import SignedLink
from members.models import Contact
from outbox.actions import write_email
from pledges.emails import private_path
from pledges.models import PartnerAsk, Pledge

ASKED = SignedLink("pledge.partner", timedelta(days=400))
HANDED = SignedLink("pledge.partner-link", timedelta(days=14))


def partner_path(row: PartnerAsk) -> str:
    """Where the person who was asked says yes or no, and later sees how it goes."""
    return ASKED.path("pledge_beside", row.uuid)


def handed_path(row: PartnerAsk) -> str:
    """The link to hand over; whoever opens it says who they are."""
    return HANDED.path("pledge_handed", row.uuid)


def ask_partner(row: PartnerAsk, to: Contact, *, at: datetime) -> None:
    """The pledge in its maker's words, and one page with two buttons."""
    words = (
        _("Would you back a pledge of %(who)s?") if row.is_backer else _("Would you be a pledge partner of %(who)s?")
    )
    write_email(
        "pledges/partner_ask",
        {"ask": row, "pledge": row.pledge, "who": row.who, "url": f"{settings.PUBLIC_URL}{partner_path(row)}"},
        purpose="pledges.partner_ask",
        key=str(row.uuid),
        to=to.email,
        to_name=to.first_name,
        subject=words % {"who": row.who},
        due_at=at,
    )


def tell_of_partner(row: PartnerAsk, pledge: Pledge, *, at: datetime) -> None:
    """Somebody said yes, or no; told to those alone who confirmed their address."""
    assert row.to_contact is not None
    words = _("%(name)s said yes") if row.said_yes else _("%(name)s cannot this time")
    if can_be_told(pledge):
        write_to_maker("pledges/partner_answer", row, pledge, subject=words, at=at)


def confirm_to_partner(row: PartnerAsk, pledge: Pledge, *, at: datetime) -> None:
    """Whoever said yes reads what was pledged, by when, what happens next, and how to step back."""
    assert row.to_contact is not None
    write_email(
        "pledges/partner_yes",
        {"ask": row, "pledge": pledge, "who": row.who, "url": f"{settings.PUBLIC_URL}{partner_path(row)}"},
        purpose="pledges.partner_yes",
        key=str(row.uuid),
        to=row.to_contact.email,
        to_name=row.to_contact.first_name,
        subject=_("You stand beside a pledge of %(who)s") % {"who": row.who},
        due_at=at,
    )


def tell_partner_is_over(row: PartnerAsk, pledge: Pledge, *, by_maker: bool, at: datetime) -> None:
    """The other of the two hears that it is over."""
    assert row.to_contact is not None
    if not by_maker and can_be_told(pledge):
        write_to_maker("pledges/partner_back", row, pledge, subject=_("%(name)s steps back"), at=at)
    elif by_maker:
        write_email(
            "pledges/partner_over",
            {"ask": row, "pledge": pledge, "who": row.who},
            purpose="pledges.partner_over",
            key=str(row.uuid),
            to=row.to_contact.email,
            to_name=row.to_contact.first_name,
            subject=_("Thank you for standing by a pledge"),
            due_at=at,
        )


def can_be_told(pledge: Pledge) -> bool:
    """Whether the one who pledged has an address, and said that it is theirs."""
    return pledge.confirmed_at is not None and pledge.contact is not None and bool(pledge.contact.email)


def write_to_maker(template: str, row: PartnerAsk, pledge: Pledge, *, subject: str, at: datetime) -> None:
    """One email to the one who pledged, about the person they asked."""
    assert row.to_contact is not None
    assert pledge.contact is not None
    write_email(
        template,
        {"ask": row, "pledge": pledge, "url": f"{settings.PUBLIC_URL}{private_path(pledge)}"},
        purpose=template.replace("/", "."),
        key=str(row.uuid),
        to=pledge.contact.email,
        to_name=pledge.first_name or pledge.contact.first_name,
        subject=subject % {"name": row.to_contact.first_name},
        due_at=at,
    )
