"""Where somebody comes from: pick from a list or type."""

from typing import Any

from django import forms

from collab.kit.copies import Copy
from members.models import Organisation

ORGANISATIONS_OFFERED = 100

# The same names for everybody, and a hint only: anything may be typed.
OFFERED = Copy(lambda: list(Organisation.objects.values_list("name", flat=True)[:ORGANISATIONS_OFFERED]), seconds=10)


class OrganisationInput(forms.TextInput):
    """Pick from a list or type: the list only helps, and anything may be typed."""

    template_name = "members/_organisation_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's box, and the names to offer; only drawing the box asks for them."""
        context: dict[str, Any] = super().get_context(name, value, {**(attrs or {}), "list": "organisations"})
        context["offered"] = OFFERED.now()
        return context
