"""The filter beside the list of groups."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from groups.models import Group


class GroupFilter(ListFilter):
    """By kind, and by how people join."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind of group"), choices=Group.Kind.choices, empty_label=_("All kinds"), widget=forms.Select
    )
    joining = django_filters.ChoiceFilter(
        label=_("How people join"),
        field_name="openness",
        choices=Group.Openness.choices,
        empty_label=_("Either"),
        widget=forms.Select,
    )

    class Meta:
        model = Group
        fields: list[str] = []


def chosen(found: GroupFilter) -> list[dict[str, str]]:
    """What the list is narrowed to, in words, each with the address of the list without it."""
    rows: list[dict[str, str]] = []
    if not found.is_narrowed or not found.form.is_valid():
        return rows
    for name, value in found.form.cleaned_data.items():
        if value:
            rest = found.data.copy()
            for gone in (name, "page"):
                rest.pop(gone, None)
            words = dict(found.form.fields[name].choices)[value]
            rows.append({"text": str(words), "url": f"?{rest.urlencode()}"})
    return rows
