"""Which group a story belongs to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from stories.models import Story

NONE = "none"


class StoryGroupForm(forms.Form):
    """One of the teller's groups, or none."""

    group = forms.ChoiceField(
        label=_("Which group is it from?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a group, or none"), "invalid_choice": _("Choose a group, or none")},
    )

    def __init__(self, data: Any = None, *, story: Story, groups: Sequence[Group]) -> None:
        super().__init__(data, initial={"group": story.group.slug if story.group else NONE})
        self.groups = {group.slug: group for group in groups}
        field: Any = self.fields["group"]
        field.choices = [*((group.slug, group.name) for group in groups), (NONE, _("None"))]

    @property
    def chosen(self) -> Group | None:
        return self.groups.get(self.cleaned_data["group"])
