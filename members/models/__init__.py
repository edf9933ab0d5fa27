"""People with and without an account, organisations, sectors, places and topics."""

from members.models.accounts import Member, Role, SignedInRequest
from members.models.affiliations import Affiliation
from members.models.joining import ApprovedDomain
from members.models.organisations import Organisation
from members.models.people import Contact, Profile
from members.models.vocabularies import OldSlug, OrganisationKind, Place, Sector, Topic

__all__ = [
    "Affiliation",
    "ApprovedDomain",
    "Contact",
    "Member",
    "OldSlug",
    "Organisation",
    "OrganisationKind",
    "Place",
    "Profile",
    "Role",
    "Sector",
    "SignedInRequest",
    "Topic",
]
