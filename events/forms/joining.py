"""What somebody types to have a place."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import DecoyField, shares_fields
from events.actions import MOST_BROUGHT, Guest, Wishes
from events.models import Event, Question, SignUp, Way
from members.forms.organisation_input import OrganisationInput
from members.forms.sectors import SectorField
from members.models import Organisation

NAME_FITS, ADDRESS_FITS = 120, 254
SHORT_FITS, ANSWER_FITS = 200, 2000
# jim@gmail,com: the comma lies beside the full stop.
STOP_FOR_COMMA = re.compile(r",(?=[a-z]+$)", re.IGNORECASE)


@shares_fields
class MemberForm(forms.Form):
    """All that a member is asked: of them the rest is known."""

    brings = forms.CharField(
        label=_("Do you bring someone? Write their name"),
        help_text=_("They get a place of their own. We write about it to you only."),
        required=False,
    )
    has_carer = forms.BooleanField(label=_("A carer comes with me, and does not use up a place"), required=False)
    show_name = forms.BooleanField(label=_("Show my name to others who are coming"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        event: Event,
        questions: Iterable[Question] = (),
        ways: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, label_suffix="")
        self.questions = list(questions)
        if event.has_both_ways:
            self.fields["way"] = way_field(ways or ways_in_words(event))
        for question in self.questions:
            self.fields[question.field_name] = question_field(question)
        own = [question.field_name for question in self.questions]
        first = [name for name in self.fields if name not in {*own, *MemberForm.base_fields, "way"}]
        self.order_fields([*first, "way", *own, *MemberForm.base_fields])

    def clean_brings(self) -> str:
        """Their name as it was typed, and said when it is longer than we can keep."""
        return check_length(self.cleaned_data["brings"], NAME_FITS, _("their name"))

    def wishes(self) -> Wishes:
        """What they said of their coming."""
        data = self.cleaned_data
        said = {question.pk: in_words(data[question.field_name]) for question in self.questions}
        return {
            "way": data.get("way", ""),
            "brings": data.get("brings", ""),
            "has_carer": data["has_carer"],
            "show_name": data.get("show_name", False),
            "answers": {pk: words for pk, words in said.items() if words},
        }


class ChangeForm(MemberForm):
    """The same of somebody who has signed up: as it is now, and one more to bring."""

    brings = forms.CharField(
        label=_("Do you bring someone else? Write their name"),
        help_text=_("They get a place or a number of their own. We write about it to you only."),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, signup: SignUp) -> None:
        super().__init__(data, event=signup.event)
        if signup.brings.live().count() >= MOST_BROUGHT:
            del self.fields["brings"]
        self.initial = {"way": signup.way, "has_carer": signup.has_carer, "show_name": signup.show_name}


@shares_fields
class JoinForm(MemberForm):
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
        return check_reach(self.cleaned_data["reach"])

    def wishes(self) -> Wishes:
        """The same, and which form it was, since it may come twice."""
        return {**super().wishes(), "form_key": self.cleaned_data["form_key"]}

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


def way_field(ways: Mapping[str, str]) -> forms.ChoiceField:
    """In the room or online, each with what is left."""
    return forms.ChoiceField(
        label=_("How will you join?"),
        choices=list(ways.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you will join")},
    )


def ways_in_words(event: Event) -> dict[str, str]:
    """The ways to take part, where there is a choice, with how many places each has."""
    return {way.value: way_label(event, way) for way in event.ways} if event.has_both_ways else {}


def way_label(event: Event, way: Way) -> str:
    """In the room, 3 places left."""
    name = gettext("Online") if way == Way.ONLINE else gettext("In the room")
    if not (left := event.left(way)):
        return gettext("%(way)s: full, you would wait in line") % {"way": name}
    return ngettext("%(way)s: %(left)d place left", "%(way)s: %(left)d places left", left) % {"way": name, "left": left}


def question_field(question: Question) -> forms.Field:
    """The box that fits the kind of question."""
    about: dict[str, Any] = {"label": question.words, "required": question.is_required}
    about["error_messages"] = {"required": _("Answer: %(question)s") % {"question": question.words}}
    if question.kind == Question.Kind.TICK:
        return forms.BooleanField(**about)
    if question.kind == Question.Kind.CHOICE:
        options = [(option, option) for option in question.options]
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **about)
    if question.kind == Question.Kind.LONG:
        return forms.CharField(max_length=ANSWER_FITS, widget=forms.Textarea({"rows": 4}), **about)
    return forms.CharField(max_length=SHORT_FITS, **about)


def in_words(answer: object) -> str:
    """A tick is a yes; no tick, and nothing typed, is no answer."""
    return str(gettext("yes")) if answer is True else str(answer or "")


def check_reach(typed: str) -> str:
    """An email address, or a number with enough figures to ring."""
    typed = typed.strip()
    if "@" in typed:
        return check_email(typed)
    if not is_phone(typed):
        raise ValidationError(
            _("Enter an email address, like name@example.com, or a number, like 01632 960 001"), code="reach"
        )
    return typed


def check_email(typed: str) -> str:
    """The address without slips of the thumb, or an error that says what one looks like."""
    address = STOP_FOR_COMMA.sub(".", "".join(typed.split()))
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("Enter an email address in the format name@example.com"), code="email") from error
    return check_length(address, ADDRESS_FITS, _("the email address"))


def check_length(typed: str, fits: int, what: object) -> str:
    """The words, or an error that says how many characters to cut, and where."""
    if (over := len(typed) - fits) > 0:
        cut = ngettext("Cut %(over)d character from %(what)s", "Cut %(over)d characters from %(what)s", over)
        raise ValidationError(cut % {"over": over, "what": what}, code="long")
    return typed


def is_phone(typed: str) -> bool:
    """Whether there are enough figures to ring."""
    return 9 <= sum(letter.isdigit() for letter in typed) <= 15 and len(typed) <= 30


def check_phone(typed: str) -> str:
    """The number as it was typed, or an error that says what one looks like."""
    if not is_phone(typed):
        raise ValidationError(_("Enter a phone number, like 01632 960 001"), code="phone")
    return typed
