"""People with and without an account, organisations, sectors, places and topics."""

from members.models.accounts import Member, Role, SignedInRequest
from members.models.affiliations import Affiliation
from members.models.audience import Part, Shown
from members.models.imports import Import, ImportRow
from members.models.joining import ApprovedDomain, Helper, Invitation, JoinRequest
from members.models.organisations import Organisation
from members.models.people import Contact, Profile
from members.models.requests import Download, Leaving
from members.models.signing_in import OutsideIdentity, SecondAddress, SignIn
from members.models.vocabularies import OldSlug, OrganisationKind, Place, Sector, Topic

__all__ = [
    "Affiliation",
    "ApprovedDomain",
    "Contact",
    "Download",
    "Helper",
    "Import",
    "ImportRow",
    "Invitation",
    "JoinRequest",
    "Leaving",
    "Member",
    "OldSlug",
    "Organisation",
    "OrganisationKind",
    "OutsideIdentity",
    "Part",
    "Place",
    "Profile",
    "Role",
    "SecondAddress",
    "Sector",
    "Shown",
    "SignIn",
    "SignedInRequest",
    "Topic",
]
