"""What an organiser types to find people and to change their roles."""

import re
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collab.kit.filters import ListFilter
from collab.staff import Why, WhySuspended
from members.filters import words_of
from members.models import Contact, Member, Organisation, Role

SUSPENDED = "suspended"
MOST_ORGANISATIONS = 200
FEW = 2000
# What to_tsquery reads as a sign of its own.
SIGNS = re.compile(r"['\\&|!()<>:*]")


class PeopleFilter(ListFilter):
    """A name, an address or an organisation; a role, or suspended."""

    q = django_filters.CharFilter(
        label=_("Find"),
        help_text=_("The start of a name, an email or an organisation."),
        method="by_words",
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    what = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[*Role.choices, (SUSPENDED, _("suspended"))],
        empty_label=_("everybody"),
        method="by_what",
    )

    class Meta:
        model = Member
        fields: list[str] = []

    def by_words(self, people: QuerySet[Member], name: str, value: str) -> QuerySet[Member]:
        """Each word begins a word of their name, their address or their organisation."""
        contacts = Contact.objects.annotate(words=Contact.WORDS).order_by()
        for word in typed_words(value):
            there = Organisation.objects.filter(name__icontains=word).values_list("pk", flat=True)
            # Read first: with the two tables in one condition no index is used.
            ids = list(there[:MOST_ORGANISATIONS])
            contacts = contacts.filter(has_word_like(word) | Q(organisation__in=ids))
        return people.filter(contact__in=few_or_all(contacts))

    def by_what(self, people: QuerySet[Member], name: str, value: str) -> QuerySet[Member]:
        if value == SUSPENDED:
            return people.filter(is_active=False)
        return people.filter(pk__in=Member.objects.holding(value).values("pk"))


def typed_words(value: str) -> list[str]:
    """The words of what was typed, without the signs that a search would read as its own."""
    return [word for word in (SIGNS.sub(" ", word).strip() for word in words_of(value)) if word]


def has_word_like(word: str) -> Q:
    """For contacts with `words`: a word of their name or their address begins like this."""
    return Q(words=SearchQuery(f"'{word}':*", config="simple", search_type="raw"))


def few_or_all(contacts: QuerySet[Contact]) -> Any:
    """The ids of those found where they are few; where they are many, the question itself.

    In one statement with the newest first, the planner walks all accounts and looks at the words of each: 2.5 seconds
    for a name that one in 200,000 has. With many found, the first page is soon full.
    """
    ids = list(contacts.values_list("pk", flat=True)[: FEW + 1])
    return ids if len(ids) <= FEW else contacts.values("pk")


class RolesForm(forms.Form):
    """What they hold from now on, and why."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[
            (Role.FACILITATOR, _("Host: sets up events and sees who is coming")),
            (Role.MODERATOR, _("Checker: reads what is sent in and decides")),
            (Role.ADMIN, _("Organiser: runs the network and gives roles")),
            (Role.SAFEGUARDING, _("Safeguarding lead: is told when somebody may be at risk")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody is a member. A role comes on top, and needs a second step to sign in."),
    )
    why = forms.ChoiceField(
        label=_("Why?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why")},
    )

    def clean_why(self) -> Why:
        return Why(self.cleaned_data["why"])


class SuspendForm(forms.Form):
    """Why they may not sign in for now."""

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=WhySuspended.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why")},
    )

    def clean_why(self) -> WhySuspended:
        return WhySuspended(self.cleaned_data["why"])


def chosen_words(found: PeopleFilter, params: Any) -> list[dict[str, str]]:
    """What the list is narrowed to, each with the address of the list without it."""
    if not found.is_narrowed or not found.form.is_valid():
        return []
    rows = []
    for name, value in found.form.cleaned_data.items():
        if value:
            rest = params.copy()
            for gone in (name, "before"):
                rest.pop(gone, None)
            words = dict(found.form.fields["what"].choices).get(value, value) if name == "what" else value
            rows.append({"text": str(words), "url": f"?{rest.urlencode()}"})
    return rows
