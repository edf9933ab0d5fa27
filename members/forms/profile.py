"""What a member says of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Profile, Topic


class ProfileForm(forms.ModelForm):
    """Nothing but the name is asked for, and what is left empty is not shown to anyone."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Enter your name")},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )

    class Meta:
        model = Profile
        fields = [
            "does",
            "about",
            "offers",
            "asks",
            "cares_about",
            "places",
            "patch",
            "languages",
            "how_to_reach",
            "is_findable",
        ]
        labels = {
            "does": _("What you do"),
            "about": _("About you"),
            "offers": _("What you can help with"),
            "asks": _("What you are looking for"),
            "cares_about": _("What you care about"),
            "places": _("Places you work or live in"),
            "patch": _("Your patch, in your own words"),
            "languages": _("Languages you speak"),
            "how_to_reach": _("How to reach you"),
            "is_findable": _("Members can find me"),
        }
        help_texts = {
            "does": _("Such as: repairs manager, or secretary of a residents’ association."),
            "about": _("Two or three sentences."),
            "offers": _("Such as: a hall on Tuesdays, or a van."),
            "patch": _("Such as: the Hoppers end of Canal Street."),
            "how_to_reach": _("Only members see this. Such as: ring me on 01632 960 100, after 4pm."),
            "is_findable": _("Other members see this page in the list of people. Visitors never do."),
        }
        widgets = {
            "about": forms.Textarea({"rows": 5}),
            "offers": forms.Textarea({"rows": 2}),
            "asks": forms.Textarea({"rows": 2}),
            "cares_about": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
        }

    field_order = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.instance.member.contact.name
        topics = Topic.objects.offered(also=self.instance.cares_about.all())
        self.fields["cares_about"].queryset = topics  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One line, with single spaces."""
        return " ".join(self.cleaned_data["name"].split())
