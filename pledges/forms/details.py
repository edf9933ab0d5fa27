"""What helps to keep a pledge."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.days import DayField
from collab.kit.forms import CountedTextarea
from groups.models import Group
from pledges.forms.words import ActField, LineField, needs_look
from pledges.models import WALL_LENGTH, Pledge, Visibility, Wall
from pledges.models.languages import LANGUAGES

FIRST_STEP_WITHIN = timedelta(days=7)

NEWER = _("You changed this to “%(words)s” on another page. Save again to replace it")
EMPTIED = _("You emptied this on another page. Save again to replace it")


class LanguageSelect(forms.Select):
    """Languages in their own names, each marked for those who hear the list read out."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, and its language."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = str(value)
        return option


class DetailsForm(forms.ModelForm):
    """What helps to keep a pledge; each box is optional but the words themselves."""

    cue = LineField(
        label=_("When and where will you do it?"), required=False, at_most=200,
        help_text=_("Like: after the Monday meeting, at the hall"),
    )  # fmt: skip
    by_on = DayField(label=_("By which day?"), help_text=_("Like 3 March, or next Friday"))
    first_step = LineField(label=_("A first small step"), required=False, at_most=200)
    first_step_on = DayField(label=_("When, in the next 7 days?"))
    obstacle = LineField(label=_("What might get in the way?"), required=False, at_most=200)
    answer_to_obstacle = LineField(label=_("And then, what will you do?"), required=False, at_most=200)
    act = ActField(widget=CountedTextarea(maximum=WALL_LENGTH, attrs={"rows": 3, "class": "voice"}))
    language = forms.ChoiceField(label=_("The language of your words"), required=False, widget=LanguageSelect)
    role_or_place = LineField(
        label=_("Your role or place"), required=False, at_most=80, help_text=_("Shown after your first name")
    )
    visibility = forms.ChoiceField(label=_("Who may see it?"), widget=forms.RadioSelect)

    PLAN, STEP, MORE = ("cue", "by_on"), ("first_step", "first_step_on"), ("obstacle", "answer_to_obstacle")
    WORDS = ("act", "language", "role_or_place", "visibility")

    class Meta:
        model = Pledge
        fields = [
            *("cue", "by_on", "first_step", "first_step_on", "obstacle", "answer_to_obstacle"),
            *("act", "language", "role_or_place", "visibility"),
        ]

    def __init__(self, data: Any = None, *, groups: Sequence[Group] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.groups = {f"{Visibility.GROUP}:{group.slug}": group for group in groups}
        self._offer_choices()
        for field in self.fields.values():
            field.show_hidden_initial = True
        if data is not None:
            opened = {self.add_initial_prefix(name): self._stored(name) for name in self.fields}
            self.data: Any = data.copy()
            self.data.update({name: value for name, value in opened.items() if name not in data})

    def _offer_choices(self) -> None:
        """Who may see it, a group of theirs too; and their language, whichever it is."""
        visibility, language, group = self.fields["visibility"], self.fields["language"], self.instance.group
        visibility.choices = [  # type: ignore[attr-defined]
            *([(Visibility.GROUP, group.name)] if group else []),
            *((key, other.name) for key, other in self.groups.items() if other != group),
            (Visibility.PUBLIC, _("Anyone")),
            (Visibility.MEMBERS, _("Members of this network")),
            (Visibility.PARTNER, _("Only my partner and me") if self.instance.partner_id else _("Only me")),
        ]
        spoken = self.instance.language
        others = [] if spoken in dict(LANGUAGES) else [(spoken, spoken)]
        language.choices = [*LANGUAGES, *others]  # type: ignore[attr-defined]

    @property
    def asks_for_step(self) -> bool:
        """Whether the day is so far off that a first step is asked for beside it."""
        pledge: Pledge = self.instance
        return pledge.is_far_off(today=timezone.localdate())

    @property
    def plan(self) -> list[forms.BoundField]:
        """The boxes that stand open."""
        return self._boxes((self.STEP if self.asks_for_step else ()) + self.PLAN)

    @property
    def more(self) -> list[forms.BoundField]:
        """Those that open with one press."""
        return self._boxes((() if self.asks_for_step else self.STEP) + self.MORE)

    @property
    def words(self) -> list[forms.BoundField]:
        """The pledge itself, and who sees it."""
        return self._boxes(self.WORDS)

    def _boxes(self, names: Sequence[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def changed_fields(self) -> list[str]:
        """The columns to save: what was changed, and what follows from it."""
        follows = {"visibility": ["group"], "first_step": ["first_step_on"]}
        return [*self.changed_data, *(column for name in self.changed_data for column in follows.get(name, []))]

    def _stored(self, name: str) -> str:
        """A field as the form shows it, of the row as it is now."""
        return str(self.fields[name].prepare_value(self.initial.get(name)) or "")

    def clean_language(self) -> str:
        """What was chosen; a form that says nothing changes nothing."""
        return str(self.cleaned_data["language"] or self.instance.language)

    def clean_first_step_on(self) -> date | None:
        """Soon, so that it is a first step."""
        day: date | None = self.cleaned_data["first_step_on"]
        changed = day != self.initial.get("first_step_on")
        if day and changed and day > timezone.localdate() + FIRST_STEP_WITHIN:
            raise ValidationError(_("Choose a day in the next 7 days"), code="far")
        return day

    def clean(self) -> dict[str, Any]:
        """New words that hold a number or a full name wait for a look, as they would on the wall."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._mind_newer_words(cleaned)
        if cleaned.get("first_step") and not cleaned.get("first_step_on") and "first_step_on" not in self.errors:
            cleaned["first_step_on"] = timezone.localdate() + FIRST_STEP_WITHIN
        if cleaned.get("visibility") in self.groups:
            self.instance.group = self.groups[cleaned["visibility"]]
            cleaned["visibility"] = Visibility.GROUP
        if {"act", "role_or_place"} & set(self.changed_data):
            doubtful = needs_look(cleaned.get("act", ""), cleaned.get("role_or_place", ""))
            self.instance.is_held = self.instance.is_held or doubtful or self._is_checked_first()
        return cleaned

    def _is_checked_first(self) -> bool:
        """Whether the host of the wall it hangs on looks at each patch, and so at new words."""
        return self.instance.event is not None and Wall.of(self.instance.event).checks_first

    def _mind_newer_words(self, cleaned: dict[str, Any]) -> None:
        """What an older page did not change stays as it is now; what both changed is replaced at the second press."""
        changed = self.changed_data
        for name in list(cleaned):
            opened, stored = self.add_initial_prefix(name), self._stored(name)
            if name not in changed:
                cleaned[name] = self.initial.get(name)
            elif self.data[opened] != stored and cleaned[name] != self.initial.get(name):
                self.data[opened] = stored
                words = dict(getattr(self.fields[name], "choices", ())).get(stored, stored)
                self.add_error(name, NEWER % {"words": words} if words else EMPTIED)
