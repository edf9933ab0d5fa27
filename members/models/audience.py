"""Who may read which part of a profile. `Profile.shown_to` is the one door; nothing else hands parts out."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from members.models.vocabularies import Place, Sector, Topic

if TYPE_CHECKING:
    from members.models.people import Profile


class Part(models.TextChoices):
    """What has an audience of its own: members, or everyone in public. Only a name has none."""

    PHOTO = "photo", _("photo")
    ORGANISATION = "organisation", _("organisation and sector")
    DOES = "does", _("what you do")
    ABOUT = "about", _("about you")
    CARES_ABOUT = "cares_about", _("what you care about")
    OFFERS = "offers", _("what you can help with")
    ASKS = "asks", _("what you are looking for")
    PLACES = "places", _("your places and your patch")
    LANGUAGES = "languages", _("languages")
    HOW_TO_REACH = "how_to_reach", _("how to reach you")


@dataclass(frozen=True)
class Shown:
    """What one viewer reads of a person. A part that is not for them is as empty as one that was never filled in."""

    uuid: UUID
    name: str
    photo: UUID | None = None
    photo_alt: str = ""
    organisation: Organisation | None = None
    organisation_typed: str = ""
    also_at: list[Organisation] = field(default_factory=list)
    sector: Sector | None = None
    does: str = ""
    about: str = ""
    cares_about: list[Topic] = field(default_factory=list)
    offers: str = ""
    asks: str = ""
    places: list[Place] = field(default_factory=list)
    patch: str = ""
    languages: str = ""
    how_to_reach: str = ""


def shown(profile: "Profile", parts: frozenset[str]) -> Shown:
    """These parts of a profile; the rows of the others are not even asked for."""
    contact = profile.member.contact
    found: dict[str, object] = {}
    if Part.PHOTO in parts:
        found |= {"photo": profile.photo, "photo_alt": profile.photo_alt}
    if Part.ORGANISATION in parts:
        found |= {"organisation": contact.organisation, "organisation_typed": contact.organisation_typed}
        ties = vars(contact).get("live_ties", [])
        also_at = [tie.organisation for tie in ties if tie.organisation_id != contact.organisation_id]
        found |= {"sector": contact.sector, "also_at": also_at}
    if Part.PLACES in parts:
        found |= {"places": list(profile.places.all()), "patch": profile.patch}
    if Part.CARES_ABOUT in parts:
        found |= {"cares_about": list(profile.cares_about.all())}
    found |= {part: getattr(profile, part) for part in WORDS & parts}
    return Shown(profile.uuid, contact.name, **found)  # type: ignore[arg-type]


WORDS = frozenset(
    str(part) for part in (Part.DOES, Part.ABOUT, Part.OFFERS, Part.ASKS, Part.LANGUAGES, Part.HOW_TO_REACH)
)
EVERY_PART = frozenset(str(part) for part in Part)
