"""What people are told when they ask for their details, or leave."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.kit.components.events import clock, day_words
from collab.kit.links import SignedLink
from collab.privacy.terms import in_words
from commons.models import NetworkSettings
from members.models import Contact, Download, Leaving
from members.models.terms import COPY
from outbox.actions import write_email

# As long as the pause, and a day for whoever reads it at its end.
STOP = SignedLink("privacy.stop", timedelta(days=4))
# Somebody without an account: the link stands for a fresh sign-in, so it is as short.
YOURS = SignedLink("privacy.yours", timedelta(hours=1))
DOWNLOAD, BEGUN, STOPPED, LEFT, ASKED = (
    f"privacy.{what}" for what in ("download", "begun", "stopped", "left", "asked")
)


def tell_ready(download: Download, *, at: datetime) -> None:
    """The copy can be fetched."""
    where = f"{settings.PUBLIC_URL}{reverse('my_download')}"
    subject, keeps = _("Your details are ready to download"), in_words(COPY)
    _tell("download", download.contact, str(download.uuid), subject, at=at, url=where, keeps=keeps)


def tell_begun(leaving: Leaving, *, at: datetime) -> None:
    """Leaving has begun, when it will be done, and how to stop it."""
    url = f"{settings.PUBLIC_URL}{reverse('leaving_stop', args=[STOP.token(leaving.uuid)])}"
    day = _("%(day)s at %(time)s") % {"day": day_words(leaving.due_at), "time": clock(leaving.due_at)}
    subject = _("You asked to leave %(network)s") % {"network": NetworkSettings.current().name}
    if leaving.asked_by:
        subject = _("%(network)s will delete your details") % {"network": NetworkSettings.current().name}
    has_account = hasattr(leaving.contact, "member")
    about = {"stop_url": url, "day": day, "leaving": leaving, "has_account": has_account}
    _tell("begun", leaving.contact, str(leaving.uuid), subject, at=at, **about)


def tell_stopped(leaving: Leaving, *, at: datetime) -> None:
    """They stay, and nothing was deleted."""
    _tell("stopped", leaving.contact, str(leaving.uuid), _("You have not left. Nothing was deleted"), at=at)


def tell_left(leaving: Leaving, *, at: datetime) -> None:
    """The last email they get; its row goes once it is sent."""
    subject = _("We are deleting your details now")
    _tell("left", leaving.contact, str(leaving.uuid), subject, at=at, leaving=leaving)


def tell_about_address(email: str, contact: Contact | None, *, key: str, at: datetime) -> None:
    """To whoever typed an address: a link for a guest, where to sign in for a member, or that there is nothing."""
    path = reverse("my_privacy")
    has_account = contact is not None and hasattr(contact, "member")
    if contact is not None and not has_account:
        path = YOURS.path("yours", contact.uuid)
    write_email(
        "privacy/asked",
        {"url": f"{settings.PUBLIC_URL}{path}", "is_known": contact is not None, "has_account": has_account},
        purpose=ASKED,
        key=key,
        to=email,
        to_name=contact.first_name if contact else "",
        subject=_("What we keep about you"),
        due_at=at,
        is_secret=True,
    )


def _tell(name: str, contact: Contact, key: str, subject: str, *, at: datetime, **context: object) -> None:
    # Somebody with a phone alone is rung by whoever began it.
    if not contact.email:
        return
    write_email(
        f"privacy/{name}",
        context,
        purpose=f"privacy.{name}",
        key=key,
        to=contact.email,
        to_name=contact.first_name,
        subject=subject,
        due_at=at,
    )
