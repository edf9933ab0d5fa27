"""What hosts change of a series: words, who it is for, places, how to get in, the plan, and who hosts."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import Access, Audience, Kind, Series, Venue
from groups.forms import WordsField
from groups.models import Group
from members.models import Member, Role

STEP = re.compile(r"^(?P<minutes>\d{1,3})\s*(?:minutes?|mins?|m)?\s*[:,–-]?\s+(?P<what>.+)$", re.IGNORECASE)
STEPS, LONGEST_STEP = 30, 200
MOST_PLACES = 2000


class WordsForm(forms.ModelForm):
    """What people read of it."""

    title = WordsField(label=_("What is it called?"), at_most=120, missing=_("Enter a name"))
    standfirst = WordsField(
        label=_("What is it about?"),
        help_text=_("Two or three sentences: what happens, and what people take home."),
        at_most=300, rows=4, voice=True,
    )  # fmt: skip
    arrive = WordsField(label=_("Before it starts"), help_text=_("Like: food from 5:15pm."), at_most=80)
    kind = forms.ChoiceField(label=_("What kind of meeting is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    is_taken_as_a_whole = forms.BooleanField(
        label=_("One sign-up covers all dates"),
        help_text=_("For workshops that build on each other."),
        required=False,
    )

    class Meta:
        model = Series
        fields = ["title", "standfirst", "arrive", "kind", "is_taken_as_a_whole"]


class AudienceForm(forms.Form):
    """Who may see it and come."""

    marks_optional = False

    audience = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=[
            (Audience.PUBLIC, _("Everyone")),
            (Audience.MEMBERS, _("Members")),
            (Audience.GROUP, _("The people in one group")),
            (Audience.LINK, _("Whoever has the link. It is in no list, and nobody can guess its address")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is for")},
    )
    group = forms.ModelChoiceField(
        label=_("Which group?"),
        queryset=Group.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Choose a group"),
    )

    def __init__(self, data: Any = None, *, groups: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field, audience = cast(Any, self.fields["group"]), cast(Any, self.fields["audience"])
        field.queryset = groups
        if not groups.exists():
            del self.fields["group"]
            audience.choices = [choice for choice in audience.choices if choice[0] != Audience.GROUP]

    def clean(self) -> dict[str, Any]:
        """A group's meeting names its group; no other does."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("audience") != Audience.GROUP:
            data["group"] = None
        elif not data.get("group") and "group" not in self.errors:
            self.add_error("group", _("Choose the group"))
        return data


class PlacesField(forms.IntegerField):
    """So many, in figures."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": _("Enter a number, or 0"), "invalid": _("Enter a number, like 68")}
        box = forms.TextInput({"inputmode": "numeric"})
        super().__init__(**{"min_value": 0, "max_value": MOST_PLACES, "widget": box, "error_messages": wrong, **kwargs})


class LinkField(forms.URLField):
    """Where people come in from home."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": _("Enter a whole address, like https://meet.example/our-evening")}
        about = {"label": _("Link to join by video"), "max_length": 300, "required": False, "error_messages": wrong}
        super().__init__(**{**about, "assume_scheme": "https", **kwargs})


class PlacesForm(forms.ModelForm):
    """How many, in the room and from home."""

    capacity = PlacesField(label=_("Places in the room"), help_text=_("0 when everybody joins from home."))
    online_capacity = PlacesField(
        label=_("Places from home, by video"), help_text=_("0 when nobody can join from home.")
    )
    online_link = LinkField(help_text=_("Only people with a place from home see it, from the day before."))

    class Meta:
        model = Series
        fields = ["capacity", "online_capacity", "online_link"]

    def clean(self) -> dict[str, Any]:
        """Somebody must be able to come."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("capacity") and self.instance.venue_id is None:
            self.add_error("capacity", _("Say first where the room is, under “The place, and getting in”"))
        if data.get("capacity") == 0 and data.get("online_capacity") == 0:
            self.add_error("capacity", _("Enter a number of places, in the room or from home"))
        return data


class VenueForm(forms.ModelForm):
    """What it is called, where it is, and how people get there and in, each fact by itself."""

    name = WordsField(label=_("Name of the place"), at_most=120, missing=_("Enter the name of the place"))
    address = WordsField(
        label=_("Address"),
        help_text=_("Street and town, as you would tell a friend."),
        at_most=200,
        missing=_("Enter its address"),
    )
    travel = WordsField(
        label=_("Getting there"), help_text=_("Buses, parking, which door."), at_most=300, rows=3, voice=True
    )
    access = forms.MultipleChoiceField(
        label=_("What is true of this place?"),
        help_text=_("Tick only what is true."),
        choices=Access.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Venue
        fields = ["name", "address", "travel", "access"]

    def __init__(self, data: Any = None, *, can_rename: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in () if can_rename else ("name", "address"):
            del self.fields[name]


class PlanForm(forms.Form):
    """The plan as lines: minutes, then what happens."""

    plan = forms.CharField(
        label=_("What happens, step by step"),
        help_text=_("One line for each step. Begin with how many minutes it takes, like: 20 Hello, and two stories."),
        widget=forms.Textarea({"rows": 9, "class": "voice"}),
        required=False,
    )

    def clean_plan(self) -> list[dict[str, Any]]:
        """The steps, or which line cannot be read."""
        lines = [line.strip() for line in self.cleaned_data["plan"].splitlines() if line.strip()]
        if len(lines) > STEPS:
            raise ValidationError(_("Use at most %(most)s lines") % {"most": STEPS}, code="many")
        return [self.step(number, line) for number, line in enumerate(lines, start=1)]

    def step(self, number: int, line: str) -> dict[str, Any]:
        found = STEP.match(line)
        if found is None or int(found["minutes"]) == 0:
            words = _("Begin line %(number)s with how many minutes it takes, like: 20 Hello")
            raise ValidationError(words % {"number": number}, code="minutes")
        if len(found["what"]) > LONGEST_STEP:
            raise ValidationError(_("Make line %(number)s shorter") % {"number": number}, code="long")
        return {"minutes": int(found["minutes"]), "what": found["what"]}


def as_lines(plan: list[dict[str, Any]]) -> str:
    """A plan as it is typed."""
    return "\n".join(f"{step['minutes']} {step['what']}" for step in plan)


class HostForm(forms.Form):
    """Another host, from those who have the role."""

    host = forms.ModelChoiceField(
        label=_("Who?"),
        help_text=_("Everybody who can host is in this list."),
        queryset=Member.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose a person"), "invalid_choice": _("Choose a person from the list")},
    )

    def __init__(self, data: Any = None, *, series: Series, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["host"]
        field.queryset = who_can_host(series)
        field.label_from_instance = lambda member: member.contact.name


def who_can_host(series: Series) -> Any:
    """Everybody with the role who does not host it yet, by name."""
    able = Member.objects.filter(is_active=True, roles__overlap=[Role.FACILITATOR, Role.ADMIN])
    others = able.exclude(pk__in=Series.hosts.through.objects.filter(series=series).values("member"))
    return others.order_by("contact__name", "pk")
