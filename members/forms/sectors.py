"""The choice of a sector, from the process's copy: two forms that everybody meets ask for no query."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from collab.kit.forms import SectorPicker
from members.models import Sector
from members.models.vocabularies import sectors_now


class SectorChoices(ModelChoiceIterator):
    """The options, drawn from the copy."""

    def __iter__(self) -> Iterator[Any]:
        return (self.choice(sector) for sector in sectors_now())


class SectorField(forms.ModelChoiceField):
    """One sector as a patch of cloth, or none."""

    iterator = SectorChoices
    widget = SectorPicker

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Sector.objects.all(), empty_label=None, required=False, **kwargs)

    def to_python(self, value: Any) -> Sector | None:
        """The row that was chosen."""
        if value in self.empty_values:
            return None
        key = self.to_field_name or "pk"
        chosen = next((sector for sector in sectors_now() if str(getattr(sector, key)) == str(value)), None)
        # One that is newer than the copy is looked up as always.
        return chosen or super().to_python(value)
