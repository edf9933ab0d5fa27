"""Where a story was used."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.days import PastDayField
from stories.forms.telling import cut_to
from stories.models import Use


class UsedForm(forms.Form):
    """One use that everyone in the story agreed to."""

    use = forms.ChoiceField(
        label=_("How was it used?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it was used"), "invalid_choice": _("Choose one of these")},
    )  # fmt: skip
    where = forms.CharField(
        label=_("Where?"), validators=[cut_to(160)], error_messages={"required": _("Enter where it was used")},
        help_text=_("Such as: the report of the October meeting, 200 copies."),
    )  # fmt: skip
    on = PastDayField(label=_("On which day?"), help_text=_("Like 3 March. Empty is today."))

    def __init__(self, data: object = None, *, uses: Sequence[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [(value, label) for value, label in Use.choices if value in uses]
        cast(forms.ChoiceField, self.fields["use"]).choices = choices
