"""What somebody said yes to, in every app, and who looked at what is kept about them."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.kit.privacy import AgreedTo, Person
from collab.privacy.people import uuids_about
from commons.models import AuditEntry
from members.models import Contact, Member

# The last word of the action that a read of something sensitive is logged as.
LOOKS = ("looked", "read", "opened", "seen")
LOOKED_AT = {"access-needs": gettext_lazy("what you need to take part")}
MOST = 50


@dataclass(frozen=True)
class Look:
    """One time that somebody looked."""

    at: datetime
    who: str
    what: str


def agreements(contact: Contact) -> list[AgreedTo]:
    """Newest first within each app."""
    found: list[AgreedTo] = []
    for config in apps.get_app_configs():
        if config.name != "collab" and module_has_submodule(config.module, "privacy"):
            asked = getattr(import_module(f"{config.name}.privacy"), "agreements", None)
            found += asked(contact) if asked else []
    return found


def looks(person: Person) -> list[Look]:
    """Reads by others of what is sensitive about them, newest first; by role, for a name would be the reader's."""
    ends = "|".join(LOOKS)
    about = AuditEntry.objects.filter(target__in=uuids_about(person), action__regex=rf"[._]({ends})$")
    rows = list(about.exclude(actor__in=person.uuids).order_by("-pk")[:MOST])
    roles = {member.uuid: member.role_words for member in Member.objects.filter(uuid__in=[row.actor for row in rows])}
    return [
        Look(
            row.at,
            roles.get(row.actor, _("somebody")) if row.actor else _("somebody"),
            str(LOOKED_AT.get(row.kind, row.kind)),
        )
        for row in rows
    ]
