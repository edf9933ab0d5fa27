"""The table of what is kept, and for how long, from the same declarations that the nightly job carries out."""

from typing import Any

from django import template

from collab.privacy.tables import table_for_people

register = template.Library()


@register.inclusion_tag("pages/_retention_rows.html")
def retention_table() -> dict[str, Any]:
    """What we keep, so that …, and for how long."""
    return {"kinds": table_for_people()}
