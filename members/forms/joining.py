"""Inviting somebody, asking to join, deciding who may, and naming a trusted person."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea, DecoyField
from members.forms.profile import name_field, one_line, organisation_field
from members.forms.sectors import SectorField
from members.forms.sign_in import BAD_EMAIL
from members.models import Member

WORDS_FIT, REASON_FITS = 600, 400
AN_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def email_field(label: Any, required: Any, hint: Any = "") -> forms.EmailField:
    """An address in the usual shape."""
    return forms.EmailField(
        label=label,
        help_text=hint,
        max_length=254,
        error_messages={"required": required, "invalid": BAD_EMAIL, "max_length": BAD_EMAIL},
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )


def words_field(label: Any, required: Any, hint: Any = "", *, maximum: int = WORDS_FIT) -> forms.CharField:
    """A few sentences. Too many come back to be trimmed and are never cut."""
    return forms.CharField(
        label=label,
        help_text=hint,
        error_messages={"required": required},
        widget=CountedTextarea(maximum=maximum, attrs={"rows": 4}),
    )


def fits(words: str, maximum: int) -> str:
    """The words, or how many letters to cut."""
    if (over := len(words) - maximum) > 0:
        raise ValidationError(_("Cut %(over)s characters"), code="long", params={"over": over})
    return words


class InvitationForm(forms.Form):
    """Whom, and why: their own words are what makes it an invitation."""

    email = email_field(_("Their email address"), _("Enter their email address"))
    name = forms.CharField(label=_("Their name"), max_length=120, required=False)
    words = words_field(
        _("Why do you invite them?"),
        _("Write a sentence, so that they know it is from you"),
        _("They read this in the email. Such as: we talked on Wednesday about the food shelf."),
    )
    email.widget.attrs["autocomplete"] = "off"

    def __init__(self, *args: Any, inviter: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inviter = inviter

    def clean_email(self) -> str:
        """Somebody else's."""
        email: str = self.cleaned_data["email"].lower()
        if email == self.inviter.email.lower():
            raise ValidationError(_("That is your own address. Enter theirs"), code="own")
        return email

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_words(self) -> str:
        """No addresses of web pages: an invitation is not a way to spread them."""
        words: str = fits(self.cleaned_data["words"], WORDS_FIT)
        if AN_ADDRESS.search(words):
            raise ValidationError(_("Leave out web addresses. The email has the one they need"), code="link")
        return words


class AskToJoinForm(forms.Form):
    """Who they are, and a line on why."""

    name = name_field()
    email = email_field(
        _("Your email address"),
        _("Enter your email address"),
        _("We write to it, so that we know it is yours. A work address helps us to see who you are."),
    )
    organisation = organisation_field()
    sector = SectorField(
        label=_("Which of these is nearest to you?"),
        to_field_name="slug",
        blank=True,
        error_messages={"invalid_choice": _("Choose one of the sectors shown")},
    )
    why = words_field(
        _("Why would you like to join?"),
        _("Write why you would like to join"),
        _("One or two sentences. An organiser reads them."),
    )
    website = DecoyField()

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_organisation(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["organisation"])

    def clean_why(self) -> str:
        """As they typed it."""
        return fits(self.cleaned_data["why"], WORDS_FIT)

    @property
    def is_from_a_robot(self) -> bool:
        """Whether the box that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


class DecisionForm(forms.Form):
    """Yes, or no with a reason that they will read."""

    answer = forms.ChoiceField(
        label=_("Can they join?"),
        choices=[("yes", _("Yes, they can join")), ("no", _("No, not now"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no"), "invalid_choice": _("Choose yes or no")},
    )
    reason = forms.CharField(
        label=_("If no, why?"),
        help_text=_("They read this in our email. Say what they could do instead."),
        required=False,
        widget=CountedTextarea(maximum=REASON_FITS, attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        """Somebody who hears no is told why."""
        reason: str = fits(self.cleaned_data["reason"].strip(), REASON_FITS)
        if self.data.get("answer") == "no" and not reason:
            raise ValidationError(_("Write why not. They will read it"), code="required")
        return reason


class HelperForm(forms.Form):
    """Who helps them."""

    name = forms.CharField(
        label=_("Their name"),
        max_length=120,
        error_messages={"required": _("Enter their name")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    email = email_field(_("Their email address"), _("Enter their email address"))
    email.widget.attrs["autocomplete"] = "off"

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """Somebody else's."""
        email: str = self.cleaned_data["email"].lower()
        if email == self.member.email.lower():
            raise ValidationError(_("That is your own address. Enter theirs"), code="own")
        return email
