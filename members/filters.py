"""What the list of organisations can be narrowed by. People are found in `network`."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from members.models import Organisation, Sector

MOST_WORDS = 6


class OrganisationFilter(ListFilter):
    """Sector, and words in the name."""

    q = django_filters.CharFilter(
        label=_("Words"), method="by_words", widget=forms.TextInput({"type": "search", "autocomplete": "off"})
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), to_field_name="slug", empty_label=_("Any")
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Each word somewhere in the name, the kind or what they say of themselves."""
        for word in words_of(value):
            rows = rows.filter(Q(name__icontains=word) | Q(kind__icontains=word) | Q(about__icontains=word))
        return rows


def words_of(value: str) -> list[str]:
    """The first few words; a NUL, which the database cannot hold, is dropped."""
    return value.replace("\0", " ").split()[:MOST_WORDS]


def chosen(filterset: ListFilter, params: Any) -> list[dict[str, str]]:
    """What a list is narrowed to, in words, each with the address of the list without it."""
    if not filterset.is_narrowed:
        return []
    rows = []
    cleaned = filterset.form.cleaned_data if filterset.form.is_valid() else {}
    for name, value in cleaned.items():
        if value:
            rest = params.copy()
            for gone in (name, "page"):
                rest.pop(gone, None)
            label = filterset.form.fields[name].label
            rows.append({"text": f"{label}: {value}", "url": f"?{rest.urlencode()}"})
    return rows
