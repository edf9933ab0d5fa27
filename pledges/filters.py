"""The filter beside the list of pledges."""

from datetime import timedelta
from functools import cached_property, partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from events.models import Event, Series
from groups.models import Group
from members.models.vocabularies import choices_of, sectors_now
from pledges.models import Pledge
from pledges.models.pledges import PledgeQuerySet
from pledges.models.reading import Narrow, Reader, everything
from pledges.models.states import LIVE

STATES = [
    ("live", _("On its way")),
    ("due", _("Due in the next four weeks")),
    ("waiting", _("Asks for others to join in")),
    ("kept", _("Kept")),
]
SOON = timedelta(weeks=4)


def hidden(**kwargs: Any) -> django_filters.CharFilter:
    """A choice made by a link on another page, kept when more is chosen here."""
    return django_filters.CharFilter(widget=forms.HiddenInput, max_length=120, **kwargs)


class PledgeFilter(ListFilter):
    """By sector and by what became of it; from the page of a meeting or a group, by these."""

    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=partial(choices_of, "sector"), method="in_sector", empty_label=_("All sectors")
    )
    state = django_filters.ChoiceFilter(
        label=_("What became of it"), choices=STATES, method="in_state", empty_label=_("All"), widget=forms.Select
    )
    series = hidden(method="from_series")
    group = hidden(method="of_group")

    class Meta:
        model = Pledge
        fields: list[str] = []

    def __init__(self, data: QueryDict, reader: Reader) -> None:
        super().__init__(data, Pledge.objects.none())
        self.reader = reader

    @property
    def narrow(self) -> Narrow:
        """What this list leaves out of any pledges."""
        return self.chosen_of if self.is_narrowed else everything

    def chosen_of(self, pledges: PledgeQuerySet) -> PledgeQuerySet:
        """Those that were chosen."""
        self.form.is_valid()
        narrowed: PledgeQuerySet = self.filter_queryset(pledges)
        return narrowed

    @cached_property
    def choices(self) -> dict[str, str]:
        """What was chosen and made sense."""
        if not self.is_narrowed:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def in_sector(self, pledges: PledgeQuerySet, name: str, slug: str) -> PledgeQuerySet:
        """Said by somebody of this sector."""
        return pledges.filter(sector__in=[sector.pk for sector in sectors_now() if sector.slug == slug])

    def in_state(self, pledges: PledgeQuerySet, name: str, value: str) -> PledgeQuerySet:
        """Live ones, stuck ones unnamed among them; of these what is due soon; what waits for others; kept ones."""
        today = timezone.localdate()
        chosen = {
            "live": Q(state__in=LIVE),
            "due": Q(state__in=LIVE, by_on__range=(today, today + SOON)),
            "waiting": Q(state=Pledge.State.WAITING, wanted_by__gte=today),
            "kept": Q(state=Pledge.State.KEPT),
        }
        return pledges.filter(chosen[value])

    def from_series(self, pledges: PledgeQuerySet, name: str, slug: str) -> PledgeQuerySet:
        """Made at any date of this meeting."""
        return pledges.filter(event__in=self.dates)

    def of_group(self, pledges: PledgeQuerySet, name: str, slug: str) -> PledgeQuerySet:
        """Held by this group."""
        return pledges.filter(group=self.its_group) if self.its_group else pledges.none()

    @cached_property
    def of_series(self) -> Series | None:
        """The meeting that was chosen, where this reader may open its page."""
        return Series.objects.open_to(self.reader).filter(slug=self.choices.get("series", "")).first()

    @cached_property
    def dates(self) -> list[int]:
        """Its dates: asked for by number, they are looked up one by one."""
        return list(Event.objects.filter(series=self.of_series).values_list("pk", flat=True)) if self.of_series else []

    @cached_property
    def its_group(self) -> Group | None:
        """The group that was chosen, where this reader may see it."""
        return Group.objects.visible_to(self.reader).filter(slug=self.choices.get("group", "")).first()

    def chips(self) -> list[dict[str, str]]:
        """What the list is narrowed to, each with the address without it."""
        return [
            {"text": self._words(name, value), "url": self.url_without(name)} for name, value in self.choices.items()
        ]

    def _words(self, name: str, value: str) -> str:
        if name == "series":
            return self.of_series.title if self.of_series else _t("A meeting that is not here")
        if name == "group":
            return self.its_group.name if self.its_group else _t("A group that is not here")
        return str(dict(self.form.fields[name].choices).get(value, value))

    def url_without(self, *names: str) -> str:
        """The list with a choice dropped, from its first page."""
        params = self.data.copy()
        for dropped in (*names, "before", "filter"):
            params.pop(dropped, None)
        return f"?{params.urlencode()}" if params else "."
