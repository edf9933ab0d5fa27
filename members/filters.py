"""What the list of organisations can be narrowed by. People are found in `network`."""

from functools import partial
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from members.models import Organisation, OrganisationKind, Place, Sector
from members.models.organisations import OrganisationQuerySet
from members.models.vocabularies import choices_of, is_known, slug_now

MOST_WORDS = 6


class VocabularyField(django_filters.fields.ChoiceField):  # type: ignore[misc]  # it has no types
    """A word by its address. One that became part of another leads there; a retired one may still be asked for."""

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary = vocabulary

    def to_python(self, value: Any) -> str:
        slug = str(super().to_python(value))
        return slug_now(self.vocabulary, slug) if slug else ""

    def valid_value(self, value: Any) -> bool:
        return bool(super().valid_value(value)) or is_known(self.vocabulary, str(value))


class VocabularyFilter(django_filters.ChoiceFilter):  # type: ignore[misc]
    """Places or topics: vocabulary="place"."""

    field_class = VocabularyField

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        choices = kwargs.pop("choices", partial(choices_of, vocabulary))
        super().__init__(*args, vocabulary=vocabulary, choices=choices, **kwargs)


class OrganisationFilter(ListFilter):
    """Words, sector, kind and place."""

    q = django_filters.CharFilter(
        label=_("Words"), method="by_words", widget=forms.TextInput({"type": "search", "autocomplete": "off"})
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.all(), to_field_name="slug", empty_label=_("Any")
    )
    kind = VocabularyFilter(label=_("Kind"), vocabulary="kind", method="of_kind", empty_label=_("Any"))
    place = VocabularyFilter(label=_("Place"), vocabulary="place", method="in_place", empty_label=_("Anywhere"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_words(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        """Each word somewhere in the name, the kind or what they say of themselves."""
        return rows.with_words(words_of(value))

    def of_kind(self, rows: OrganisationQuerySet, name: str, slug: str) -> OrganisationQuerySet:
        """Of this kind of the list."""
        return rows.filter(kind__in=OrganisationKind.objects.filter(slug=slug).values("name"))

    def in_place(self, rows: OrganisationQuerySet, name: str, slug: str) -> OrganisationQuerySet:
        """In this place, or in one inside it."""
        place = Place.objects.filter(slug=slug).first()
        return rows.within(place) if place else rows.none()


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
            for gone in (name, "page", "after"):
                rest.pop(gone, None)
            field = filterset.form.fields[name]
            words = dict(getattr(field, "choices", [])).get(value, value) if isinstance(value, str) else value
            rows.append({"text": f"{field.label}: {words}", "url": f"?{rest.urlencode()}"})
    return rows
