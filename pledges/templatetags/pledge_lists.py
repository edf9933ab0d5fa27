"""The rows of the list of pledges, and what else goes on of one person's."""

from typing import Any

from collab.kit.components.library import Components
from pledges.emails import private_path
from pledges.models import Pledge

register = Components()
ENOUGH, MOST_SHOWN = 2, 5


@register.part("pledges/_patches.html")
def pledge_rows(patches: list[dict[str, Any]]) -> dict[str, Any]:
    """The same patches are drawn once; which they are is read each time."""
    return {"patches": patches}


@register.inclusion_tag("pledges/_going_on.html")
def others_going_on(pledge: Pledge) -> dict[str, Any]:
    """Two or more others of the same person, once the address of this one was confirmed: finish or let one go first?"""
    if pledge.contact is None or pledge.confirmed_at is None or not pledge.is_live:
        return {"rows": []}
    others = Pledge.objects.by(pledge.contact).live().exclude(pk=pledge.pk).order_by("made_at", "pk")[:MOST_SHOWN]
    rows = [(other, private_path(other)) for other in others]
    return {"rows": rows if len(rows) >= ENOUGH else []}
