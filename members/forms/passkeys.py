"""What a browser answers when it made or used a passkey. The script of the page fills it in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy

from members.actions.passkeys import NAME_LENGTH, passkey_used, webauthn
from members.models import Member

NOT_MADE = gettext_lazy("The passkey was not made. Try again")
NOT_KNOWN = gettext_lazy("We do not know that passkey. Ask for a code instead")
# A browser's answer has some 2 kB.
MOST_BYTES = 20_000


class NameForm(forms.Form):
    """What its owner calls a passkey."""

    name = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        help_text=gettext_lazy("Such as: my phone, or the laptop at work."),
        max_length=NAME_LENGTH,
        error_messages={
            "required": gettext_lazy("Enter a name for the passkey"),
            "max_length": gettext_lazy("Cut the name to 60 letters or fewer"),
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def answer_field() -> forms.JSONField:
    """The browser's answer as JSON, in a box that nobody sees."""
    return forms.JSONField(widget=forms.HiddenInput, error_messages={"required": NOT_MADE, "invalid": NOT_MADE})


class PasskeyForm(NameForm):
    """A passkey that the browser has just made."""

    credential = answer_field()

    def clean_credential(self) -> dict[str, Any]:
        credential = checked(self.cleaned_data["credential"])
        try:
            webauthn().parse_registration_response(credential)
            # The challenge asked for a finger, and this refuses an answer without one.
            webauthn().complete_registration(credential)
        except (ValidationError, TypeError, ValueError, KeyError, AttributeError) as error:
            raise ValidationError(NOT_MADE, code="wrong") from error
        return credential


class PasskeyUseForm(forms.Form):
    """A passkey that the browser has just used. `member` is whose it must be, None for a visitor."""

    credential = answer_field()

    def __init__(self, *args: Any, member: Member | None, challenge: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.challenge = member, challenge

    def clean_credential(self) -> Authenticator:
        credential = checked(self.cleaned_data["credential"])
        try:
            row = passkey_used(self.member, credential, self.challenge)
        except (ValidationError, BadSignature, TypeError, ValueError, KeyError, AttributeError) as error:
            raise ValidationError(NOT_KNOWN, code="wrong") from error
        if not row.user.is_active:
            raise ValidationError(NOT_KNOWN, code="suspended")
        return row


def checked(answer: Any) -> dict[str, Any]:
    """An object of a size that a browser may answer."""
    if not isinstance(answer, dict) or len(str(answer)) > MOST_BYTES:
        raise ValidationError(NOT_MADE, code="odd")
    return answer
