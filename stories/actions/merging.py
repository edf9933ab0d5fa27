"""What in this app points at an organisation, a place or a topic, and moves when two of them are made one."""

from django.utils.translation import gettext_lazy as _

from collab.kit.moves import KeyMove, ManyMove, Move
from stories.models import Story


def moves() -> list[Move]:
    """All of them."""
    return [
        KeyMove(Story, "place", _("stories")),
        ManyMove(Story.topics.through, "topic", _("stories")),
        ManyMove(Story.organisations.through, "organisation", _("stories")),
    ]
