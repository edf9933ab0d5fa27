"""Asking to meet somebody, introducing two people, and saying yes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.kit.forms import CountedTextarea
from members.models import Member, Profile
from network.models import Says
from network.permissions import WaysToMeet

CONTEXT_LENGTH = 500
DIRECTLY = "directly"


def context_field(label: Any, hint: Any) -> forms.CharField:
    """Why they might want to meet."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=CONTEXT_LENGTH,
        widget=CountedTextarea(maximum=CONTEXT_LENGTH, attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Write why you would like to meet"),
            "max_length": gettext_lazy("Cut it to %(limit_value)s characters"),
        },
    )


def reach_field() -> forms.CharField:
    """How the other side may reach them, shown after both said yes."""
    return forms.CharField(label="", max_length=200, required=False, strip=True)


class ReachForm(forms.Form):
    """What both kinds of yes share: how I may be reached."""

    # A no needs no way to be reached, but a yes does.
    marks_optional = False

    reach = reach_field()

    def __init__(self, *args: Any, member: Member, meets: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        field = self.fields["reach"]
        field.label = _("How may %(name)s reach you?") % {"name": meets}
        field.help_text = _("Such as your phone number or email. %(name)s sees it only when both of you say yes.") % {
            "name": meets
        }

    def clean_reach(self) -> str:
        """What they typed, else what their own page says."""
        reach = " ".join(str(self.cleaned_data["reach"]).replace("\0", "").split())
        reach = reach or (self.member.profile.how_to_reach if self.uses_profile() else "")
        if not reach and self.needs_reach():
            raise ValidationError(_("Say how they may reach you"), code="required")
        return reach

    def needs_reach(self) -> bool:
        return True

    def uses_profile(self) -> bool:
        return False


class AskForm(ReachForm):
    """A asks to meet B."""

    through = forms.ChoiceField(
        label=gettext_lazy("Who asks them?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who asks them"),
            "invalid_choice": gettext_lazy("Choose who asks them"),
        },
    )
    context = context_field(
        gettext_lazy("Why would you like to meet?"),
        gettext_lazy("Two or three sentences. They read this before they say yes or no."),
    )
    field_order = ["context", "through", "reach"]

    def __init__(self, *args: Any, ways: WaysToMeet, chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {str(one.uuid): one for one in ways.through}
        choices = [
            (uuid, _("%(name)s, who knows them") % {"name": one.contact.name}) for uuid, one in self.ways.items()
        ]
        if ways.directly:
            choices.insert(0, (DIRECTLY, _("You. They have offered to be asked")))
        field = self.fields["through"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        # Chosen in the list they came from, where that is one of the ways.
        field.initial = chosen if chosen in self.ways else choices[0][0] if choices else None
        self.fields["reach"].initial = self.member.profile.how_to_reach

    def uses_profile(self) -> bool:
        return True

    def clean_through(self) -> Member | None:
        """The member in between; none for asking directly."""
        return self.ways.get(self.cleaned_data["through"])


class AnswerForm(ReachForm):
    """Yes, with how to reach me; or not this time."""

    # Which of the two buttons was pressed.
    says = forms.ChoiceField(
        choices=Says.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose yes or not this time"),
            "invalid_choice": gettext_lazy("Choose yes or not this time"),
        },
    )

    def __init__(self, *args: Any, asks_reach: bool, is_signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_reach, self.is_signed_in = asks_reach, is_signed_in
        own = self.member.profile.how_to_reach
        if not asks_reach:
            del self.fields["reach"]
        elif is_signed_in:
            self.fields["reach"].initial = own
        elif own:
            # The link shows nothing that its email did not say.
            self.fields["reach"].help_text = _("Leave it empty to use what your own page says.")

    def needs_reach(self) -> bool:
        return self.data.get("says") == Says.YES

    def uses_profile(self) -> bool:
        return self.needs_reach() and not self.is_signed_in


class IntroduceForm(forms.Form):
    """Somebody who knows both brings them together."""

    other = forms.ChoiceField(
        label=gettext_lazy("Introduce them to"),
        error_messages={
            "required": gettext_lazy("Choose a person"),
            "invalid_choice": gettext_lazy("Choose a person"),
        },
    )
    context = context_field(
        gettext_lazy("Why might they want to meet?"),
        gettext_lazy("Two or three sentences. Both read this before they say yes or no."),
    )

    def __init__(self, *args: Any, people: Sequence[Profile] | QuerySet[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(profile.uuid): profile.member for profile in people}
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        names = [(uuid, member.contact.name) for uuid, member in self.people.items()]
        field.choices = [("", _("Choose a person you know")), *names]

    def clean_other(self) -> Member:
        return self.people[self.cleaned_data["other"]]
