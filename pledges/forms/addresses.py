"""An email address that is given after a pledge was made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import check_email

TYPED_ON_A_PHONE = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}


class AddressForm(forms.Form):
    """Where to ask how it goes."""

    email = forms.CharField(
        label=_("Your email"),
        help_text=_("We send you one email first, to check the address is yours."),
        widget=forms.EmailInput(TYPED_ON_A_PHONE),
        error_messages={"required": _("Enter your email address")},
    )

    def clean_email(self) -> str:
        """One address in the usual shape; they are kept in small letters."""
        typed: Any = self.cleaned_data["email"]
        return check_email(typed).lower()
