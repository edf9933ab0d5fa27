"""What the list of stories is narrowed to. Every choice is in the address, so a list can be sent to a colleague."""

from functools import partial
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from members.filters import VocabularyFilter
from members.models import Place
from members.models.vocabularies import choices_of
from stories.models import Box, Story
from stories.models.doors import StoryQuerySet
from stories.models.places import places_with_stories, what_made_possible
from stories.models.searching import query_of


class StoryFilter(ListFilter):
    """Words, place, topic, sector, box and kind."""

    q = filters.CharFilter(label=_("Words"), method="with_words", max_length=100)
    place = VocabularyFilter(label=_("Place"), method="in_place", vocabulary="place", choices=places_with_stories,
                             empty_label=_("Anywhere"))  # fmt: skip
    topic = VocabularyFilter(label=_("About"), method="about", vocabulary="topic", empty_label=_("Anything"))
    sector = filters.ChoiceFilter(label=_("Who took part"), method="with_sector", choices=partial(choices_of, "sector"),
                                 empty_label=_("Anyone"))  # fmt: skip
    box = filters.ChoiceFilter(label=_("What it changed"), method="in_box", choices=Box.choices,
                               empty_label=_("Any of these"))  # fmt: skip
    kind = filters.ChoiceFilter(label=_("Kind of story"), choices=Story.Kind.choices, empty_label=_("Any kind"))

    class Meta:
        model = Story
        fields: list[str] = []

    possible = filters.ChoiceFilter(label=_("What made it possible"), method="made_possible_by",
                                    choices=what_made_possible, empty_label=_("Anything"))  # fmt: skip
    pledges = filters.ChoiceFilter(label=_("Pledges"), method="with_pledges", empty_label=_("With or without"),
                                   choices=[("yes", _("Pledges came from it"))])  # fmt: skip

    def with_words(self, rows: StoryQuerySet, name: str, words: str) -> StoryQuerySet:
        """With these words, whichever form they stand in."""
        return rows.filter(indexed__words=query_of(words))

    def made_possible_by(self, rows: StoryQuerySet, name: str, what: str) -> StoryQuerySet:
        """Its teller named this."""
        return rows.filter(made_possible__contains=[what])

    def with_pledges(self, rows: StoryQuerySet, name: str, value: str) -> StoryQuerySet:
        """Somebody pledged something because of it."""
        return rows.filter(pledge_count__gt=0)

    @property
    def words(self) -> str:
        """What is looked for."""
        return str(self.form.cleaned_data.get("q") or "") if self.is_narrowed and self.form.is_valid() else ""

    def in_place(self, rows: StoryQuerySet, name: str, slug: str) -> StoryQuerySet:
        """The place itself and what lies within it: county, district, neighbourhood."""
        place = Place.objects.filter(slug=slug).first()
        return rows.filter(place__in=Place.objects.within(place)) if place else rows.none()

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
        if not self.is_narrowed:
            return []
        rows = []
        for name, bound in ((field.name, field) for field in self.form):
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value:
                rows.append({"name": name, "text": self._sentence(name, value, bound), "url": self.url_without(name)})
        return rows

    def url_without(self, name: str) -> str:
        """The list with one choice dropped, from its first page."""
        params = self.data.copy()
        for dropped in (name, "before", "from", "filter"):
            params.pop(dropped, None)
        return f"?{params.urlencode()}" if params else "."

    def _sentence(self, name: str, value: str, bound: forms.BoundField) -> str:
        words = str(dict(getattr(bound.field, "choices", [])).get(value, value))
        sentences = {
            "q": _("With the words “%(words)s”"),
            "place": _("In %(words)s"),
            "topic": _("About %(words)s"),
            "sector": _("With %(words)s"),
            "box": _("What it changed: %(words)s"),
            "kind": _("%(words)s"),
            "possible": _("Made possible by: %(words)s"),
            "pledges": _("%(words)s"),
        }
        return str(sentences[name]) % {"words": words}
