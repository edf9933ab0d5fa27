"""What is asked while a pledge goes on: another day, how many others it takes, and when we may ask again."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.days import DayField
from collab.kit.forms import CountedTextarea
from pledges.forms.words import ActField, needs_look
from pledges.models import WALL_LENGTH, Pledge
from pledges.models.together import MOST_WANTED


class MoveForm(forms.Form):
    """Another day, and other words where they are wanted. What this page did not change stays as it is now."""

    by_on = DayField(label=_("By which day?"), help_text=_("Like 3 March, or next Friday. You can leave it empty."))
    act = ActField(widget=CountedTextarea(maximum=WALL_LENGTH, attrs={"rows": 3, "class": "voice"}))

    def __init__(self, data: Any = None, *, pledge: Pledge) -> None:
        # A day that has been cannot be chosen again.
        by_on = pledge.by_on if pledge.by_on and pledge.by_on >= timezone.localdate() else None
        super().__init__(data, initial={"by_on": by_on, "act": pledge.act})
        self.pledge, self.shown_on = pledge, by_on
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """The words and the day to keep, each from this page only where it was changed here."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = self.changed_data
        cleaned["is_doubtful"] = "act" in changed and needs_look(cleaned.get("act", ""))
        if "act" not in changed:
            cleaned["act"] = self.pledge.act
        if "by_on" not in changed and not cleaned.get("by_on"):
            cleaned["by_on"] = self.pledge.by_on
        return cleaned


class TogetherForm(forms.Form):
    """How many others, and by when they say so."""

    wanted = forms.IntegerField(
        label=_("How many others?"),
        min_value=1,
        max_value=MOST_WANTED,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": _("Enter a number from 1 to 50"),
            "invalid": _("Enter a number from 1 to 50"),
            "min_value": _("Enter a number from 1 to 50"),
            "max_value": _("Enter a number from 1 to 50"),
        },
    )
    by = DayField(
        label=_("By which day do they say so?"), required=True, help_text=_("Like 3 March, or next Friday"),
        error_messages={"required": _("Enter a day, like 20 November")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, pledge: Pledge) -> None:
        # A day that has been cannot be chosen again.
        by = pledge.wanted_by if pledge.takes_others(on=timezone.localdate()) else None
        super().__init__(data, initial={"wanted": pledge.wanted, "by": by})


class BusyForm(forms.Form):
    """Until when we ask nothing."""

    until = DayField(
        label=_("I am busy until"), required=True, help_text=_("Like 3 March, or next Friday"),
        error_messages={"required": _("Enter a day, like 20 November")},
    )  # fmt: skip

    def clean_until(self) -> date:
        """A day to come, and not more than a year off: for longer, there is “Stop them”."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            raise forms.ValidationError(_("Choose a day after today"), code="past")
        if (until - today).days > 366:
            raise forms.ValidationError(_("Choose a day within a year, or stop them"), code="far")
        return until
