"""What the list of stories is narrowed to. Every choice is in the address, so a list can be sent to a colleague."""

from collections import defaultdict
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import CharField, Q, Value
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from members.models import Place, Sector, Topic
from stories.models import Box, Story
from stories.models.stories import StoryQuerySet

Choices = dict[str, list[tuple[str, str]]]


def vocabularies() -> Choices:
    """Places, topics and sectors to choose from, in one query."""
    places, topics, sectors = (
        rows.order_by().values_list(Value(kind, output_field=CharField()), "slug", "name")
        for kind, rows in (("place", Place.objects), ("topic", Topic.objects), ("sector", Sector.objects))
    )
    found: Choices = defaultdict(list)
    for kind, slug, name in places.union(topics, sectors, all=True).order_by("name"):
        found[kind].append((slug, name))
    return found


class StoryFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Words, place, topic, sector, box and kind."""

    q = filters.CharFilter(label=_("Words"), method="with_words")
    place = filters.ChoiceFilter(label=_("Place"), method="in_place", empty_label=_("Anywhere"))
    topic = filters.ChoiceFilter(label=_("About"), method="about", empty_label=_("Anything"))
    sector = filters.ChoiceFilter(label=_("Who took part"), method="with_sector", empty_label=_("Anyone"))
    box = filters.ChoiceFilter(label=_("What it changed"), method="in_box", choices=Box.choices,
                               empty_label=_("Any of the four boxes"))  # fmt: skip
    kind = filters.ChoiceFilter(label=_("Kind of story"), choices=Story.Kind.choices, empty_label=_("Any kind"))

    class Meta:
        model = Story
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, queryset: StoryQuerySet, choices: Choices) -> None:
        super().__init__(data, queryset=queryset)
        for name in ("place", "topic", "sector"):
            self.filters[name].extra["choices"] = choices[name]
        self.filters["q"].extra["max_length"] = 100

    def with_words(self, rows: StoryQuerySet, name: str, words: str) -> StoryQuerySet:
        """Each word somewhere in the title or the sentence below it."""
        for word in words.split()[:8]:
            rows = rows.filter(Q(title__icontains=word) | Q(standfirst__icontains=word))
        return rows

    def in_place(self, rows: StoryQuerySet, name: str, slug: str) -> StoryQuerySet:
        """The place itself and what lies within it: county, district, neighbourhood."""
        inside = Place.objects.filter(Q(slug=slug) | Q(parent__slug=slug) | Q(parent__parent__slug=slug))
        return rows.filter(place__in=inside)

    def about(self, rows: StoryQuerySet, name: str, slug: str) -> StoryQuerySet:
        """With this topic."""
        return rows.filter(pk__in=Story.topics.through.objects.filter(topic__slug=slug).values("story"))

    def with_sector(self, rows: StoryQuerySet, name: str, slug: str) -> StoryQuerySet:
        """Leading it or taking part."""
        took_part = Story.sectors.through.objects.filter(sector__slug=slug).values("story")
        return rows.filter(Q(lead_sector__slug=slug) | Q(pk__in=took_part))

    def in_box(self, rows: StoryQuerySet, name: str, box: str) -> StoryQuerySet:
        """Of the four boxes, this one among them."""
        return rows.filter(boxes__contains=[box])

    def chosen(self) -> list[dict[str, Any]]:
        """Each choice as a sentence, with the address of the list without it."""
        rows = []
        for name, bound in ((field.name, field) for field in self.form):
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value:
                rows.append({"name": name, "text": self._sentence(name, value, bound), "url": self.url_without(name)})
        return rows

    def url_without(self, name: str) -> str:
        """The list with one choice dropped, from its first page."""
        params = self.data.copy()
        for dropped in (name, "before", "filter"):
            params.pop(dropped, None)
        return f"?{params.urlencode()}" if params else "."

    def _sentence(self, name: str, value: str, bound: forms.BoundField) -> str:
        words = str(dict(getattr(bound.field, "choices", [])).get(value, value))
        sentences = {
            "q": _("With the words “%(words)s”"),
            "place": _("In %(words)s"),
            "topic": _("About %(words)s"),
            "sector": _("With %(words)s"),
            "box": _("Changing %(words)s"),
            "kind": _("%(words)s"),
        }
        return str(sentences[name]) % {"words": words}
