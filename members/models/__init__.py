"""People with and without an account, organisations, sectors, places and topics."""

from members.models.accounts import Member, Role, SignedInRequest
from members.models.organisations import Organisation
from members.models.people import Contact, Profile
from members.models.requests import Download, Leaving
from members.models.vocabularies import Place, Sector, Topic

__all__ = [
    "Contact",
    "Download",
    "Leaving",
    "Member",
    "Organisation",
    "Place",
    "Profile",
    "Role",
    "Sector",
    "SignedInRequest",
    "Topic",
]
