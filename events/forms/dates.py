"""What hosts change of one date, or of one and all after it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab.kit.times import SpanField
from events.actions import Change
from events.forms.hosting import LinkField, PlacesField
from events.forms.rhythms import ComingDayField
from events.forms.setting_up import ONLINE, PlaceForm
from events.models import Event, Venue, access_lead_of
from groups.forms import WordsField
from members.models import Member

MISSING_SPAN = {"required": _("Enter when it starts and ends, like 5:30pm to 7pm")}


class ScopeField(forms.ChoiceField):
    """This one, or all after it too."""

    def __init__(self, **kwargs: Any) -> None:
        words = [("one", _("Only this date")), ("after", _("This date and all after it"))]
        super().__init__(choices=words, widget=forms.RadioSelect, initial="one", **kwargs)


class DateForm(PlaceForm):
    """A date that is added."""

    offers_online = True

    day = ComingDayField(
        label=_("Which day?"), required=True, help_text=_("Like 18 November."),
        error_messages={"required": _("Enter a day, like 18 November")},
    )  # fmt: skip
    span = SpanField(label=_("From when to when?"), help_text=_("Like 5:30pm to 7pm."), error_messages=MISSING_SPAN)
    theme = WordsField(label=_("What is this one about?"), help_text=_("A few words, like: Damp homes."), at_most=120)

    field_order = ["day", "span", "place", "venue_name", "venue_address", "theme"]


class ChangeForm(DateForm):
    """A date that changes."""

    capacity = PlacesField(label=_("Places in the room"), required=False)
    online_capacity = PlacesField(
        label=_("Places from home, by video"), help_text=_("0 when nobody can join from home."), required=False
    )
    online_link = LinkField(help_text=_("Leave it empty for the usual one."))
    lead = forms.ModelChoiceField(
        label=_("Who looks after access?"),
        help_text=_("This host alone reads what people need."),
        queryset=Member.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        required=False,
    )
    standfirst = WordsField(
        label=_("More words about this one"), help_text=_("Leave it empty for the usual words."),
        at_most=400, rows=4, voice=True,
    )  # fmt: skip
    scope = ScopeField(
        label=_("Which dates change?"), help_text=_("The words, and who looks after access, are for this date only.")
    )

    field_order = ["day", "span", "place", "venue_name", "venue_address", "capacity", "online_capacity", "online_link",
                   "lead", "theme", "standfirst", "scope"]  # fmt: skip

    def __init__(self, data: Any = None, *, event: Event, **kwargs: Any) -> None:
        now, lead = Change.none(event), access_lead_of(event)
        initial = {**vars(now), "span": (now.starts, now.ends), "lead": lead.uuid if lead else None}
        super().__init__(data, venue=event.venue, initial=initial, **kwargs)
        self.event = event
        self.place_choice.initial = ONLINE if event.room is None else self.place_choice.initial
        self.choose_lead(self.fields["lead"])
        if not event.series.rule:
            del self.fields["scope"]

    def choose_lead(self, field: Any) -> None:
        """One of the hosts; not asked where there is one only."""
        hosts = self.event.series.hosts.filter(is_active=True).select_related("contact").order_by("contact__name")
        field.queryset, field.label_from_instance = hosts, lambda member: member.contact.name
        if access_lead_of(self.event) not in hosts:
            field.empty_label = _("Nobody yet")
        if len(hosts) < 2:
            del self.fields["lead"]

    def clean(self) -> dict[str, Any]:
        """Somebody can come, and nobody loses a place by it."""
        data = super().clean()
        event = self.event
        for name, had in (("capacity", event.taken), ("online_capacity", event.online_taken)):
            data[name] = getattr(event, name) if data.get(name) is None else data[name]
            if data.get("place") == ONLINE and name == "capacity":
                data[name] = 0
            if data[name] < had and name not in self.errors:
                self.add_error(name, too_few(had))
        if not any(data.get(name, 1) for name in ("capacity", "online_capacity")):
            name = "online_capacity" if data.get("place") == ONLINE else "capacity"
            self.add_error(name, _("Enter how many people can come"))
        return data

    def change(self, venue: Venue | None) -> Change:
        """What the date is to be."""
        data, (starts, ends) = self.cleaned_data, self.cleaned_data["span"]
        places = {name: data[name] for name in ("capacity", "online_capacity", "online_link")}
        return Change(data["day"], starts, ends, venue, data["theme"], data["standfirst"], **places)

    @property
    def changes_places(self) -> bool:
        """There are to be more, or fewer."""
        return any(self.cleaned_data[name] != getattr(self.event, name) for name in ("capacity", "online_capacity"))

    @property
    def is_for_all_after(self) -> bool:
        return self.cleaned_data.get("scope") == "after"


def too_few(had: int) -> str:
    """Whom to move is chosen on a page of its own."""
    words = ngettext(
        "%(n)s person has a place. To have fewer, choose who moves, under “Places and the line”",
        "%(n)s people have a place. To have fewer, choose who moves, under “Places and the line”",
        had,
    )
    return words % {"n": had}


class CancelForm(forms.Form):
    """Why it is off, and whether all after it are too."""

    because = WordsField(
        label=_("Why is it off?"),
        help_text=_("One sentence. It is on the page, and in the email to everybody."),
        at_most=200, rows=3, voice=True, missing=_("Say why it is off"),
    )  # fmt: skip
    scope = ScopeField(label=_("Which dates are off?"))

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        if not event.series.rule:
            del self.fields["scope"]

    @property
    def is_for_all_after(self) -> bool:
        return self.cleaned_data.get("scope") == "after"
