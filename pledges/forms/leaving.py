"""What is to become of each pledge."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from members.models import Contact
from pledges.actions.leaving import Choice
from pledges.models import Fate, Pledge


class LeavingForm(forms.Form):
    """Three answers for each live pledge; a colleague to choose where there are any."""

    # The second question counts with one answer to the first: "optional" would mislead.
    marks_optional = False

    def __init__(self, *args: Any, pledges: Sequence[Pledge], colleagues: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledges = pledges
        self.colleagues = {str(contact.uuid): contact for contact in colleagues}
        for number, pledge in enumerate(pledges):
            self._add(number, pledge)

    def _add(self, number: int, pledge: Pledge) -> None:
        offered = [choice for choice in Fate.choices if self.colleagues or choice[0] != Fate.PASS_ON]
        self.fields[f"fate_{number}"] = forms.ChoiceField(
            label=f"“{pledge.sentence}”", choices=offered, initial=Fate.TAKE, widget=forms.RadioSelect
        )
        if self.colleagues:
            names = [(uuid, contact.name) for uuid, contact in self.colleagues.items()]
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=_("Who could take it on?"),
                help_text=_("Only if you pass it on. They get an email and say yes or no."),
                choices=[("", _("Choose a person")), *names],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Passing on needs somebody to pass it on to."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for number, _pledge in enumerate(self.pledges):
            if data.get(f"fate_{number}") == Fate.PASS_ON and not data.get(f"to_{number}"):
                self.add_error(f"to_{number}", _("Choose who could take it on"))
        return data

    def choices(self) -> Iterator[Choice]:
        """One for each pledge."""
        for number, pledge in enumerate(self.pledges):
            to = self.colleagues.get(self.cleaned_data.get(f"to_{number}", ""))
            yield Choice(pledge, self.cleaned_data[f"fate_{number}"], to)
