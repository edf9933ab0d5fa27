"""How often it comes back, and from when to when: asked in the same words wherever it is asked."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from collab.kit.days import DayField
from collab.kit.times import SpanField
from events.models import HowOften, Nth, Rhythm, Series

WEEK, YEAR, FAR_AHEAD = timedelta(days=7), timedelta(days=366), timedelta(days=3 * 366)
DAYS = {"nth", "weekday", "first_on", "second_on", "third_on", "last_on"}


class ComingDayField(DayField):
    """A day that somebody may plan for."""

    def clean(self, value: Any) -> date | None:
        """From today on, and near enough to be meant."""
        day: date | None = super().clean(value)
        if day and day > timezone.localdate() + FAR_AHEAD:
            raise ValidationError(_("Choose a day in the next three years"), code="far")
        return day


class RhythmForm(forms.Form):
    """How often, from when on, from when to when."""

    marks_optional = False

    how_often = forms.ChoiceField(
        label=_("How often?"),
        choices=HowOften.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often it is")},
    )
    nth = forms.TypedChoiceField(label=_("Which one?"), choices=Nth.choices, coerce=int, required=False, initial=3)
    weekday = forms.TypedChoiceField(
        label=_("Which weekday?"), choices=list(WEEKDAYS.items()), coerce=int, required=False, initial=2
    )
    first_on = ComingDayField(
        label=_("When is the first one?"),
        help_text=_("Like 18 November. For a weekday of the month, leave it empty to begin with the next one."),
    )
    second_on = ComingDayField(label=_("The second workshop"), help_text=_("Leave it empty for a week later."))
    third_on = ComingDayField(label=_("The third workshop"), help_text=_("Leave it empty for a week after that."))
    last_on = ComingDayField(label=_("When is the last one?"), help_text=_("Leave it empty if it goes on."))
    span = SpanField(
        label=_("From when to when?"),
        help_text=_("Like 5:30pm to 7pm."),
        error_messages={"required": _("Enter when it starts and ends, like 5:30pm to 7pm")},
    )

    def clean(self) -> dict[str, Any]:
        """The days fit together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        often, is_monthly = data.get("how_often"), data.get("how_often") == HowOften.MONTH
        if is_monthly:
            self.need("nth", _("Choose which one"))
            self.need("weekday", _("Choose a weekday"))
        if often and not self.errors.keys() & DAYS:
            if not data.get("first_on") and not is_monthly:
                self.add_error("first_on", _("Enter the first day, like 18 November"))
            else:
                self.check_days(self.rhythm())
        return data

    def need(self, name: str, words: Any) -> None:
        """What the rhythm cannot do without."""
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, words)

    def check_days(self, rhythm: Rhythm) -> None:
        """There are dates, and those of workshops follow each other."""
        first, *more = [rhythm.first_on, *rhythm.more_days]
        if list(more) != sorted({*more, first} - {first}):
            self.add_error("second_on", _("The second workshop is after the first, and the third after the second"))
        elif not rhythm.days(1):
            self.add_error("last_on", _("The last one is before the first. Choose a later day"))

    def rhythm(self) -> Rhythm:
        """What was chosen, from the first day that fits."""
        data = self.cleaned_data
        often, first = HowOften(data["how_often"]), data["first_on"] or self.first_when_empty()
        if often == HowOften.WORKSHOPS:
            second = data["second_on"] or first + WEEK
            return Rhythm(often, first, more_days=(second, data["third_on"] or second + WEEK))
        rhythm = Rhythm.on(first, often, last_on=data["last_on"] if often != HowOften.ONCE else None)
        return rhythm.each(data["nth"], data["weekday"]) if often == HowOften.MONTH else rhythm

    def first_when_empty(self) -> date:
        """From today on."""
        return timezone.localdate()


class RhythmChangeForm(RhythmForm):
    """Another rhythm, or another time, for a series that is there."""

    field_order = ["how_often", "nth", "weekday", "first_on", "last_on", "span"]

    def __init__(self, data: Any = None, *, series: Series, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.series = series
        for name in ("second_on", "third_on"):
            del self.fields[name]
        often: Any = self.fields["how_often"]
        often.choices = [(one.value, one.label) for one in HowOften if one not in (HowOften.ONCE, HowOften.WORKSHOPS)]
        self.fields["first_on"].label = _("From which day on?")
        self.fields["first_on"].help_text = _(
            "Like 18 November. Dates before it stay as they are. "
            "For a weekday of the month, leave it empty to begin with the next one."
        )

    def clean(self) -> dict[str, Any]:
        """It begins in time to come, and while the dates before it are there."""
        data = super().clean()
        if not self.errors:
            first, now = self.rhythm().days(1)[0], timezone.localtime()
            if (first, data["span"][0]) <= (now.date(), now.time()):
                self.add_error("first_on", _("That is over for today. Choose a later day"))
            elif first > now.date() + YEAR:
                self.add_error("first_on", _("Choose a day in the next year"))
        return data

    def first_when_empty(self) -> date:
        """Today, unless that is over."""
        now = timezone.localtime()
        is_over = self.cleaned_data.get("span") and self.cleaned_data["span"][0] <= now.time()
        return now.date() + timedelta(days=1) if is_over else now.date()
