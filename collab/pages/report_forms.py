"""What somebody tells us, and what those who read it decide."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea, DecoyField
from collab.reporting import AT_RISK
from commons.models import Ending, Outcome, Wrong

LONGEST = 3000


class ComplaintForm(forms.Form):
    """Words, and an address if they want an answer. The key makes a form that is sent twice one report."""

    words = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST,
        widget=CountedTextarea(maximum=LONGEST, attrs={"rows": 6}),
        error_messages={
            "required": _("Tell us what happened"),
            "max_length": _("Make it shorter: at most 3,000 letters"),
        },
    )
    answer_to = forms.EmailField(
        label=_("Your email, if you want an answer"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an email like jim@example.org")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    website = DecoyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class ReportForm(ComplaintForm):
    """What is wrong comes first."""

    wrong = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[*Wrong.choices[:3], (AT_RISK, _("Someone may be at risk")), *Wrong.choices[3:]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong")},
    )

    field_order = ["wrong", "words", "answer_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Tell us more")
        self.fields["words"].error_messages["required"] = _("Tell us a little more")


class DecisionForm(forms.Form):
    """What was decided, and the sentence that the person who told us reads."""

    outcome = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found")},
    )
    sentence = forms.CharField(
        label=_("What the person who told us reads"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One or two kind sentences: what you found, and what you did."),
        error_messages={"required": _("Write a sentence for the person who told us")},
    )

    def __init__(self, *args: Any, is_complaint: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_complaint:
            self.fields["outcome"].choices = Outcome.choices[:2]  # type: ignore[attr-defined]

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class NoteForm(forms.Form):
    """What a safeguarding lead wants to remember, and the end of it when there is one."""

    words = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Only safeguarding leads read it."),
        error_messages={"required": _("Write what you did or decided")},
    )
    ending = forms.ChoiceField(
        label=_("Is it finished?"),
        choices=[("", _("Not yet")), *Ending.choices],
        required=False,
        widget=forms.RadioSelect,
    )
