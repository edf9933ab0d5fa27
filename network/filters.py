"""What the directory can be narrowed by. Every choice is one condition on the same index."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.kit.copies import Copy
from collab.kit.filters import ListFilter
from groups.models import Group, Membership
from members.models import Member
from members.models.vocabularies import choices_of
from network.models import Entry
from network.models.entries import EntryQuerySet, narrowed
from network.models.wanted import ASKS, OFFERS, Wanted, code_of, has_code, said_in, without_question

SEARCH = {"type": "search", "autocomplete": "off"}


def choice(kind: str, label: Any, empty: Any) -> filters.ChoiceFilter:
    """One of the network's sectors, places or topics."""
    return filters.ChoiceFilter(label=label, method="of_this", choices=partial(choices_of, kind), empty_label=empty)


# Members see every group that is not taken down, so the choices are the same for all of them.
GROUPS = Copy(lambda: list(Group.objects.going_on().listed().order_by("name").values_list("slug", "name")), seconds=10)


class PersonFilter(ListFilter):
    """Words (`in`), sector, place with all that lies in it, topic, group, offer and ask."""

    sector = choice("sector", gettext_lazy("Sector"), gettext_lazy("Any"))
    place = choice("place", gettext_lazy("Place"), gettext_lazy("Anywhere"))
    topic = choice("topic", gettext_lazy("Cares about"), gettext_lazy("Anything"))
    group = filters.ChoiceFilter(
        label=gettext_lazy("Group"),
        method="in_group",
        choices=lambda: GROUPS.now(),
        empty_label=gettext_lazy("Any"),
    )
    offer = filters.CharFilter(
        label=gettext_lazy("Can help with"), method="offering", max_length=60, widget=forms.TextInput(SEARCH)
    )
    ask = filters.CharFilter(
        label=gettext_lazy("Is looking for"), method="asking", max_length=60, widget=forms.TextInput(SEARCH)
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    @property
    def typed(self) -> str:
        """What stands in the search box."""
        return without_question(str(self.data.get("in", "")).replace("\0", " "))[:100]

    def with_words(self, people: EntryQuerySet, name: str, words: str) -> EntryQuerySet:
        """Each word met by what they say, or by where the words list says that it leads."""
        wanted = Wanted.read(without_question(words))
        return people.matching(wanted.question) if wanted.terms else people.none()

    def of_this(self, people: EntryQuerySet, name: str, slug: str) -> EntryQuerySet:
        """This sector or topic; this place or one that lies in it."""
        code = code_of(name, slug)
        return people.matching(has_code(code)) if code else people.none()

    def in_group(self, people: EntryQuerySet, name: str, slug: str) -> EntryQuerySet:
        """Those who are in it now."""
        return people.filter(member__in=Membership.objects.current().filter(group__slug=slug).values("member"))

    def offering(self, people: EntryQuerySet, name: str, words: str) -> EntryQuerySet:
        return people.matching(said_in(OFFERS, words))

    def asking(self, people: EntryQuerySet, name: str, words: str) -> EntryQuerySet:
        return people.matching(said_in(ASKS, words))

    def chosen(self) -> list[dict[str, str]]:
        """Each choice as a sentence, with the address of the list without it."""
        sentences = self._sentences() if self.is_narrowed else []
        return [{"name": name, "text": text, "url": self.url_without(name)} for name, text in sentences]

    def ways_out(self, member: Member) -> list[dict[str, Any]]:
        """When nobody is found: which choice to drop, and how many people that would show."""
        rows = []
        for name, text in self._sentences():
            data = self.data.copy()
            data.pop(name, None)
            wider = type(self)(data, self.queryset)
            count = narrowed(wider.qs, member)[1] if wider.is_narrowed else 0
            if count:
                rows.append({"text": text, "url": self.url_without(name), "count": count})
        return rows

    def url_without(self, name: str) -> str:
        """The list with one choice dropped, from its first page."""
        params = self.data.copy()
        for dropped in (name, "after", "filter"):
            params.pop(dropped, None)
        return f"?{params.urlencode()}" if params else "."

    def _sentences(self) -> Iterator[tuple[str, str]]:
        sentences = {
            "in": _("With “%(words)s”"),
            "sector": "%(words)s",
            "place": _("In %(words)s"),
            "topic": _("Cares about %(words)s"),
            "group": _("In the group %(words)s"),
            "offer": _("Can help with “%(words)s”"),
            "ask": _("Is looking for “%(words)s”"),
        }
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        for name, value in cleaned.items():
            if value:
                words = dict(getattr(self.form.fields[name], "choices", [])).get(value, value)
                words = without_question(words) if name == "in" else words
                yield name, sentences[name] % {"words": words}


# `in` is a word of Python's own, so this one cannot stand in the class. The box above the list shows it.
PersonFilter.base_filters["in"] = filters.CharFilter(method="with_words", max_length=100, widget=forms.HiddenInput)
