"""What helps to keep a pledge, and what is said of it later."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea
from pledges.forms.days import DayField
from pledges.forms.words import ActField, needs_look
from pledges.models import WALL_LENGTH, Answer, Pledge, Visibility


class DetailsForm(forms.ModelForm):
    """What helps to keep a pledge; each box is optional but the words themselves."""

    act = ActField(widget=CountedTextarea(maximum=WALL_LENGTH, attrs={"rows": 3, "class": "voice"}))
    cue = forms.CharField(
        label=_("When and where will you do it?"), required=False, max_length=200,
        help_text=_("Like: after the Monday meeting, at the hall"),
    )  # fmt: skip
    by_on = DayField(label=_("By which day?"), help_text=_("Like 20 November, or next Friday"))
    first_step = forms.CharField(label=_("A first small step"), required=False, max_length=200)
    first_step_on = DayField(label=_("When, in the next 7 days?"))
    role_or_place = forms.CharField(
        label=_("Your role or place"), required=False, max_length=80, help_text=_("Shown after your first name")
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
        if {"act", "role_or_place"} & set(self.changed_data):
            doubtful = needs_look(cleaned.get("act", ""), cleaned.get("role_or_place", ""))
            self.instance.is_held = self.instance.is_held or doubtful
        return cleaned


class NoteForm(forms.ModelForm):
    """A line about what happened, or about what is in the way."""

    class Meta:
        model = Answer
        fields = ["stuck_on", "note"]
        labels = {"stuck_on": _("What is in the way?"), "note": _("What happened?")}
        widgets = {"stuck_on": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": _("You and the hosts can read this.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.said == Answer.Said.STUCK:
            self.fields["stuck_on"].choices = Answer.StuckOn.choices  # type: ignore[attr-defined]
            self.fields["note"].label = _("Tell us more")
        else:
            del self.fields["stuck_on"]
