"""What somebody needs to take part, who reads it, and where links and addresses go."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea, DecoyField, shares_fields
from events.forms.joining import EmailForm, check_length
from events.models import WORDING_NOW, WORDINGS, WORDS_FIT, Event, Need
from members.models import Member


@shares_fields
class NeedsForm(forms.Form):
    """What somebody needs to take part, in a box of its own with a consent of its own. All of it may stay empty."""

    marks_optional = False
    use_required_attribute = False

    needs = forms.MultipleChoiceField(
        label=_("What would help you take part?"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list")},
    )
    words = forms.CharField(
        label=_("Anything else, or more about it"),
        help_text=_("Such as what you cannot eat, or which language you sign or speak."),
        required=False,
        widget=CountedTextarea(maximum=WORDS_FIT, attrs={"autocomplete": "off"}),
    )
    agrees = forms.BooleanField(label=WORDINGS[WORDING_NOW], required=False)

    def clean_words(self) -> str:
        """As they wrote it, and said when it is longer than we can keep."""
        return check_length(self.cleaned_data["words"].strip(), WORDS_FIT, _("what you wrote here"))

    def clean(self) -> None:
        """Nothing is kept of this without a yes of its own."""
        if self.says_something and not self.cleaned_data.get("agrees"):
            words = _("Tick the box that lets us keep what you need, or take out what you chose and wrote")
            self.add_error("agrees", ValidationError(words, code="consent"))

    @property
    def says_something(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.cleaned_data.get("needs") or self.cleaned_data.get("words"))


class LeadForm(forms.Form):
    """Which of the hosts reads what people need."""

    lead = forms.ModelChoiceField(
        label=_("Who looks after access at this date?"),
        queryset=Member.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a host"), "invalid_choice": _("Choose one of the hosts")},
    )

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["lead"])
        field.queryset = event.series.hosts.filter(is_active=True).select_related("contact").order_by("contact__name")
        field.label_from_instance = lambda obj: str(obj.contact.name)  # type: ignore[method-assign]


class LinksForm(EmailForm):
    """Where the links of somebody's places are to go."""

    website = DecoyField()


class GuestEmailForm(EmailForm):
    """The right address of somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Their email address")
        self.fields["email"].error_messages["required"] = _("Enter their email address")
        self.fields["email"].widget.attrs["autocomplete"] = "off"
