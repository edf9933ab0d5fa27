"""An email address, a code, and the second factor."""

import re
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members.actions.second_factors import authenticators, has_app
from members.models import Member

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BAD_EMAIL = gettext_lazy("Enter an email address in the format name@example.com")


class SignInForm(forms.Form):
    """Whose account it is."""

    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("We send a code of 6 numbers to it. There is no password."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Enter your email address"),
            "invalid": BAD_EMAIL,
            "max_length": BAD_EMAIL,
        },
        # "webauthn" lets the browser offer a passkey in this box; one without passkeys offers addresses.
        widget=forms.EmailInput({"autocomplete": "username webauthn", "spellcheck": "false"}),
    )


def code_field(label: "str | _StrPromise", hint: "str | _StrPromise" = "") -> forms.CharField:
    """Numbers, with or without spaces; phones offer the number keys and the code from the message."""
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "spellcheck": "false",
        "class": "govuk-input--width-10",
    }
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the code")},
        widget=forms.TextInput(attrs),
    )


class CodeForm(forms.Form):
    """The six numbers from the email."""

    code = code_field(gettext_lazy("Your code"), gettext_lazy("6 numbers, like 482 913. They work for 15 minutes."))

    def __init__(self, *args: object, process: LoginCodeVerificationProcess, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.process = process

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        # No guess at all: letters, or too few or too many numbers. It does not use up a try.
        if not re.fullmatch(r"[0-9]{6}", re.sub(r"[\s-]", "", code)):
            raise ValidationError(_("Enter the 6 numbers"), code="invalid")
        if not compare_user_code(actual=code, expected=self.process.code):
            raise ValidationError(self._tries_left(), code="wrong")
        return code

    @property
    def is_wrong(self) -> bool:
        """Six numbers, and other ones."""
        return self.has_error("code", "wrong")

    def _tries_left(self) -> str:
        left = self.process.max_attempts - self.process.state["failed_attempts"] - 1
        return ngettext(
            "That code does not match. Check the email and try again. You have %(left)s try left",
            "That code does not match. Check the email and try again. You have %(left)s tries left",
            left,
        ) % {"left": left}


class SecondFactorForm(forms.Form):
    """The numbers from an authenticator app, or a recovery code."""

    code = code_field(gettext_lazy("The 6 numbers in your app"), gettext_lazy("You can use a recovery code instead."))

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.member = member
        self.used: Authenticator | None = None
        if not has_app(member):
            self.fields["code"].label = _("A recovery code")
            self.fields["code"].help_text = _("8 numbers. Each works once.")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.used = next((row for row in authenticators(self.member) if row.wrap().validate_code(code)), None)
        if self.used is None:
            raise ValidationError(
                _("That code does not match, or was used before. Wait for the next one"), code="wrong"
            )
        return code


class SetUpForm(forms.Form):
    """Proof that the app has the secret."""

    code = code_field(gettext_lazy("The 6 numbers it shows"))

    def __init__(self, *args: object, secret: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.secret = secret

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise ValidationError(_("That code does not match. Wait for the next one and try again"), code="wrong")
        return code
