"""What a checker types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stories.forms.telling import QUESTIONS, cut_to
from stories.models import Reason, Story


class VersionForm(forms.Form):
    """One button about the words as they were shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Which of the six reasons. It leads to the page where the words are written."""

    reason = forms.ChoiceField(
        label=_("Why does it go back?"), choices=Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
    )  # fmt: skip


class ReturnForm(VersionForm):
    """The words of the story it is about, and the sentence that its teller reads, begun from the saved reply."""

    reason = forms.ChoiceField(choices=Reason.choices, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Which words is it about?"), validators=[cut_to(1000)], widget=forms.Textarea({"rows": 3}),
        help_text=_("Copy one sentence of the story. For the whole story, copy its title."),
        error_messages={"required": _("Copy the words it is about")},
    )  # fmt: skip
    sentence = forms.CharField(
        label=_("What the teller reads"), validators=[cut_to(1000)], widget=forms.Textarea({"rows": 5}),
        help_text=_("It stands below the words you copied. Say what to do."),
        error_messages={"required": _("Write what the teller can do")},
    )  # fmt: skip

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].strip('“”"').split())
        if words.casefold() not in " ".join(_all_words(self.story).split()).casefold():
            raise ValidationError(_("Copy the words as they stand in the story"), code="elsewhere")
        return words

    def letter(self) -> str:
        """What the teller reads: the words of theirs it is about, then what to do."""
        about = _("About “%(words)s”:") % {"words": self.cleaned_data["words"]}
        return f"{about}\n\n{self.cleaned_data['sentence']}"


def _all_words(story: Story) -> str:
    """All that a checker can copy from: the questions too, since an answer may be missing."""
    questions = [f"{question} {getattr(story, name)}" for name, (question, _hint) in QUESTIONS.items()]
    took = [line["text"] for line in story.took]
    people = [f"{person.shown_as} {person.detail}" for person in story.people.all()]
    return "\n".join([story.title, story.standfirst, *questions, *took, *people])
