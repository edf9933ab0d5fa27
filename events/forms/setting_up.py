"""One screen that sets a series up. What was typed is kept in the next page's address, and nowhere else."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions import NewSeries, NewVenue
from events.forms.rhythms import RhythmForm
from events.models import Audience, Event, Series, Venue
from groups.forms import WordsField
from members.models import Member

SOMEWHERE_ELSE, ONLINE = "new", "online"
VENUES_OFFERED = 6
BEGIN_AGAIN = _("This page was changed on the way. Open it again from your events")


class PlaceChoice(forms.ChoiceField):
    """Places that are known, the host's last one first, and somewhere else."""

    def __init__(self, **kwargs: Any) -> None:
        missing = {"required": _("Choose where it is"), "invalid_choice": _("Choose where it is")}
        super().__init__(**{"widget": forms.RadioSelect, "error_messages": missing, **kwargs})

    def offer(self, member: Member, *, first: Venue | None = None, online: bool = False) -> None:
        """What this member may choose from; online only where that is one of the answers."""
        found = {venue.pk: venue for venue in [first, *venues_for(member)] if venue}
        shown = list(found.values())[:VENUES_OFFERED]
        self.venues = {str(venue.pk): venue for venue in shown}
        listed = [(str(venue.pk), f"{venue.name}, {venue.address}") for venue in shown]
        at_home = [(ONLINE, _("Online, with no room"))] if online else []
        self.choices = [*listed, (SOMEWHERE_ELSE, _("Somewhere else")), *at_home]
        self.initial = listed[0][0] if listed else SOMEWHERE_ELSE


def venues_for(member: Member) -> list[Venue | None]:
    """Where they have met, the last first, then where everyone may come; a house that a few meet in is not offered."""
    theirs = Series.objects.hosted_by(member).select_related("venue").order_by("-pk")[:VENUES_OFFERED]
    public = Event.objects.filter(series__audience=Audience.PUBLIC).values("venue")
    return [*(series.venue for series in theirs), *Venue.objects.filter(pk__in=public).order_by("-pk")[:VENUES_OFFERED]]


class PlaceForm(forms.Form):
    """Where: a place from the list, or a new one with its name and address."""

    # Which boxes are needed hangs on what was chosen above them; their hints say so.
    marks_optional = False

    place = PlaceChoice(label=_("Where is it?"))
    venue_name = WordsField(label=_("Name of the place"), help_text=_("Like: St Hilda’s hall."), at_most=120)
    venue_address = WordsField(
        label=_("Address"), help_text=_("Street and town, as you would tell a friend."), at_most=200
    )

    offers_online = False

    def __init__(self, data: Any = None, *, host: Member, venue: Venue | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.place_choice.offer(host, first=venue, online=self.offers_online)

    @property
    def place_choice(self) -> PlaceChoice:
        field = self.fields["place"]
        assert isinstance(field, PlaceChoice)
        return field

    def clean(self) -> dict[str, Any]:
        """A new place has a name and an address."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("place") == SOMEWHERE_ELSE:
            for name, words in (
                ("venue_name", _("Enter the name of the place")),
                ("venue_address", _("Enter its address")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data

    def venue(self) -> Venue | NewVenue | None:
        """The row, or what is to be one; nothing for online only."""
        data = self.cleaned_data
        if data["place"] == ONLINE:
            return None
        known = self.place_choice.venues.get(data["place"])
        return known or NewVenue(data["venue_name"], data["venue_address"])


class SetUpForm(RhythmForm, PlaceForm):
    """Name, place, how often, when."""

    offers_online = True

    title = WordsField(label=_("What is it called?"), at_most=120, missing=_("Enter a name"))
    like = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=80)
    form_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": BEGIN_AGAIN, "invalid": BEGIN_AGAIN},
    )

    field_order = ["title", "place", "venue_name", "venue_address", "how_often", "nth", "weekday", "first_on",
                   "second_on", "third_on", "last_on", "span", "like", "form_key"]  # fmt: skip

    def new_series(self, *, like: Series | None, skipped: tuple[date, ...]) -> NewSeries:
        """What is to be set up."""
        data = self.cleaned_data
        starts, ends = data["span"]
        return NewSeries(
            data["title"], self.venue(), self.rhythm(), starts, ends, skipped, form_key=data["form_key"], like=like
        )
