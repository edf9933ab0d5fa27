"""What a teller types. What was typed is kept, and two windows never overwrite each other unseen."""

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import Place, Sector, Topic
from stories.models import Box, NamingLevel, Story, Use
from stories.models.places import places_of_network

ANSWER_LENGTH = 6000
TOOK_LINES = 8
QUESTIONS = {
    "who_was_there": (_("Who was there?"), _("Say who did what. You can use the microphone on your keyboard.")),
    "what_was_wrong": (_("What was wrong?"), _("What made somebody say that this could not go on?")),
    "what_we_did": (_("What did you do?"), _("In the order it happened, small steps too.")),
    "what_changed": (_("What changed?"), _("For whom, and how do you know? Say what did not work as well.")),
    "what_we_would_tell": (_("What would you tell someone trying it?"), _("One or two things you wish you had known.")),
}


def fingerprint(values: Mapping[str, object]) -> str:
    """A short mark of what a page showed, to notice when it has changed since."""
    return blake2b(json.dumps(values, sort_keys=True, default=str).encode(), digest_size=12).hexdigest()


def cut_to(most: int) -> Callable[[str], None]:
    """A validator that says how much is too long. What was typed comes back whole."""

    def check(words: str) -> None:
        too_many = len(words) - most
        if too_many > 0:
            message = ngettext("Cut %(n)d character so it fits", "Cut %(n)d characters so it fits", too_many)
            raise ValidationError(message % {"n": too_many}, code="long")

    return check


class BeginForm(forms.Form):
    """One button. Its key makes pressing twice the same as pressing once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class PartForm(forms.Form):
    """One page of a story. When another window saved other words meanwhile, both are shown and nothing is lost."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, story: Story) -> None:
        self.story, self.stored = story, self.read(story)
        self.theirs: dict[str, object] = {}
        super().__init__(data, initial={**self.stored, "seen": fingerprint(self.stored)})

    @abstractmethod
    def read(self, story: Story) -> dict[str, Any]:
        """What is saved now, in the shape that this form cleans to. Each page of the story says how."""

    def typed(self) -> dict[str, Any]:
        """What was typed, in the same shape."""
        return {name: self.cleaned_data.get(name) for name in self.stored}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("seen") != fingerprint(self.stored) and self.typed() != self.stored:
            self.note_conflict()
        return self.cleaned_data

    def note_conflict(self) -> None:
        """Show both. Sending the page once more keeps what is in the boxes."""
        self.theirs = {name: words for name, words in self.stored.items() if words != self.typed().get(name)}
        data = cast(QueryDict, self.data).copy()
        data["seen"] = fingerprint(self.stored)
        self.data = data
        self.add_error(None, ValidationError(_("This page was changed in another window. Here are both versions.")))

    def saved_lines(self) -> list[tuple[str, object, str]]:
        """What the other window saved, line by line, with the labels of this page."""
        return [(name, self.fields[name].label, self.in_words(name, value)) for name, value in self.theirs.items()]

    def in_words(self, name: str, value: Any) -> str:
        """A saved value as a person reads it."""
        choices = {str(key): str(word) for key, word in getattr(self.fields[name], "choices", [])}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(choices.get(str(one), str(one)) for one in chosen if one not in {None, ""})

    @property
    def is_new(self) -> bool:
        """Whether anything typed differs from what is saved."""
        return self.typed() != self.stored


class AnswerForm(PartForm):
    """One of the five questions. An empty answer is saved as empty, to come back to."""

    answer = forms.CharField(widget=forms.Textarea({"rows": 9, "class": "voice"}), required=False)
    marks_optional = False

    def __init__(self, data: Any = None, *, story: Story, question: str) -> None:
        self.question = question
        super().__init__(data, story=story)
        self.fields["answer"].label, self.fields["answer"].help_text = QUESTIONS[question]

    def read(self, story: Story) -> dict[str, Any]:
        return {"answer": getattr(story, self.question)}

    def clean_answer(self) -> str:
        # Browsers send two characters for each line end.
        answer: str = self.cleaned_data["answer"].replace("\r\n", "\n")
        cut_to(ANSWER_LENGTH)(answer)
        return answer


class AboutForm(PartForm):
    """The few things that help others to find it and to do the same."""

    title = forms.CharField(
        label=_("Title"),
        validators=[cut_to(120)],
        help_text=_("Up to 120 characters, in everyday words."),
        error_messages={"required": _("Enter a title")},
    )
    standfirst = forms.CharField(
        label=_("In one or two sentences, what happened?"), validators=[cut_to(300)], required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label=_("Who worked together?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of organisation, or residents")},
    )  # fmt: skip
    place = forms.ModelChoiceField(
        Place.objects.all(), label=_("Where was it?"), required=False, empty_label=_("Choose a place")
    )
    when_text = forms.CharField(
        label=_("When was it?"),
        validators=[cut_to(80)],
        required=False,
        help_text=_("Such as: winter 2025, or over one month."),
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=_("What is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    boxes = forms.MultipleChoiceField(
        label=_("What did it change?"), choices=Box.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    took = forms.CharField(
        label=_("What did it take?"), required=False, widget=forms.Textarea({"rows": 5}), validators=[cut_to(1200)],
        help_text=_("Three to five things, one on each line. A room, a van, a person who said yes."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, story: Story) -> None:
        super().__init__(data, story=story)
        offered = Place.objects.filter(pk__in=places_of_network() | {story.place_id or 0})
        cast("forms.ModelChoiceField[Place]", self.fields["place"]).queryset = offered
        topics = Topic.objects.offered(also=story.topics.all())
        cast("forms.ModelMultipleChoiceField[Topic]", self.fields["topics"]).queryset = topics

    def read(self, story: Story) -> dict[str, Any]:
        return {
            "title": story.title,
            "standfirst": story.standfirst,
            "sectors": sorted(story.sectors.values_list("pk", flat=True)),
            "place": story.place_id,
            "when_text": story.when_text,
            "topics": sorted(story.topics.values_list("pk", flat=True)),
            "boxes": list(story.boxes),
            "took": "\n".join(line["text"] for line in story.took),
        }

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        for name in ("sectors", "topics"):
            typed[name] = sorted(row.pk for row in typed[name] or [])
        typed["place"] = typed["place"].pk if typed["place"] else None
        return typed

    def clean_standfirst(self) -> str:
        return " ".join(self.cleaned_data["standfirst"].split())

    def clean_took(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["took"].splitlines() if line.strip()]
        if len(lines) > TOOK_LINES:
            raise ValidationError(_("Keep the eight lines that matter most"), code="long")
        return "\n".join(lines)

    def words(self) -> dict[str, Any]:
        """The columns of the story's own row."""
        names = ("title", "standfirst", "place", "when_text", "boxes")
        lead = self.story.lead_sector or self.cleaned_data["sectors"][0]
        took = [{"text": line, "sector": lead.cloth} for line in self.cleaned_data["took"].splitlines()]
        return {**{name: self.cleaned_data[name] for name in names}, "took": took, "lead_sector": lead}

    def rows(self) -> dict[str, Any]:
        """The rows it points at."""
        return {name: self.cleaned_data[name] for name in ("sectors", "topics")}


class AgreeForm(PartForm):
    """Uses ticked one by one, none of them for you, and how the teller is named."""

    marks_optional = False

    uses = forms.MultipleChoiceField(
        label=_("Where may this story be used?"), choices=Use.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick each one you agree to. A use you do not tick does not happen."),
    )  # fmt: skip
    naming = forms.ChoiceField(
        label=_("How are you named?"), choices=NamingLevel.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you are named")},
    )  # fmt: skip
    shown_as = forms.CharField(
        label=_("The role or the made-up name to show"), validators=[cut_to(120)], required=False,
        help_text=_("Only for a role or a made-up name. Such as: a nurse on the night shift."),
    )  # fmt: skip

    takes_questions = forms.BooleanField(
        label=_("Members may ask me how we did it"), required=False,
        help_text=_("They write through this site. They see your address only if you answer with it."),
    )  # fmt: skip

    def read(self, story: Story) -> dict[str, Any]:
        return {**self._agreed(story), "takes_questions": story.takes_questions}

    def _agreed(self, story: Story) -> dict[str, Any]:
        consent = story.consents.filter(contact=story.teller_id, quote=None, ended_at=None).first()
        if consent is None:
            return {"uses": [], "naming": "", "shown_as": ""}
        named = consent.naming in {NamingLevel.ROLE, NamingLevel.MADE_UP}
        shown = story.byline.filter(order=0).values_list("shown_as", flat=True).first() if named else ""
        return {"uses": list(consent.uses), "naming": consent.naming, "shown_as": shown or ""}

    def clean(self) -> dict[str, Any]:
        naming = self.cleaned_data.get("naming")
        if naming in {NamingLevel.ROLE, NamingLevel.MADE_UP}:
            if not self.cleaned_data.get("shown_as"):
                self.add_error("shown_as", ValidationError(_("Enter the role or the name to show"), code="empty"))
        else:
            self.cleaned_data["shown_as"] = ""
        return super().clean()
