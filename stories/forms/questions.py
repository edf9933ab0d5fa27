"""What a member asks, and what a teller answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.forms.telling import cut_to


class AskForm(forms.Form):
    """How did you do it?"""

    words = forms.CharField(
        label=_("What would you like to know?"), validators=[cut_to(1000)], widget=forms.Textarea({"rows": 5}),
        help_text=_("They read your name and where you are from. Your address stays here."),
        error_messages={"required": _("Write your question")},
    )  # fmt: skip


class AnswerHowForm(forms.Form):
    """What the teller says."""

    words = forms.CharField(
        label=_("Your answer"), validators=[cut_to(4000)], widget=forms.Textarea({"rows": 8}),
        help_text=_("Write your number or your address only if you want them to have it."),
        error_messages={"required": _("Write your answer")},
    )  # fmt: skip
