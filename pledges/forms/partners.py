"""Who somebody is that was handed the link of a pledge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import DecoyField
from pledges.forms.words import LineField

EMAIL_LIKE = _("Enter an email address in the format name@example.com")


class NameForm(forms.Form):
    """A name and an address; the address gets the button."""

    name = LineField(label=_("Your name"), at_most=120, error_messages={"required": _("Enter your name")})
    email = forms.EmailField(
        label=_("Your email"),
        help_text=_("We send you one email with a button. With it you are there."),
        error_messages={"required": _("Enter your email address"), "invalid": EMAIL_LIKE},
    )
    nickname = DecoyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}

    def clean_email(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()
