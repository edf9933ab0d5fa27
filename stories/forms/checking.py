"""What a checker types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stories.forms.telling import QUESTIONS, cut_to
from stories.models import Reason, Story, replies_now


class VersionForm(forms.Form):
    """One button about the words as they were shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Which of the six reasons. It leads to the page where the words are written."""

    reason = forms.ChoiceField(
        label=_("Why does it go back?"), choices=Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
    )  # fmt: skip


class PassOnForm(VersionForm):
    """What a checker is not sure about, for the second person."""

    not_sure = forms.CharField(
        label=_("What are you not sure about?"), validators=[cut_to(1000)], widget=forms.Textarea({"rows": 2}),
        help_text=_("Only checkers read this."),
        error_messages={"required": _("Write what the second person should look at")},
    )  # fmt: skip


class AppealForm(forms.Form):
    """Why a teller thinks that a no was wrong."""

    words = forms.CharField(
        label=_("What should the other person know?"), validators=[cut_to(1000)],
        widget=forms.Textarea({"rows": 5}), required=False,
    )  # fmt: skip


class RepliesForm(forms.Form):
    """The sentence that each reason begins with."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for reason, reply in replies_now().items():
            self.fields[reason] = forms.CharField(
                label=Reason(reason).label, initial=str(reply.sentence), validators=[cut_to(1000)],
                widget=forms.Textarea({"rows": 3}), error_messages={"required": _("Write what the teller can do")},
                help_text=_("House rule %(rule)s") % {"rule": reply.rule},
            )  # fmt: skip


class FixForm(VersionForm):
    """The words as they stand, for a slip of the pen. The teller sees what was changed."""

    def __init__(self, data: Any = None, *, story: Story) -> None:
        super().__init__(data, initial={"version": story.version})
        about = {"title": (_("Title"), 120), "standfirst": (_("In one or two sentences"), 300)}
        labels = about | {name: (question, 20_000) for name, (question, _hint) in QUESTIONS.items()}
        for name, (label, fits) in labels.items():
            if words := getattr(story, name):
                box = forms.Textarea({"rows": max(3, len(words) // 60)})
                self.fields[name] = forms.CharField(
                    label=label, initial=words, validators=[cut_to(fits)],
                    widget=forms.TextInput if name == "title" else box,
                    error_messages={"required": _("Nothing is taken out here. To leave it out, write to the teller")},
                )  # fmt: skip

    @property
    def changed_words(self) -> dict[str, str]:
        """By name, what is not as it was."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


class ReturnForm(VersionForm):
    """The words of the story it is about, and the sentence that its teller reads, begun from the saved reply."""

    CHANGE, NO = "change", "no"

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
    what = forms.ChoiceField(
        label=_("What happens then?"), widget=forms.RadioSelect,
        choices=[(CHANGE, _("They change it and send it again")),
                 (NO, _("It is not for this site. Once they may ask another person"))],
        error_messages={"required": _("Choose what happens then")},
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
