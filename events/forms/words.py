"""What a host types to give a meeting a word."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.components.events import day_words
from collab.kit.days import DayField
from commons.models import check_word
from events.models import LONDON, Event, Series

WORDS_LAST = timedelta(days=5 * 365)


class WordForm(forms.Form):
    """A word that can be said aloud, where it leads, and until when."""

    word = forms.CharField(
        label=_("The word"),
        help_text=_("3 to 20 letters. Short, and easy to spell from hearing, like “kettle”."),
        max_length=60,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Enter a word")},
    )
    leads_to = forms.ChoiceField(
        label=_("Where it leads"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose where it leads")),
    )
    last_day = DayField(label=_("Last day"), help_text=_("Leave it empty to end the word yourself, later."))

    def __init__(self, *args: Any, series: Series, dates: Sequence[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[Series | Event] = [series, *dates]
        self.targets = {str(row.uuid): row for row in rows}
        choices = [(str(series.uuid), str(_("Always the next date")))]
        choices += [(str(event.uuid), day_words(event.starts_at)) for event in dates]
        cast(forms.ChoiceField, self.fields["leads_to"]).choices = choices
        self.fields["leads_to"].initial = str(series.uuid)

    def clean_word(self) -> str:
        """In small letters: the address takes any."""
        word: str = self.cleaned_data["word"].strip().lower()
        check_word(word)
        return word

    def clean_last_day(self) -> date | None:
        """Near enough that somebody remembers it."""
        day: date | None = self.cleaned_data["last_day"]
        if day and day > timezone.localdate() + WORDS_LAST:
            raise ValidationError(_("Choose a day within five years"), code="far")
        return day

    def target(self) -> Series | Event:
        return self.targets[self.cleaned_data["leads_to"]]

    def ends_at(self) -> datetime | None:
        """At the end of that day."""
        day = self.cleaned_data["last_day"]
        return datetime.combine(day + timedelta(days=1), time(), LONDON) if day else None
