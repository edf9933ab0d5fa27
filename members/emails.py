"""The emails about signing in."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from commons.models import NetworkSettings
from members.models import Contact
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
