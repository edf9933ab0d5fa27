"""What is said beside an answer, what could help, and thanks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledges.forms.words import LineField
from pledges.models import Answer, Visibility

LETTER_LENGTH = 2000
LINES = forms.Textarea(attrs={"rows": 3})


def who_reads(answer: Answer) -> Any:
    """Who sees the line, before it is written."""
    if answer.pledge.is_open_to_hosts:
        return _("You and the hosts can read this.")
    return _("Only you can read this.")


def who_helps(answer: Answer, *, is_private: bool) -> Any:
    """Who sees what would help, before it is written."""
    if not is_private:
        return _("The hosts can read this, so that they can help. Nobody else can.")
    if answer.pledge.visibility == Visibility.GROUP:
        return _("The leads of your group can read this, and the hosts once you ask them.")
    return _("Only you can read this, until you ask the hosts.")


class NoteForm(forms.ModelForm):
    """A line about what happened."""

    note = LineField(label=_("What happened?"), at_most=300, required=False, widget=LINES)

    class Meta:
        model = Answer
        fields = ["note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = who_reads(self.instance)


class StuckForm(forms.ModelForm):
    """One question, and a line for whoever may help."""

    note = LineField(label=_("Who or what would help?"), at_most=300, required=False, widget=LINES)

    class Meta:
        model = Answer
        fields = ["stuck_on", "note"]
        labels = {"stuck_on": _("What is in the way?")}
        widgets = {"stuck_on": forms.RadioSelect}

    def __init__(self, *args: Any, is_private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stuck_on: Any = self.fields["stuck_on"]
        stuck_on.choices, stuck_on.required = Answer.StuckOn.choices, True
        stuck_on.error_messages["required"] = _("Choose what is in the way")
        self.fields["note"].help_text = who_helps(self.instance, is_private=is_private)

    def clean(self) -> dict[str, Any]:
        """Words written for another reason are asked for anew: they may have been for other ears."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        was = self.initial.get("stuck_on")
        if was and cleaned.get("stuck_on") != was and "note" not in self.changed_data:
            cleaned["note"] = ""
        return cleaned


class LetterForm(forms.Form):
    """To whoever can say yes."""

    letter = LineField(
        label=_("Your letter"), at_most=LETTER_LENGTH, widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Write your letter")},
    )  # fmt: skip


class OfferForm(forms.Form):
    """What a host offers."""

    words = LineField(
        label=_("What could help?"), at_most=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They get these words by email, with your name."),
        error_messages={"required": _("Write what could help")},
    )  # fmt: skip
    who = LineField(
        label=_("Who could help?"), at_most=160, required=False,
        help_text=_("A name and how to reach them. Only somebody who said yes to it."),
    )  # fmt: skip


class ThanksForm(forms.Form):
    """A line, for its maker alone."""

    line = LineField(
        label=_("A line with it"), at_most=200, required=False, help_text=_("Only the person who kept it reads this.")
    )


class ThreeLinesForm(forms.Form):
    """What happened, what changed, what one would tell: as the questions of a story ask it."""

    marks_optional = False
    happened = LineField(label=_("What did you do?"), at_most=600, required=False, widget=LINES)
    changed = LineField(label=_("What changed?"), at_most=600, required=False, widget=LINES)
    would_tell = LineField(label=_("What would you tell someone trying it?"), at_most=600, required=False, widget=LINES)

    def clean(self) -> dict[str, Any]:
        """At least one of them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            self.add_error("happened", _("Write one line at least"))
        return cleaned
