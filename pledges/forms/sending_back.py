"""Why a held pledge goes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledges.models.sending_back import WHAT_TO_DO
from stories.models import REPLIES, Reason


class SendBackForm(forms.Form):
    """One of the saved reasons, each with its house rule and what its maker reads."""

    reason = forms.ChoiceField(
        label=_("Why does it go back?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason"), "invalid_choice": _("Choose a reason")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reason"]
        field.choices = [(reason.value, in_full(reason)) for reason in Reason]


def in_full(reason: Reason) -> str:
    """The house rule by its number, and what is said."""
    words = _("House rule %(rule)s: %(reason)s. “%(sentence)s”")
    return words % {"rule": REPLIES[reason].rule, "reason": reason.label, "sentence": WHAT_TO_DO[reason]}
