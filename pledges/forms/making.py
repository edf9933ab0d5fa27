"""The three screens: what they will do, and who it is from."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab.kit.forms import CountedTextarea, DecoyField, shares_fields
from collab.kit.links import BadLink, SignedLink
from events.forms import check_reach
from groups.models import Group
from members.forms.sectors import SectorField
from pledges.forms.words import ActField, LineField, needs_look
from pledges.models import WALL_LENGTH, Pledge, Visibility

PURPOSE = "pledge.form"
STAMP = SignedLink(PURPOSE, timedelta(hours=24))
NO_NAME = _("Enter a first name, or choose “No name”")
# A quick typist whose browser fills in the rest takes little more; a robot takes less.
TOO_QUICK = SignedLink(PURPOSE, timedelta(seconds=1))


def new_stamp() -> str:
    """A form that is shown now."""
    return STAMP.token(uuid4())


@shares_fields
class ActForm(forms.Form):
    """Screen 1: one box."""

    act = ActField(widget=CountedTextarea(maximum=WALL_LENGTH, attrs={"rows": 4, "class": "voice"}))
    nickname = DecoyField()
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # A label of ours has nothing behind it, and to look that up costs each form a translation.
        super().__init__(data, label_suffix="", **kwargs)
        self.key = self._read_stamp(data)
        if data is None:
            self.initial = {**self.initial, "stamp": self.initial.get("stamp") or new_stamp()}
        elif self.key is None:
            # What was typed is kept, and the next press of the button works.
            kept = data.copy()
            kept["stamp"] = new_stamp()
            self.data = kept

    def _read_stamp(self, data: Any) -> UUID | None:
        try:
            return STAMP.read(data.get("stamp", "")) if data is not None else None
        except BadLink:
            return None

    def clean(self) -> dict[str, Any]:
        """The form came from our page, not too long ago, and no robot filled in the box that people do not see."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.cleaned_data.get("nickname"):
            raise ValidationError(
                _("A hidden box was filled in. Clear “Leave this box empty”, then press the button again.")
            )
        if self.key is None:
            raise ValidationError(_("This page was open for a long time. Press the button again."))
        return cleaned

    @property
    def form_key(self) -> UUID:
        """The same form sent twice is one pledge; new words from a page gone back to are another."""
        assert self.key is not None
        return uuid5(self.key, f"{self.cleaned_data['act']}\n{self.cleaned_data.get('first_name', '')}")

    @property
    def is_doubtful(self) -> bool:
        """Too quick for a person, or with something in it that a host looks at first."""
        words = (self.cleaned_data["act"], self.cleaned_data.get("first_name", ""))
        try:
            TOO_QUICK.read(self.data.get("stamp", ""))
        except BadLink:
            return needs_look(*words)
        return True

    def as_pledge(self, **about: Any) -> Pledge:
        """What was typed as a row, not saved."""
        first_name = self.cleaned_data.get("first_name", "")
        sector = self.cleaned_data.get("sector")
        return Pledge(**{"act": self.cleaned_data["act"], "first_name": first_name, "sector": sector,
                         "form_key": self.form_key, "is_held": self.is_doubtful, **about})  # fmt: skip


@shares_fields
class WhoForm(ActForm):
    """Screen 2: who it is from, and where to send a nudge."""

    act = ActField(widget=forms.HiddenInput)
    first_name = LineField(
        label=_("First name"),
        at_most=60,
        error_messages={"required": NO_NAME},
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    is_no_name = forms.BooleanField(label=_("No name"), required=False)
    sector = SectorField(label=_("Which patch is yours?"), help_text=_("Where you work or help out, or residents"))
    reach = forms.CharField(
        label=_("Email or mobile number"),
        required=False,
        help_text=_("If you want a nudge. We send one email to check the address, or a host rings you."),
        widget=forms.TextInput({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )
    field_order = ["first_name", "is_no_name", "sector", "reach", "nickname"]

    def clean_reach(self) -> str:
        """An email address, a number with enough figures to ring, or none."""
        typed = str(self.cleaned_data["reach"]).strip()
        return check_reach(typed) if typed else ""

    @property
    def by_which(self) -> dict[str, str]:
        """As an email or as a phone number."""
        reach = self.cleaned_data["reach"]
        return {"email": reach} if "@" in reach else {"phone": reach}

    def clean(self) -> dict[str, Any]:
        """A first name, or the choice of none."""
        cleaned = super().clean()
        if cleaned.get("is_no_name"):
            self.errors.pop("first_name", None)
            cleaned["first_name"] = ""
        return cleaned


@shares_fields
class MemberForm(ActForm):
    """One screen less: we know who they are, and ask who may see it. A group, where they are in one, comes first."""

    def __init__(self, data: Any = None, *, groups: Sequence[Group] = (), chosen: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.groups = {f"{Visibility.GROUP}:{group.slug}": group for group in groups}
        choices = [
            *((key, _("The group %(name)s") % {"name": group.name}) for key, group in self.groups.items()),
            (Visibility.MEMBERS, _("Members of this network")),
            (Visibility.PUBLIC, _("Anyone")),
            (Visibility.PARTNER, _("Only me")),
        ]
        wanted = f"{Visibility.GROUP}:{chosen}"
        self.fields["visibility"] = forms.ChoiceField(
            label=_("Who may see it?"),
            widget=forms.RadioSelect,
            choices=choices,
            initial=wanted if wanted in self.groups else choices[0][0],
            error_messages={"required": _("Choose who may see it"), "invalid_choice": _("Choose who may see it")},
        )

    def seen_by(self) -> dict[str, Any]:
        """Who may see it, and the group that holds it."""
        chosen = self.cleaned_data["visibility"]
        group = self.groups.get(chosen)
        return {"visibility": Visibility.GROUP if group else chosen, "group": group}
