"""A paper card, typed by a helper: all on one screen."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea
from events.forms import check_phone
from members.forms.sectors import SectorField
from pledges.forms.words import ActField, LineField, needs_look
from pledges.models import WALL_LENGTH, Pledge, Visibility


class CardForm(forms.Form):
    """What stands on the card. Only the act is needed; its key makes one card of two presses."""

    act = ActField(widget=CountedTextarea(maximum=WALL_LENGTH, attrs={"rows": 3, "class": "voice"}))
    first_name = LineField(label=_("First name"), at_most=60, required=False)
    sector = SectorField(label=_("Which patch is theirs?"))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("If they wrote one. They get one email first, to check it is theirs."),
        error_messages={"invalid": _("Enter an email address in the format name@example.com")},
    )
    phone = LineField(label=_("Phone"), at_most=30, required=False, help_text=_("If they wrote one, to be rung."))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid4()}, **kwargs)
        for name in ("first_name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_phone(self) -> str:
        """A number that can be rung, or none."""
        phone = str(self.cleaned_data["phone"])
        return check_phone(phone) if phone else ""

    def as_pledge(self, **about: Any) -> Pledge:
        """The card as a row, not saved."""
        typed = {name: self.cleaned_data[name] for name in ("act", "first_name", "sector")}
        doubtful = needs_look(typed["act"], typed["first_name"])
        form_key = self.cleaned_data["key"]
        return Pledge(**typed, form_key=form_key, visibility=Visibility.PUBLIC, is_held=doubtful, **about)
