"""Leaving, asking for one's links, and beginning it for somebody who rang."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Contact

BAD_EMAIL = _("Enter an email address in the format name@example.com")


class LeaveForm(forms.Form):
    """What goes is said above it; this is what may stay, and that they mean it."""

    keeps_pledges = forms.BooleanField(
        label=_("Leave the pledges I kept on the wall, without my name"),
        required=False,
    )
    is_sure = forms.BooleanField(
        label=_("Yes, delete everything about me"),
        error_messages={"required": _("Tick the box to say that you are sure")},
    )


class YoursForm(forms.Form):
    """The address that a link goes to."""

    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("The one you gave us for an event or a pledge."),
        max_length=254,
        error_messages={"required": _("Enter your email address"), "invalid": BAD_EMAIL, "max_length": BAD_EMAIL},
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )


class RangForm(forms.Form):
    """Who rang, found by the whole address or number."""

    reach = forms.CharField(
        label=_("Their email address or phone number"),
        help_text=_("All of it, as they gave it to us."),
        max_length=254,
        error_messages={"required": _("Enter their email address or phone number")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    is_checked = forms.BooleanField(
        label=_("I have checked that it is them"),
        error_messages={"required": _("Check first that it is them, then tick the box")},
    )

    def clean_reach(self) -> str:
        reach: str = self.cleaned_data["reach"].strip()
        found = Contact.objects.with_email(reach) if "@" in reach else Contact.objects.filter(phone=reach)
        self.contacts = list(found[:2])
        if not self.contacts:
            raise ValidationError(_("We keep nothing under that. Check it with them"), code="unknown")
        if len(self.contacts) > 1:
            raise ValidationError(_("Two people share that number. Use their email address"), code="shared")
        return reach
