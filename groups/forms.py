"""What people write about a group. What is too long comes back whole, with how much to cut."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab.kit.days import DayField, PastDayField
from groups.models import Group, GroupNote, Membership, Outcome

# Long enough to have lived with it, short enough to remember why.
REVIEW_AFTER = timedelta(days=91)


class WordsField(forms.CharField):
    """Words of people, in the box they need."""

    def __init__(self, *, at_most: int, rows: int = 0, voice: bool = False, missing: Any = "", **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"class": "voice"} if voice else {}
        widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
        kwargs.setdefault("widget", widget)
        super().__init__(required=bool(missing), error_messages={"required": missing}, **kwargs)
        self.at_most = at_most

    def clean(self, value: Any) -> str:
        """Cleaned, or how many characters to cut."""
        words: str = super().clean(value)
        over = len(words) - self.at_most
        if over > 0:
            cut = ngettext("Cut %(n)s character", "Cut %(n)s characters", over)
            raise ValidationError(cut % {"n": over}, code="long")
        return words


class GroupForm(forms.ModelForm):
    """What it is for, and who may come."""

    name = WordsField(label=_("What is it called?"), at_most=80, missing=_("Enter a name for the group"))
    purpose = WordsField(
        label=_("What do you want to change?"),
        help_text=_("Two or three sentences, in your own words."),
        at_most=1000, rows=5, voice=True, missing=_("Say what you want to change"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What kind of group is it?"),
        choices=[
            (Group.Kind.DOERS, _("Thinkers and doers: we think together, and each does something")),
            (Group.Kind.PRACTICE, _("Community of practice: we learn from the same kind of work")),
            (Group.Kind.BREAKER, _("Ground breaker: we test one idea, with three or four outcomes")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of group it is")},
    )
    meets = WordsField(
        label=_("How often do you meet?"), help_text=_("Like: half an hour before each third Wednesday."), at_most=160
    )
    openness = forms.ChoiceField(
        label=_("How do people join?"),
        choices=Group.Openness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how people join")},
    )
    is_public = forms.BooleanField(
        label=_("Visitors can read about it"),
        help_text=_("They see the purpose and the outcomes. They see no names and no notes."),
        required=False,
    )

    class Meta:
        model = Group
        fields = ["name", "purpose", "kind", "meets", "openness", "is_public"]


class StartForm(GroupForm):
    """The same, for a new group. Its key makes pressing twice the same as pressing once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AskForm(forms.Form):
    """A line to the leads."""

    message = WordsField(
        label=_("What would you like to tell them?"),
        help_text=_("The leads of the group read this."),
        at_most=400, rows=4, voice=True,
    )  # fmt: skip


class LeaveForm(forms.Form):
    """Who leads after somebody who led alone."""

    next_lead = forms.ModelChoiceField(
        label=_("Who leads the group when you have left?"),
        queryset=Membership.objects.none(),
        to_field_name="uuid",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose who leads the group"), "invalid_choice": _("Choose who leads the group")},
    )

    def __init__(self, data: Any, *, others: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["next_lead"]
        field.queryset = others
        field.label_from_instance = lambda row: row.member.contact.name


class AgreementForm(forms.Form):
    """How we work together, and when we look at it again."""

    text = WordsField(
        label=_("How do you want to work together?"),
        help_text=_("One line for each thing you agree. Say what happens when you disagree."),
        at_most=3000, rows=10, voice=True, missing=_("Write what you want to agree"),
    )  # fmt: skip
    review_on = DayField(
        label=_("When do you look at it again?"),
        help_text=_("Like 20 February. Every three months is a good rhythm."),
        required=True,
        error_messages={"required": _("Enter the day when you look at it again")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        initial = {"review_on": timezone.localdate() + REVIEW_AFTER, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)


class ReviewForm(forms.Form):
    """Still right, until another day."""

    review_on = DayField(
        label=_("It is still right. Look at it again on"),
        required=True,
        error_messages={"required": _("Enter the day when you look at it again")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"review_on": timezone.localdate() + REVIEW_AFTER})


class OutcomeForm(forms.Form):
    """One thing that will be different."""

    words = WordsField(
        label=_("What will be different?"), at_most=200, rows=2, voice=True, missing=_("Say what will be different")
    )
    sign = WordsField(
        label=_("How will you know?"), help_text=_("Like: every child has a coat by November."), at_most=200, rows=2
    )


class MoveForm(forms.Form):
    """How far it is, and a line on why."""

    state = forms.ChoiceField(
        label=_("How far is it?"),
        choices=Outcome.State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is"), "invalid_choice": _("Choose how far it is")},
    )
    line = WordsField(label=_("What happened?"), at_most=300, rows=3, voice=True)


class NoteForm(forms.Form):
    """What to remember."""

    words = WordsField(
        label=_("What do you want to remember?"), at_most=3000, rows=5, voice=True, missing=_("Write the note")
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=GroupNote.Kind.choices,
        widget=forms.RadioSelect,
        initial=GroupNote.Kind.NOTE,
        error_messages={"required": _("Choose what it is"), "invalid_choice": _("Choose what it is")},
    )
    day = PastDayField(
        label=_("Which day is it about?"),
        required=True,
        initial=timezone.localdate,
        error_messages={"required": _("Enter a day, like 20 November")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class NextForm(forms.Form):
    """When and where it meets next; both may be empty."""

    next_on = DayField(label=_("Which day do you meet next?"), help_text=_("Like 20 November, or next Friday."))
    next_where = WordsField(
        label=_("What time, and where?"), help_text=_("Like: 5pm, the small room at the library."), at_most=160
    )

    def clean(self) -> dict[str, Any]:
        """A place without a day is of no use to anyone."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("next_where") and "next_on" not in self.errors and cleaned.get("next_on") is None:
            self.add_error("next_on", ValidationError(_("Enter a day, like 20 November"), code="missing"))
        return cleaned


class CloseForm(forms.Form):
    """The closing page."""

    did = WordsField(
        label=_("What did you do?"), at_most=2000, rows=4, voice=True, missing=_("Say what you did together")
    )
    learned = WordsField(label=_("What did you learn?"), at_most=2000, rows=4, voice=True)
    goes_on = WordsField(
        label=_("What goes on elsewhere?"), help_text=_("Who carries on with what."), at_most=2000, rows=4, voice=True
    )
