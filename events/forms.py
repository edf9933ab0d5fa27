"""What somebody types to have a place."""

import re
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab.kit.forms import CountedTextarea, DecoyField
from events.actions import Guest
from events.models import WORDING_NOW, WORDINGS, WORDS_FIT, Event, Need
from members.forms.organisation_input import OrganisationInput
from members.forms.sectors import SectorField
from members.models import Member, Organisation

NAME_FITS, ADDRESS_FITS = 120, 254
# jim@gmail,com: the comma lies beside the full stop.
STOP_FOR_COMMA = re.compile(r",(?=[a-z]+$)", re.IGNORECASE)


class ShowNameForm(forms.Form):
    """All that a member is asked."""

    show_name = forms.BooleanField(label=_("Show my name to others who are coming"), required=False)


class JoinForm(forms.Form):
    """What a guest is asked. An email or a phone number, whichever they like."""

    name = forms.CharField(
        label=_("Your name"),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    reach = forms.CharField(
        label=_("Email or mobile number"),
        help_text=_("So we can tell you if anything changes."),
        widget=forms.TextInput({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Enter an email address or a mobile number")},
    )
    organisation = forms.CharField(
        label=_("Organisation or group"),
        help_text=_("Start to type, and choose yours if it is listed."),
        required=False,
        widget=OrganisationInput({"autocomplete": "organization"}),
    )
    sector = SectorField(
        label=_("Which of these is nearest to you?"),
        to_field_name="slug",
        blank=False,
        error_messages={"invalid_choice": _("Choose one of the sectors shown")},
    )
    show_name = forms.BooleanField(label=_("Show my name to others who are coming"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    website = DecoyField()

    def clean_name(self) -> str:
        """As it was typed, and said when it is longer than we can keep."""
        return check_length(self.cleaned_data["name"], NAME_FITS, _("your name"))

    def clean_organisation(self) -> str:
        """The same for where they come from."""
        return check_length(self.cleaned_data["organisation"], NAME_FITS, _("the organisation or group"))

    def clean_reach(self) -> str:
        """An email address, or a number with enough figures to ring."""
        typed: str = self.cleaned_data["reach"].strip()
        if "@" in typed:
            return check_email(typed)
        if not is_phone(typed):
            raise ValidationError(
                _("Enter an email address, like name@example.com, or a number, like 01632 960 001"), code="reach"
            )
        return typed

    @property
    def is_from_a_robot(self) -> bool:
        """Whether the box that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))

    def guest(self) -> Guest:
        """What was typed, with the organisation's row when it is a listed one."""
        data = self.cleaned_data
        typed = data["organisation"]
        row = Organisation.objects.named(typed)
        reach = {"email": data["reach"]} if "@" in data["reach"] else {"phone": data["reach"]}
        return Guest(data["name"], organisation=row, organisation_typed=typed, sector=data["sector"], **reach)


class EmailForm(forms.Form):
    """The right address, after a slip."""

    email = forms.CharField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address")},
    )

    def clean_email(self) -> str:
        """One address in the usual shape."""
        return check_email(self.cleaned_data["email"])


def check_email(typed: str) -> str:
    """The address without slips of the thumb, or an error that says what one looks like."""
    address = STOP_FOR_COMMA.sub(".", "".join(typed.split()))
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("Enter an email address in the format name@example.com"), code="email") from error
    return check_length(address, ADDRESS_FITS, _("the email address"))


def is_phone(typed: str) -> bool:
    """Whether there are enough figures to ring."""
    return 9 <= sum(letter.isdigit() for letter in typed) <= 15 and len(typed) <= 30


def check_phone(typed: str) -> str:
    """The number as it was typed, or an error that says what one looks like."""
    if not is_phone(typed):
        raise ValidationError(_("Enter a phone number, like 01632 960 001"), code="phone")
    return typed


def check_length(typed: str, fits: int, what: object) -> str:
    """The words, or an error that says how many characters to cut, and where."""
    if (over := len(typed) - fits) > 0:
        cut = ngettext("Cut %(over)d character from %(what)s", "Cut %(over)d characters from %(what)s", over)
        raise ValidationError(cut % {"over": over, "what": what}, code="long")
    return typed


class NeedsForm(forms.Form):
    """What somebody needs to take part, in a box of its own with a consent of its own. All of it may stay empty."""

    marks_optional = False
    use_required_attribute = False

    needs = forms.MultipleChoiceField(
        label=_("What would help you take part?"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list")},
    )
    words = forms.CharField(
        label=_("Anything else, or more about it"),
        help_text=_("Such as what you cannot eat, or which language you sign or speak."),
        required=False,
        widget=CountedTextarea(maximum=WORDS_FIT, attrs={"autocomplete": "off"}),
    )
    agrees = forms.BooleanField(label=WORDINGS[WORDING_NOW], required=False)

    def clean_words(self) -> str:
        """As they wrote it, and said when it is longer than we can keep."""
        return check_length(self.cleaned_data["words"].strip(), WORDS_FIT, _("what you wrote here"))

    def clean(self) -> None:
        """Nothing is kept of this without a yes of its own."""
        if self.says_something and not self.cleaned_data.get("agrees"):
            words = _("Tick the box that lets us keep what you need, or take out what you chose and wrote")
            self.add_error("agrees", ValidationError(words, code="consent"))

    @property
    def says_something(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.cleaned_data.get("needs") or self.cleaned_data.get("words"))


class LeadForm(forms.Form):
    """Which of the hosts reads what people need."""

    lead = forms.ModelChoiceField(
        label=_("Who looks after access at this date?"),
        queryset=Member.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a host"), "invalid_choice": _("Choose one of the hosts")},
    )

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["lead"])
        field.queryset = event.series.hosts.filter(is_active=True).select_related("contact").order_by("contact__name")
        field.label_from_instance = lambda obj: str(obj.contact.name)  # type: ignore[method-assign]


class LinksForm(EmailForm):
    """Where the links of somebody's places are to go."""

    website = DecoyField()


class GuestEmailForm(EmailForm):
    """The right address of somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Their email address")
        self.fields["email"].error_messages["required"] = _("Enter their email address")
        self.fields["email"].widget.attrs["autocomplete"] = "off"
