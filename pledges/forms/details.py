"""What helps to keep a pledge."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.days import DayField
from collab.kit.forms import CountedTextarea
from pledges.forms.words import ActField, LineField, needs_look
from pledges.models import WALL_LENGTH, Pledge, Visibility

NEWER = _("You changed this to “%(words)s” on another page. Save again to replace it")
EMPTIED = _("You emptied this on another page. Save again to replace it")


class DetailsForm(forms.ModelForm):
    """What helps to keep a pledge; each box is optional but the words themselves."""

    act = ActField(widget=CountedTextarea(maximum=WALL_LENGTH, attrs={"rows": 3, "class": "voice"}))
    cue = LineField(
        label=_("When and where will you do it?"), required=False, at_most=200,
        help_text=_("Like: after the Monday meeting, at the hall"),
    )  # fmt: skip
    by_on = DayField(label=_("By which day?"), help_text=_("Like 3 March, or next Friday"))
    first_step = LineField(label=_("A first small step"), required=False, at_most=200)
    first_step_on = DayField(label=_("When, in the next 7 days?"))
    role_or_place = LineField(
        label=_("Your role or place"), required=False, at_most=80, help_text=_("Shown after your first name")
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it?"),
        choices=[(Visibility.PUBLIC, _("Anyone")), (Visibility.MEMBERS, _("Members of this network")),
                 (Visibility.PARTNER, _("Only me"))],
        widget=forms.RadioSelect,
    )  # fmt: skip

    class Meta:
        model = Pledge
        fields = ["act", "cue", "by_on", "first_step", "first_step_on", "role_or_place", "visibility"]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if self.instance.group is not None:
            visibility: Any = self.fields["visibility"]
            visibility.choices = [(Visibility.GROUP, self.instance.group.name), *visibility.choices]
        for field in self.fields.values():
            field.show_hidden_initial = True
        if data is not None:
            opened = {self.add_initial_prefix(name): self._stored(name) for name in self.fields}
            self.data: Any = data.copy()
            self.data.update({name: value for name, value in opened.items() if name not in data})

    def _stored(self, name: str) -> str:
        """A field as the form shows it, of the row as it is now."""
        return str(self.fields[name].prepare_value(self.initial.get(name)) or "")

    def clean_first_step_on(self) -> date | None:
        """Soon, so that it is a first step."""
        day: date | None = self.cleaned_data["first_step_on"]
        changed = day != self.initial.get("first_step_on")
        if day and changed and day > timezone.localdate() + timedelta(days=7):
            raise ValidationError(_("Choose a day in the next 7 days"), code="far")
        return day

    def clean(self) -> dict[str, Any]:
        """New words that hold a number or a full name wait for a look, as they would on the wall."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._mind_newer_words(cleaned)
        if {"act", "role_or_place"} & set(self.changed_data):
            doubtful = needs_look(cleaned.get("act", ""), cleaned.get("role_or_place", ""))
            self.instance.is_held = self.instance.is_held or doubtful
        return cleaned

    def _mind_newer_words(self, cleaned: dict[str, Any]) -> None:
        """What an older page did not change stays as it is now; what both changed is replaced at the second press."""
        changed = self.changed_data
        for name in list(cleaned):
            opened, stored = self.add_initial_prefix(name), self._stored(name)
            if name not in changed:
                cleaned[name] = self.initial.get(name)
            elif self.data[opened] != stored and cleaned[name] != self.initial.get(name):
                self.data[opened] = stored
                words = dict(getattr(self.fields[name], "choices", ())).get(stored, stored)
                self.add_error(name, NEWER % {"words": words} if words else EMPTIED)
