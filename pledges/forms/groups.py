"""Which group holds a pledge."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from pledges.models import Pledge, Visibility

NONE = "none"


class HoldForm(forms.Form):
    """One of their groups or none, and whether the group alone may see it."""

    group = forms.ChoiceField(
        label=_("Which group is it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a group, or none"), "invalid_choice": _("Choose a group, or none")},
    )
    is_only_for_group = forms.BooleanField(label=_("Only the group and I may see it"), required=False)

    def __init__(self, data: Any = None, *, pledge: Pledge, groups: Sequence[Group]) -> None:
        is_only = pledge.visibility == Visibility.GROUP
        now = pledge.group.slug if pledge.group else NONE
        super().__init__(data, initial={"group": now, "is_only_for_group": is_only})
        self.groups = {group.slug: group for group in groups}
        field: Any = self.fields["group"]
        field.choices = [*((group.slug, group.name) for group in groups), (NONE, _("None"))]

    @property
    def chosen(self) -> Group | None:
        return self.groups.get(self.cleaned_data["group"])
