"""What the lists of people and organisations can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from members.models import Organisation, Place, Profile, Sector, Topic

MOST_WORDS = 6


class PersonFilter(ListFilter):
    """Sector, place, topic, and plain words."""

    q = django_filters.CharFilter(
        label=_("Words"),
        help_text=_("A name, or what they do, offer or look for."),
        method="by_words",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"),
        field_name="member__contact__sector",
        queryset=Sector.objects.all(),
        to_field_name="slug",
        empty_label=_("Any"),
    )
    place = django_filters.ModelChoiceFilter(
        label=_("Place"),
        field_name="places",
        queryset=Place.objects.all(),
        to_field_name="slug",
        empty_label=_("Any"),
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Cares about"),
        field_name="cares_about",
        queryset=Topic.objects.all(),
        to_field_name="slug",
        empty_label=_("Anything"),
    )

    class Meta:
        model = Profile
        fields: list[str] = []

    def by_words(self, people: QuerySet[Profile], name: str, value: str) -> QuerySet[Profile]:
        """Each word somewhere: in the name, what they do, offer or look for, their organisation or its sector."""
        for word in words_of(value):
            people = people.filter(said_anywhere(word))
        return people


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


def said_anywhere(word: str) -> Q:
    places = ["member__contact__name", "does", "offers", "asks", "about", "patch"]
    places += ["member__contact__organisation__name", "member__contact__organisation__kind"]
    places += ["member__contact__organisation_typed", "member__contact__sector__name"]
    found = Q()
    for place in places:
        found |= Q(**{f"{place}__icontains": word})
    return found


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
