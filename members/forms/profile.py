"""What a member says of themselves, and who may read each part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from collab.kit.pictures import PictureField
from members.actions.profiles import PHOTO_SIZES
from members.forms.organisation_input import OrganisationInput
from members.models import Part, Profile, Sector, Topic

Words = str | Promise
# Each section: its heading, and its fields, with the part of the profile whose audience stands below them.
SECTIONS: tuple[tuple[Words, tuple[tuple[tuple[str, ...], Part | None], ...]], ...] = (
    (_("Who can find you"), ((("is_findable", "is_public"), None),)),
    (
        _("You"),
        (
            (("name",), None),
            (("organisation", "sector"), Part.ORGANISATION),
            (("does",), Part.DOES),
            (("about",), Part.ABOUT),
            (("photo", "photo_alt", "remove_photo"), Part.PHOTO),
        ),
    ),
    (
        _("Give and take"),
        (
            (("cares_about",), Part.CARES_ABOUT),
            (("offers",), Part.OFFERS),
            (("asks",), Part.ASKS),
        ),
    ),
    (_("Where and how"), (
        (("patch", "places"), Part.PLACES),
        (("languages",), Part.LANGUAGES),
        (("how_to_reach",), Part.HOW_TO_REACH),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Fields that belong together, and the tick that opens them to everyone."""

    fields: list[BoundField]
    everyone: BoundField | None


def name_field() -> forms.CharField:
    """What to call them."""
    return forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Enter your name")},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )


def organisation_field() -> forms.CharField:
    """Where they come from: picked or typed."""
    return forms.CharField(
        label=_("Organisation or group"),
        help_text=_("Start to type, and choose yours if it is listed."),
        max_length=120,
        required=False,
        widget=OrganisationInput({"autocomplete": "organization"}),
    )


def one_line(typed: str) -> str:
    """With single spaces."""
    return " ".join(typed.split())


class ProfileForm(forms.ModelForm):
    """Nothing but the name is asked for, and what is left empty is not shown to anyone."""

    marks_optional = False
    name = name_field()
    organisation = organisation_field()
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), required=False, empty_label=_("None of these")
    )
    photo = PictureField(
        sizes=PHOTO_SIZES,
        label=_("Your photo"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We take out where and when it was taken."),
    )
    remove_photo = forms.BooleanField(label=_("Take my photo away"), required=False)

    class Meta:
        model = Profile
        fields = [
            "does",
            "about",
            "photo_alt",
            "offers",
            "asks",
            "cares_about",
            "places",
            "patch",
            "languages",
            "how_to_reach",
            "is_findable",
            "is_public",
        ]
        labels = {
            "does": _("What you do"),
            "about": _("About you"),
            "photo_alt": _("What would you say of the photo to someone on the phone?"),
            "offers": _("What you can help with"),
            "asks": _("What you are looking for"),
            "cares_about": _("What you care about"),
            "places": _("Places you work or live in"),
            "patch": _("Your patch, in your own words"),
            "languages": _("Languages you speak"),
            "how_to_reach": _("How to reach you"),
            "is_findable": _("Members can find me"),
            "is_public": _("I have a page that everyone can see"),
        }
        help_texts = {
            "does": _("Such as: repairs manager, or secretary of a residents’ association."),
            "about": _("Two or three sentences."),
            "offers": _("Such as: a hall on Tuesdays, or a van."),
            "patch": _("Such as: the Hoppers end of Canal Street."),
            "how_to_reach": _("Such as: ring me on 01632 960 100, after 4pm."),
            "is_findable": _("Other members see your page in the list of people."),
            "is_public": _("Visitors and search engines see your name, and what you open to everyone below."),
        }
        widgets = {
            "about": forms.Textarea({"rows": 5}),
            "offers": forms.Textarea({"rows": 2}),
            "asks": forms.Textarea({"rows": 2}),
            "cares_about": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.instance.member.contact
        self.initial["name"], self.initial["sector"] = contact.name, contact.sector_id
        self.initial["organisation"] = contact.organisation_name
        for part in Part:
            self.fields[everyone(part)] = forms.BooleanField(
                label=format_html(
                    '{}<span class="govuk-visually-hidden">: {}</span>', _("Everyone may see this"), part.label
                ),
                required=False,
                initial=part in self.instance.public_parts,
            )
        if self.instance.photo is None:
            del self.fields["remove_photo"]
        topics = Topic.objects.offered(also=self.instance.cares_about.all())
        self.fields["cares_about"].queryset = topics  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_organisation(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["organisation"])

    def clean(self) -> dict[str, Any]:
        """The ticks as the list of parts that everyone may read."""
        data: dict[str, Any] = super().clean() or {}
        data["public_parts"] = [str(part) for part in Part if data.get(everyone(part))]
        return data

    def sections(self) -> Iterator[tuple[Words, list[Row]]]:
        """The page's sections in order."""
        for title, rows in SECTIONS:
            yield title, [self._row(names, part) for names, part in rows]

    def _row(self, names: tuple[str, ...], part: Part | None) -> Row:
        fields = [self[name] for name in names if name in self.fields]
        return Row(fields, self[everyone(part)] if part else None)


def everyone(part: Part) -> str:
    """The name of the tick that opens this part."""
    return f"everyone_{part}"
