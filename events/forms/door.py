"""What is typed at the door, and the day after."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea
from events.actions import Guest
from events.forms.joining import NAME_FITS, check_length, check_reach
from events.models import Debrief, Feedback
from events.models.afterwards import PROMPTS
from members.forms.organisation_input import OrganisationInput
from members.forms.sectors import SectorChoices, SectorField
from members.models import Contact, Organisation

REACH_ATTRS = {"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
MOST_ON_PAPER = 200
DEBRIEF_FITS = 2000


class SectorsOrNone(SectorChoices):
    """The sectors, after a line for whoever was not asked."""

    def __iter__(self) -> Iterator[Any]:
        yield "", _("Not said")
        yield from super().__iter__()


class SectorSelect(SectorField):
    """The sectors in a list that opens: ten patches of cloth are in the way when somebody waits at a door."""

    iterator = SectorsOrNone
    widget: Any = forms.Select


class WalkInForm(forms.Form):
    """Somebody who is not on the list: a name is enough."""

    name = forms.CharField(
        label=_("Their name"),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter a name")},
    )
    organisation = forms.CharField(
        label=_("Organisation or group"), required=False, widget=OrganisationInput({"autocomplete": "off"})
    )
    sector = SectorSelect(
        label=_("Which of these is nearest?"),
        to_field_name="slug",
        blank=False,
        error_messages={"invalid_choice": _("Choose one of the sectors shown")},
    )
    reach = forms.CharField(
        label=_("Email or mobile number"),
        help_text=_("Only if they want to hear about the next one."),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_name(self) -> str:
        """As they say it, and said when it is longer than we can keep."""
        return check_length(self.cleaned_data["name"], NAME_FITS, _("the name"))

    def clean_organisation(self) -> str:
        """The same for where they come from."""
        return check_length(self.cleaned_data["organisation"], NAME_FITS, _("the organisation or group"))

    def clean_reach(self) -> str:
        """Nothing, an email address, or a number to ring."""
        return check_reach(self.cleaned_data["reach"]) if self.cleaned_data["reach"] else ""

    def guest(self) -> Guest:
        """What was typed, with the organisation's row when it is a listed one."""
        data = self.cleaned_data
        return guest(data["name"], data["organisation"], sector=data["sector"], reach=data["reach"])


class WalkInChangeForm(WalkInForm):
    """The same of somebody who is written down, as it is now."""

    def __init__(self, data: Any = None, *, contact: Contact) -> None:
        initial = {
            "name": contact.name,
            "organisation": contact.organisation_name,
            "sector": contact.sector.slug if contact.sector else "",
            "reach": contact.email or contact.phone,
        }
        super().__init__(data, initial=initial, auto_id="walk_%s")
        del self.fields["key"]


def guest(name: str, typed: str, *, sector: Any = None, reach: str = "") -> Guest:
    """Somebody who walked in."""
    email, phone = (reach, "") if "@" in reach else ("", reach)
    row = Organisation.objects.named(typed) if typed else None
    return Guest(name, email=email, phone=phone, organisation=row, organisation_typed=typed, sector=sector)


class PaperForm(forms.Form):
    """Who else stands on the sheet. The names we know are ticked beside it."""

    walk_ins = forms.CharField(
        label=_("Who else came?"),
        help_text=_("One person on each line: name, then a comma, then their organisation."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_walk_ins(self) -> list[Guest]:
        """Each line as a person."""
        lines = [line.strip() for line in self.cleaned_data["walk_ins"].splitlines() if line.strip()]
        if len(lines) > MOST_ON_PAPER:
            raise ValidationError(_("Write at most 200 people at once"), code="many")
        return [self._person(line) for line in lines]

    def _person(self, line: str) -> Guest:
        name, _comma, typed = (part.strip() for part in line.partition(","))
        if not name:
            raise ValidationError(_("Begin each line with a name"), code="name")
        check_length(name, NAME_FITS, _("the name"))
        return guest(name, check_length(typed, NAME_FITS, _("the organisation or group")))


class ArriveForm(forms.Form):
    """How somebody at the door says who they are: by what they signed up with, which no one else can read here."""

    reach = forms.CharField(
        label=_("Email or mobile number"),
        help_text=_("The one you signed up with."),
        widget=forms.TextInput(REACH_ATTRS),
        error_messages={"required": _("Enter an email address or a mobile number")},
    )

    def clean_reach(self) -> str:
        """An email address, or a number with enough figures to ring."""
        return check_reach(self.cleaned_data["reach"])


class FeedbackForm(forms.Form):
    """Two questions, two presses."""

    worth_it = forms.ChoiceField(
        label=_("Was it worth coming?"),
        choices=Feedback.Worth,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it was worth coming")},
    )
    met_someone = forms.ChoiceField(
        label=_("Did you meet somebody you will talk to again?"),
        choices=Feedback.Met,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you met somebody")},
    )


class DebriefForm(forms.ModelForm):
    """Three prompts; one answer is enough."""

    class Meta:
        model = Debrief
        fields = ["went_well", "was_hard", "next_time"]
        labels = dict(zip(fields, PROMPTS, strict=True))
        widgets = {name: CountedTextarea(maximum=DEBRIEF_FITS) for name in fields}

    def clean(self) -> dict[str, Any]:
        """Something to remember, and not more than fits."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(data.values()):
            raise ValidationError(_("Write at least one thing to remember"), code="empty")
        for name, words in data.items():
            if (over := len(words) - DEBRIEF_FITS) > 0:
                self.add_error(name, _("Cut %(over)d characters so that it fits") % {"over": over})
        return data


def key_in(typed: str) -> UUID | None:
    """The key of a press, None for anything else."""
    try:
        return UUID(typed)
    except ValueError:
        return None
