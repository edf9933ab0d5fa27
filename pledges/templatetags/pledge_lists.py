"""The rows of the list of pledges."""

from typing import Any

from collab.kit.components.library import Components

register = Components()


@register.part("pledges/_patches.html")
def pledge_rows(patches: list[dict[str, Any]]) -> dict[str, Any]:
    """The same patches are drawn once; which they are is read each time."""
    return {"patches": patches}
