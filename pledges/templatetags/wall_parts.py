"""The large pieces of a wall: drawn once for what it shows, and kept until it shows something else."""

from datetime import date

from django.utils import timezone

from collab.kit.components.library import Components
from pledges.models.screens import views_of
from pledges.models.walls import patches_of, rows_of

register = Components()
OPEN_PLACES = 3


@register.part("pledges/_wall_quilt.html")
def wall_quilt(text: str, today: date, *, is_open: bool, pledge_url: str = "") -> dict[str, object]:
    """The quilt of a wall's text; with an address, the open patch leads there. Days in words depend on today."""
    patches = patches_of(rows_of(text), now=timezone.now())
    return {"patches": patches, "is_open": is_open, "pledge_url": pledge_url, "open_places": OPEN_PLACES}


@register.part("pledges/_screen_view.html")
def screen_view(text: str, today: date, number: int) -> dict[str, object]:
    """One picture of the projector, the newest patch alone, and how many pictures there are."""
    patches = patches_of(rows_of(text), now=timezone.now())
    views = views_of([(len(str(patch["text"])) + 2, len(str(patch["who"])) + 1) for patch in patches])
    view = views[(number - 1) % len(views)] if views else None
    placed = [(width, patches[place]) for place, width in view.places] if view else []
    scale = view.scale if view else ""
    return {"placed": placed, "scale": scale, "newest": patches[:1], "views": len(views), "number": number}
