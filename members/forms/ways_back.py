"""What an organiser says when they let somebody back in."""

from django import forms
from django.utils.translation import gettext_lazy

from members.forms.sign_in import BAD_EMAIL

CHECKS = [
    ("in_person", gettext_lazy("I know them, and we met")),
    ("question", gettext_lazy("By phone, with a question we had agreed")),
    ("vouched", gettext_lazy("Somebody we both trust was there and knew them")),
]


class CheckedForm(forms.Form):
    """How an organiser knows who is asking. The log keeps it."""

    check = forms.ChoiceField(
        label=gettext_lazy("How did you check who they are?"),
        choices=CHECKS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you checked who they are")},
    )


class AddressForm(CheckedForm):
    """Another address for somebody who cannot reach their email."""

    email = forms.EmailField(
        label=gettext_lazy("Their other email address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Enter the other email address"),
            "invalid": BAD_EMAIL,
            "max_length": BAD_EMAIL,
        },
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["email", "check"]

    def refuse_address(self) -> None:
        """Somebody signs in with it already."""
        self.add_error("email", gettext_lazy("Enter another address. Somebody signs in with this one already"))


class ResetForm(CheckedForm):
    """The second step of somebody who lost their phone."""

    # Two forms on one page ask the same question; the ids must differ.
    prefix = "reset"
