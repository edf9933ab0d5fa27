"""A picture for a story, and what is said of it."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from collab.kit.pictures import PictureField, Written
from stories.forms.telling import PartForm, cut_to
from stories.models import Story
from stories.models.pictures import PLACES, SIZES


class PictureForm(PartForm):
    """A photo that arrives whole is kept, whatever else on the page needs another look."""

    marks_optional = False
    photo = PictureField(
        sizes=SIZES,
        label=_("Choose a photo"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We make it smaller, and take out where and when it was taken."),
    )
    alt = forms.CharField(
        label=_("What would you say to someone on the phone?"),
        help_text=_("Say what it shows, for people who cannot see it. No names of people who have not agreed."),
        validators=[cut_to(300)], required=False, widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    credit = forms.CharField(
        label=_("Who took it?"), help_text=_("Shown under the picture."), validators=[cut_to(120)], required=False
    )
    focus = forms.ChoiceField(
        label=_("What must stay in view?"),
        help_text=_("Small pages show a part of the picture. Choose where its most important thing is."),
        choices=list(PLACES.items()), widget=forms.RadioSelect, required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, story: Story) -> None:
        super().__init__(data, story=story)
        self.files = files or MultiValueDict()
        if story.picture:
            self.fields["photo"].label = _("Choose another photo")

    def read(self, story: Story) -> dict[str, Any]:
        across, down = (_third(part) for part in (story.picture_focus_x, story.picture_focus_y))
        return {"alt": story.picture_alt, "credit": story.picture_credit, "focus": f"{across}-{down}"}

    def clean_focus(self) -> str:
        return str(self.cleaned_data["focus"] or self.stored["focus"])

    def clean_alt(self) -> str:
        # On one line: it is read out, and browsers send two characters for each line end.
        return " ".join(str(self.cleaned_data["alt"]).split())

    @property
    def photo_sent(self) -> Written | None:
        """The photo in its sizes, when one came and is good."""
        return getattr(self, "cleaned_data", {}).get("photo")

    def words(self) -> dict[str, Any]:
        """What was typed, by the story's fields; a focal point that was not moved stays exactly where it is."""
        said = {"picture_alt": self.cleaned_data["alt"], "picture_credit": self.cleaned_data["credit"]}
        if self.cleaned_data["focus"] == self.stored["focus"]:
            return said
        across, down = self.cleaned_data["focus"].split("-")
        return {**said, "picture_focus_x": int(across), "picture_focus_y": int(down)}


def _third(percent: int) -> int:
    return 0 if percent < 34 else 100 if percent > 66 else 50
