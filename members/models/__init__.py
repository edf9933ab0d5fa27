"""People with and without an account, organisations, sectors, places and topics."""

from members.models.accounts import Member, Role, SignedInRequest
from members.models.imports import Import, ImportRow
from members.models.audience import Part, Shown
from members.models.joining import ApprovedDomain, Helper, Invitation, JoinRequest
from members.models.organisations import Organisation
from members.models.people import Contact, Profile
from members.models.vocabularies import Place, Sector, Topic

__all__ = [
    "Contact",
    "Import",
    "ImportRow",
    "Member",
    "Organisation",
    "ApprovedDomain",
    "Contact",
    "Helper",
    "Invitation",
    "JoinRequest",
    "Member",
    "Organisation",
    "Part",
    "Place",
    "Profile",
    "Role",
    "Sector",
    "Shown",
    "SignedInRequest",
    "Topic",
]
