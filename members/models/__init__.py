"""People with and without an account, organisations, sectors, places and topics."""

from members.models.accounts import Member, Role, SignedInRequest
from members.models.organisations import Organisation
from members.models.people import Contact, Profile
from members.models.signing_in import OutsideIdentity, SecondAddress, SignIn
from members.models.vocabularies import Place, Sector, Topic

__all__ = [
    "Contact",
    "Member",
    "Organisation",
    "OutsideIdentity",
    "Place",
    "Profile",
    "Role",
    "SecondAddress",
    "Sector",
    "SignIn",
    "SignedInRequest",
    "Topic",
]
