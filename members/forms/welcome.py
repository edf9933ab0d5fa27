"""Three short steps after the first sign-in. All of it can be skipped, and changed later."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.actions import change_parts, introduce
from members.forms.profile import name_field, one_line, organisation_field
from members.forms.sectors import SectorField
from members.models import Member, Part, Profile


class YouForm(forms.Form):
    """What to call them, and where they come from."""

    marks_optional = False

    name = name_field()
    organisation = organisation_field()
    sector = SectorField(
        label=_("Which of these is nearest to you?"),
        to_field_name="slug",
        blank=True,
        error_messages={"invalid_choice": _("Choose one of the sectors shown")},
    )

    def __init__(self, data: Any, *, member: Member) -> None:
        contact = member.contact
        # Of whom nobody told us a name, the address stands for it; nobody wants to be called that.
        is_named = contact.name != contact.email.partition("@")[0]
        initial = {"name": contact.name if is_named else "", "organisation": contact.organisation_name}
        initial["sector"] = contact.sector.slug if contact.sector else ""
        super().__init__(data, initial=initial)
        self.member = member

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_organisation(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["organisation"])

    def save(self) -> None:
        introduce(self.member, **self.cleaned_data)


class CareForm(forms.ModelForm):
    """What they care about, where, and what they give and look for."""

    marks_optional = False

    class Meta:
        model = Profile
        fields = ["cares_about", "places", "offers", "asks"]
        labels = {
            "cares_about": _("What do you care about?"),
            "places": _("Where do you work or live?"),
            "offers": _("What can you help with?"),
            "asks": _("What are you looking for?"),
        }
        help_texts = {
            "offers": _("Such as: a hall on Tuesdays, or a van."),
            "asks": _("Such as: somebody who knows about damp."),
        }
        widgets = {
            "cares_about": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
            "offers": forms.Textarea({"rows": 2}),
            "asks": forms.Textarea({"rows": 2}),
        }

    def __init__(self, data: Any, *, member: Member) -> None:
        super().__init__(data, instance=member.profile)


class FoundForm(forms.ModelForm):
    """Who finds them, and what visitors may read."""

    marks_optional = False

    public_parts = forms.MultipleChoiceField(
        label=_("What may everyone see?"),
        help_text=_("Members see all of it. Tick what visitors may see too."),
        choices=[(part.value, capfirst(part.label)) for part in Part],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Profile
        fields = ["is_findable", "is_public"]
        labels = {
            "is_findable": _("Members can find me"),
            "is_public": _("I have a page that everyone can see"),
        }
        help_texts = {
            "is_findable": _("Other members see your page in the list of people, and can ask you things."),
            "is_public": _("Visitors and search engines see your name, and what you tick below."),
        }

    def __init__(self, data: Any, *, member: Member) -> None:
        super().__init__(data, instance=member.profile)
        self.initial["public_parts"] = member.profile.public_parts

    def save(self, commit: bool = True) -> Profile:
        """The list of parts is not a field that a form of the model can draw."""
        return change_parts(super().save(commit=False), self.cleaned_data["public_parts"])
