"""What is shown of somebody at each naming level, and which level hides more."""

from uuid import UUID

from django.utils.translation import gettext as _

from members.models import Sector
from stories.models.consent import NamingLevel
from stories.models.stories import Story

# From all to nothing. What stands later hides more.
LESS_AND_LESS = [NamingLevel.FULL, NamingLevel.ROLE, NamingLevel.PLACE, NamingLevel.MADE_UP, NamingLevel.NONE]
# Ours, so that a made-up name can stand at once: nobody has to check it.
MOST_SHOWN = 160
MADE_UP_NAMES = ["Alex", "Asha", "Bryn", "Carys", "Dara", "Ellis", "Jude", "Kit", "Mina", "Noor", "Robin", "Sol"]


def hides_more(after: str, before: str) -> bool:
    """Whether the first level shows less of somebody than the second, or just as much."""
    return LESS_AND_LESS.index(NamingLevel(after)) >= LESS_AND_LESS.index(NamingLevel(before))


def shown_as(naming: str, *, typed: str, story: Story, sector: Sector | None, uuid: UUID) -> str:
    """The words for somebody at this level: those that were typed, or else our own, which need no check."""
    place = story.place.name if story.place else story.place_text
    ours = {
        NamingLevel.FULL.value: typed,
        NamingLevel.ROLE.value: typed
        or (_("Someone from %(sector)s") % {"sector": sector} if sector else _("Someone")),
        NamingLevel.PLACE.value: _("Someone from %(place)s") % {"place": place} if place else _("Someone"),
        NamingLevel.MADE_UP.value: typed or made_up_name(uuid),
        NamingLevel.NONE.value: "",
    }
    return ours[naming][:MOST_SHOWN]


def made_up_name(uuid: UUID) -> str:
    """Always the same for one quote or person, and no clue to who it is: the uuid is random."""
    return _("%(name)s, a made-up name") % {"name": name_for(uuid)}


def name_for(uuid: UUID) -> str:
    """The made-up name alone."""
    return MADE_UP_NAMES[uuid.int % len(MADE_UP_NAMES)]
