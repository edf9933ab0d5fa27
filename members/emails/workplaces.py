"""The emails about where people work."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from members.emails.addresses import page
from members.models import Affiliation, Member
from outbox.actions import write_email


def tell_deciders(tie: Affiliation, deciders: Iterable[Member], *, at: datetime) -> None:
    """Somebody says that they work there: ask those who know."""
    url = page("affiliation_list", tie.organisation.slug)
    for member in deciders:
        write_email(
            "members/affiliation_asked",
            {"asker": tie.contact, "organisation": tie.organisation, "url": url},
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
