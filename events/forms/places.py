"""What a host types about places: how many, for whom, who rang, and what to ask."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from collab.kit.letters import is_called
from events.forms.dates import ScopeField
from events.forms.joining import JoinForm, check_length
from events.models import Event, HeldPlaces, Question, SignUp, Way
from members.forms.sectors import SectorField
from members.models import Sector
from members.models.vocabularies import sectors_now

MOST_PLACES = 10_000
# With more people than this a box finds some by their letters.
SEEN_AT_ONCE = 12
OPTION_FITS, MOST_OPTIONS = 80, 20


class AddForm(JoinForm):
    """Somebody who rang: their name is enough."""

    name = forms.CharField(label=_("Their name"), error_messages={"required": _("Enter their name")})
    reach = forms.CharField(
        label=_("Their phone number or email"),
        help_text=_("With a number only, somebody rings them. With an email, they get the usual emails."),
        required=False,
    )
    sector = SectorField(
        label=_("Which of these is nearest to them?"),
        to_field_name="slug",
        blank=False,
        error_messages={"invalid_choice": _("Choose one of the sectors shown")},
    )
    brings = forms.CharField(label=_("Do they bring someone? Write the name"), required=False)
    has_carer = forms.BooleanField(label=_("A carer comes with them, and does not use up a place"), required=False)

    def __init__(self, data: QueryDict | None = None, *, event: Event, questions: Iterable[Question] = ()) -> None:
        super().__init__(data, event=event, questions=questions)
        # A host is no robot, and shows nobody's name.
        del self.fields["website"], self.fields["show_name"]

    def clean_reach(self) -> str:
        """Nothing is fine: not everybody has a number."""
        return super().clean_reach() if self.cleaned_data["reach"].strip() else ""


class CapacityForm(forms.Form):
    """How many places. With fewer than are taken, it asks who moves to the line, and finds them among many."""

    marks_optional = False

    capacity = forms.IntegerField(
        label=_("Places in the room"),
        min_value=0,
        max_value=MOST_PLACES,
        error_messages={"required": _("Enter a number, 0 for online only")},
    )
    online = forms.IntegerField(
        label=_("Places online"),
        help_text=_("0 when nobody can join from home."),
        min_value=0,
        max_value=MOST_PLACES,
        error_messages={"required": _("Enter a number, 0 for none")},
    )
    find = forms.CharField(
        label=_("Find by the first three letters of a name"),
        help_text=_("Whoever you have ticked stays ticked."),
        required=False,
    )
    moving = forms.MultipleChoiceField(
        label=_("Who moves to the line?"),
        help_text=_(
            "They stand in front of all who wait, and we tell them kindly. Whoever took a place last is first here."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, event: Event) -> None:
        super().__init__(data, initial={"capacity": event.capacity, "online": event.online_capacity})
        self.event = event
        self.people = list(event.signups.with_a_place().with_person().order_by("-signed_up_at", "-pk"))
        self.offer(QueryDict() if data is None else data)
        if not self.too_many(data or {}):
            del self.fields["moving"]
        if "moving" not in self.fields or len(self.people) <= SEEN_AT_ONCE:
            del self.fields["find"]

    def offer(self, data: QueryDict) -> None:
        """Those who were ticked, then those whose name begins so; by default everybody."""
        chosen, letters, moving = set(data.getlist("moving")), data.get("find", ""), cast(Any, self.fields["moving"])
        choices = [(str(row.uuid), self.in_full(row)) for row in self.people]
        moving.choices = choices
        ticked = [one for one in choices if one[0] in chosen]
        moving.widget.choices = ticked + [one for one in choices if one not in ticked and is_called(one[1], letters)]

    def in_full(self, row: SignUp) -> str:
        """With where they are from: names may be alike."""
        way = str(row.get_way_display()) if self.event.has_both_ways else ""
        return ", ".join(filter(None, [row.contact.name, row.contact.organisation_name, way]))

    @property
    def is_looking(self) -> bool:
        """The button beside the letters was pressed: nothing is to be saved yet."""
        return "find" in self.fields and "look" in self.data

    def full_clean(self) -> None:
        """Somebody who looks for a name is not told what is missing."""
        if self.is_looking:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.is_looking and super().is_valid()

    def too_many(self, data: Any) -> bool:
        """Whether a number that was typed is below the places taken."""
        typed = {Way.ROOM: str(data.get("capacity", "")), Way.ONLINE: str(data.get("online", ""))}
        return any(number.isdigit() and int(number) < self.event.had(way) for way, number in typed.items())

    def clean(self) -> dict[str, Any]:
        """As many are chosen as there are too many, each way for itself."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("capacity") and self.event.venue_id is None:
            self.add_error("capacity", _("Say first where the room is: change the place of this date"))
        chosen = set(data.get("moving", ()))
        for way, name in ((Way.ROOM, "capacity"), (Way.ONLINE, "online")):
            moving = sum(str(row.uuid) in chosen for row in self.people if row.way == way)
            over = self.event.had(way) - data.get(name, self.event.had(way))
            if "moving" in self.fields and moving != max(over, 0):
                self.add_error("moving", who_moves(way, max(over, 0)))
        return data

    @property
    def moved(self) -> list[Any]:
        """The sign-ups that were chosen."""
        return [row.uuid for row in self.people if str(row.uuid) in set(self.cleaned_data.get("moving", ()))]


def who_moves(way: Way, over: int) -> str:
    """How many to choose."""
    if not over:
        return gettext("Choose nobody %(way)s: there are places for all") % {"way": way.label}
    words = ngettext(
        "More people have places than that. Choose %(n)d person %(way)s who moves to the line",
        "More people have places than that. Choose %(n)d people %(way)s who move to the line",
        over,
    )
    return words % {"n": over, "way": way.label}


class HeldForm(forms.Form):
    """So many places for each sector; nought where nothing is typed."""

    marks_optional = False

    def __init__(self, data: QueryDict | None = None, *, event: Event) -> None:
        super().__init__(data)
        self.event = event
        held = {one.sector_id: one.places for one in HeldPlaces.objects.at(event)}
        for sector in sectors_now():
            self.fields[f"sector_{sector.pk}"] = forms.IntegerField(
                label=sector.name,
                required=False,
                min_value=0,
                max_value=MOST_PLACES,
                initial=held.get(sector.pk),
                widget=forms.NumberInput({"class": "govuk-input--width-4"}),
            )
        if event.series.rule or event.series.is_taken_as_a_whole:
            self.fields["scope"] = ScopeField(label=_("For which dates?"), required=False)

    def clean(self) -> dict[str, Any]:
        """Not more than there are, at the date with the fewest."""
        data: dict[str, Any] = super().clean() or {}
        dates = self.event.series.dates.filter(starts_at__gte=self.event.starts_at, cancelled_at=None)
        fewest = min(dates.values_list("capacity", flat=True), default=0) if self.is_for_all_after else 10**6
        fewest = min(fewest, self.event.capacity)
        if sum(self.places().values()) > fewest:
            words = gettext("Keep fewer places: there are %(places)d in the room")
            if fewest < self.event.capacity:
                words = gettext("Keep fewer places: one of these dates has only %(places)d in the room")
            raise ValidationError(words % {"places": fewest}, code="many")
        return data

    @property
    def is_for_all_after(self) -> bool:
        return self.cleaned_data.get("scope") == "after"

    def places(self) -> dict[Sector, int]:
        """By sector."""
        return {sector: self.cleaned_data.get(f"sector_{sector.pk}") or 0 for sector in sectors_now()}


class QuestionForm(forms.Form):
    """One question, and how it is answered."""

    words = forms.CharField(
        label=_("What do you ask?"), max_length=200, error_messages={"required": _("Enter the question")}
    )
    kind = forms.ChoiceField(
        label=_("How is it answered?"),
        choices=Question.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is answered")},
    )
    options = forms.CharField(
        label=_("The list to choose from"),
        help_text=_("For one of a list only. One on each line."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    is_required = forms.BooleanField(label=_("People must answer it"), required=False)
    is_for_all = forms.BooleanField(label=_("Ask it at every date, not only at this one"), required=False)

    def clean_options(self) -> list[str]:
        """The lines, without empty ones and repeats."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        return list(dict.fromkeys(check_length(line, OPTION_FITS, line) for line in lines if line))[:MOST_OPTIONS]

    def clean(self) -> dict[str, Any]:
        """A list has two things at least; other kinds have none."""
        data: dict[str, Any] = super().clean() or {}
        is_choice = data.get("kind") == Question.Kind.CHOICE
        if is_choice and len(data.get("options", ())) < 2:
            self.add_error("options", _("Write two lines or more to choose from"))
        data["options"] = data.get("options", []) if is_choice else []
        return data
