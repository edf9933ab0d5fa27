"""What the network is called, how to reach it, and its colours."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.kit.colours import CREAM, INK, LEAST_FOR_WORDS, OWN, PAPER, too_faint
from commons.models import LOOK_FIELDS, NetworkSettings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLOUR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
GROUNDS: dict[str, "StrOrPromise"] = {
    PAPER: gettext_lazy("white"),
    CREAM: gettext_lazy("cream"),
    INK: gettext_lazy("ink"),
}


class NetworkForm(forms.ModelForm):
    """Its name in two parts, the area, and how people reach a person."""

    class Meta:
        model = NetworkSettings
        fields = ["name_light", "name_bold", "area", "phone", "hours", "email"]
        labels = {
            "name_light": gettext_lazy("First part of the name"),
            "name_bold": gettext_lazy("Second part of the name"),
            "area": gettext_lazy("The area"),
            "phone": gettext_lazy("Phone"),
            "hours": gettext_lazy("When somebody answers"),
            "email": gettext_lazy("Email"),
        }
        help_texts = {
            "name_light": gettext_lazy("Such as: Westmere. It stands in ordinary letters."),
            "name_bold": gettext_lazy("Such as: Together. It stands in heavy letters."),
            "phone": gettext_lazy("It stands at the end of each page and each email."),
            "hours": gettext_lazy("Such as: Monday to Friday, 9am to 5pm."),
        }
        error_messages = {
            "name_light": {"required": gettext_lazy("Enter the first part of the name")},
            "name_bold": {"required": gettext_lazy("Enter the second part of the name")},
        }
        widgets = {
            "phone": forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
            "email": forms.EmailInput({"spellcheck": "false", "autocomplete": "off"}),
        }

    def clean(self) -> dict[str, Any]:
        """One line each, since names stand in subjects of emails."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: " ".join(value.split()) for name, value in cleaned.items()}


class ColourInput(forms.TextInput):
    """A box with the colour beside it: what is written in it, else the release's own."""

    template_name = "django/forms/widgets/colour.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        match = COLOUR.fullmatch(str(value or ""))
        context["widget"]["shown"] = f"#{match[1]}" if match else OWN.get(name, PAPER)
        return context


class ColourField(forms.CharField):
    """Six figures after a #, as style sheets write it; three are read as six."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"spellcheck": "false", "autocomplete": "off", "class": "govuk-input--width-10"}
        too_long = {"max_length": gettext_lazy("Write a colour such as #6b2347")}
        super().__init__(
            **{
                "required": False,
                "max_length": 20,
                "widget": ColourInput(attrs),
                "error_messages": too_long,
                **kwargs,
            }
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        match = COLOUR.fullmatch(text)
        if match is None:
            raise ValidationError(_("Write a colour such as #6b2347"), code="colour")
        figures = match[1].lower()
        return f"#{figures}" if len(figures) == 6 else "#" + "".join(figure * 2 for figure in figures)


class LookForm(forms.Form):
    """Four colours. A pair that some people could not read is refused, and the error says which and by how much."""

    brand = ColourField(
        label=gettext_lazy("Bands"),
        help_text=gettext_lazy("The top and the end of each page. White words stand on it."),
    )
    link = ColourField(label=gettext_lazy("Links"), help_text=gettext_lazy("Links stand on white and on cream."))
    link_hover = ColourField(label=gettext_lazy("Links under the pointer"))
    stitch = ColourField(
        label=gettext_lazy("Stitches"),
        help_text=gettext_lazy("The running stitch on the bands. Dark words stand on it too."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = {name: self.cleaned_data.get(name, "") for name in LOOK_FIELDS}
        if self.errors:
            return cleaned
        look = {key: value or OWN[key] for key, value in cleaned.items()}
        for name, words, ground, ratio in too_faint(look):
            # Stitches stand on bands: the two boxes share a pair, and one wrong colour is said once.
            is_shared = (name, ground) == ("stitch", look["brand"])
            if not (is_shared and "brand" in self.errors):
                box = "brand" if is_shared and not cleaned["stitch"] else name
                self.add_error(box, self.too_faint_in_words(words, ground, ratio))
        return cleaned

    def too_faint_in_words(self, words: str, ground: str, ratio: float) -> str:
        return capfirst(
            _("%(words)s on %(ground)s is hard to read: %(ratio)s to 1. It needs %(least)s to 1")
            % {
                "words": GROUNDS.get(words, words),
                "ground": GROUNDS.get(ground, ground),
                # Cut and not rounded: 4.49 must not read as 4.5.
                "ratio": f"{int(ratio * 100) / 100:.2f}",
                "least": LEAST_FOR_WORDS,
            }
        )
