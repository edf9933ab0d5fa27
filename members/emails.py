"""The emails about signing in, and about where people work."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from commons.models import NetworkSettings
from members.models import Affiliation, Contact, Member
from outbox.actions import write_email


def write_code(to: str, code: str, *, now: datetime) -> None:
    """The code stands first in the subject, so that it can be read without opening the email."""
    spaced = f"{code[:3]} {code[3:]}"
    known = Contact.objects.with_email(to).first()
    write_email(
        "members/code",
        {"code": spaced, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
        purpose="members.code",
        # Each code is asked for anew, so each is a reason of its own.
        key=uuid4().hex,
        to=to,
        to_name=known.first_name if known else "",
        subject=_("%(code)s is your code for %(network)s")
        % {"code": spaced, "network": NetworkSettings.current().name},
        due_at=now,
        is_secret=True,
    )


def write_no_account(to: str, *, now: datetime) -> None:
    """Somebody asked for a code with an address we do not know: say so there, and nowhere else."""
    write_email(
        "members/no_account",
        {"url": f"{settings.PUBLIC_URL}{reverse('account_login')}"},
        purpose="members.no_account",
        key=uuid4().hex,
        to=to,
        subject=_("You have no account with %(network)s yet") % {"network": NetworkSettings.current().name},
        due_at=now,
        is_secret=True,
    )


def tell_deciders(tie: Affiliation, deciders: Iterable[Member], *, at: datetime) -> None:
    """Somebody says that they work there: ask those who know."""
    path = reverse("affiliation_list", args=[tie.organisation.slug])
    for member in deciders:
        write_email(
            "members/affiliation_asked",
            {"asker": tie.contact, "organisation": tie.organisation, "url": f"{settings.PUBLIC_URL}{path}"},
            purpose="members.affiliation_asked",
            key=f"{tie.uuid}:{member.uuid}",
            to=member.email,
            to_name=member.contact.first_name,
            subject=_("Does %(name)s work with you?") % {"name": tie.contact.name},
            due_at=at,
        )


def tell_asker(tie: Affiliation, *, at: datetime) -> None:
    """The answer, with what to do where it is no."""
    is_yes = tie.state == Affiliation.State.CONFIRMED
    words = _("You are at %(name)s") if is_yes else _("%(name)s could not confirm that you work there")
    write_email(
        "members/affiliation_decided",
        {
            "is_yes": is_yes,
            "organisation": tie.organisation,
            "url": f"{settings.PUBLIC_URL}{tie.organisation.get_absolute_url()}",
        },
        purpose="members.affiliation_decided",
        key=str(tie.uuid),
        to=tie.contact.email,
        to_name=tie.contact.first_name,
        subject=words % {"name": tie.organisation.name},
        due_at=at,
    )
