"""What an organiser types when they edit a page."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commons.models import PageName
from stories.models import REPLIES

LONGEST = 40_000
# Stands in the page about privacy where the table of terms goes.
WHAT_WE_KEEP = "{what_we_keep}"
RULE = re.compile(r"^## (\d+)\. \S", re.MULTILINE)
CITED = sorted({reply.rule for reply in REPLIES.values()})


class PageForm(forms.Form):
    """The first sentence, the text, and which version it began from."""

    lede = forms.CharField(
        label=gettext_lazy("First sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("It stands large under the title."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea({"rows": 24}),
        help_text=gettext_lazy(
            "## begins a heading, * a line of a list, and **two stars** make heavy words. "
            "[Words](/help/) make a link. {name}, {phone} and {email} are filled in."
        ),
        error_messages={"required": gettext_lazy("Write the text")},
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: object, page: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.page = page
        if page == PageName.PRIVACY:
            words = _("{what_we_keep} becomes the table of what we keep and for how long. It has to stay in the text.")
            self.fields["text"].help_text = f"{self.fields['text'].help_text} {words}"

    def clean_lede(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["lede"].split())

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip() + "\n"
        check_words(self.page, text)
        return text


def check_words(page: str, text: str) -> None:
    """What a page must go on saying, whoever wrote it and whenever: raises ValidationError."""
    if page == PageName.HOUSE_RULES:
        check_numbers(text)
    if page == PageName.PRIVACY and WHAT_WE_KEEP not in text:
        raise ValidationError(
            _("Put {what_we_keep} back into the text. It shows people what we keep and for how long"), code="keep"
        )


def check_numbers(text: str) -> None:
    """Decisions cite house rules by number, so each number that was ever cited keeps its rule."""
    found = [int(number) for number in RULE.findall(text)]
    missing = [str(number) for number in CITED if number not in found]
    if missing:
        words = _("Keep a heading for rule %(numbers)s, such as “## 3. Be kind”. Checkers cite rules by number")
        raise ValidationError(words % {"numbers": ", ".join(missing)}, code="rules")
    if len(found) != len(set(found)):
        raise ValidationError(_("Two rules have the same number"), code="twice")
