"""The filter beside the list of pledges."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from members.models import Sector
from pledges.models import Pledge
from pledges.models.pledges import LIVE, PledgeQuerySet

STATES = [("live", _("On its way")), ("kept", _("Kept"))]


class PledgeFilter(ListFilter):
    """By sector, and by what became of it."""

    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), to_field_name="slug", empty_label=_("All sectors")
    )
    state = django_filters.ChoiceFilter(
        label=_("What became of it"), choices=STATES, method="in_state", empty_label=_("All"), widget=forms.Select
    )

    class Meta:
        model = Pledge
        fields = ["sector", "state"]

    def in_state(self, pledges: PledgeQuerySet, name: str, value: str) -> PledgeQuerySet:
        """Live ones, stuck ones among them unnamed; or kept ones."""
        return pledges.filter(state__in=LIVE if value == "live" else [Pledge.State.KEPT])
