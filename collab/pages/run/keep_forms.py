"""What an organiser types to keep something for less time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.kit.days import days_in_words
from collab.kit.privacy import Term
from collab.privacy import terms

A_YEAR = 365


class DaysField(forms.IntegerField):
    """30, or 30 days."""

    def to_python(self, value: Any) -> int | None:
        words = str(value or "").lower().strip()
        return super().to_python(words.removesuffix("s").removesuffix("day").strip())


class KeepForm(forms.Form):
    """How many days, and how many there were when the page was opened."""

    days = DaysField(
        label=gettext_lazy("Days"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"}),
    )
    was = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, term: Term) -> None:
        now = terms.days_of(term)
        super().__init__(data, initial={"days": now, "was": now})
        self.term, field = term, self.fields["days"]
        bounds = {"least": term.least, "most": term.days}
        field.help_text = _("From %(least)s to %(most)s.") % bounds
        if term.days >= A_YEAR:
            field.help_text += " " + _("%(most)s days are %(year)s.") % {**bounds, "year": days_in_words(term.days)}
        self.wrong = _("Enter a number of days, from %(least)s to %(most)s") % bounds
        field.error_messages.update({"required": self.wrong, "invalid": self.wrong})

    def clean_days(self) -> int:
        """Within what the release allows."""
        days: int = self.cleaned_data["days"]
        if self.term.within(days) != days:
            raise ValidationError(self.wrong, code="bounds")
        return days

    def clean(self) -> None:
        """Said before the last step already, where there is something to say."""
        days, was, now = self.cleaned_data.get("days"), self.cleaned_data.get("was"), terms.days_of(self.term)
        if days is not None and now not in (was, days):
            self.say_changed_meanwhile()

    def say_changed_meanwhile(self) -> None:
        """What was typed stays; what there is now is what the next try starts from."""
        terms.read_again()
        now = terms.days_of(self.term)
        words = _("Somebody else changed this meanwhile. It is %(days)s now. Look, and choose once more")
        self.add_error("days", words % {"days": days_in_words(now)})
        self.data = {"days": self.data.get("days"), "was": str(now)}
