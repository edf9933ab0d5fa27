"""Explaining a word, and the plain words that lead somewhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from words.models import MOST_WORDS_IN_A_MEANING, Word

LONGEST, MOST_LEADS = 40, 60


class WordForm(forms.ModelForm):
    """The word, its meaning in 25 words at most, who says it, and what to say instead."""

    class Meta:
        model = Word
        fields = ["word", "meaning", "used_by", "say_instead"]
        labels = {
            "word": gettext_lazy("Word"),
            "meaning": gettext_lazy("What it means, in plain words"),
            "used_by": gettext_lazy("Who says it"),
            "say_instead": gettext_lazy("What to say instead"),
        }
        help_texts = {"used_by": gettext_lazy("Such as: councils and the NHS.")}
        widgets = {"meaning": forms.Textarea({"rows": 3})}
        error_messages = {
            "word": {"required": gettext_lazy("Enter the word")},
            "meaning": {"required": gettext_lazy("Write what it means")},
        }

    def clean_word(self) -> str:
        """One line; its address is made of it and must be free."""
        word = " ".join(str(self.cleaned_data["word"]).split())
        slug = self.instance.slug or slugify(word)
        if not slug:
            raise ValidationError(_("Use letters or numbers"), code="empty")
        if Word.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This word is explained already"), code="there")
        self.instance.slug = slug
        return word

    def clean_meaning(self) -> str:
        """Short enough to stand under a paragraph."""
        meaning = " ".join(str(self.cleaned_data["meaning"]).split())
        if (words := len(meaning.split())) > MOST_WORDS_IN_A_MEANING:
            too_many = _("Cut it to %(most)s words. It has %(words)s now")
            raise ValidationError(too_many % {"most": MOST_WORDS_IN_A_MEANING, "words": words}, code="long")
        return meaning


class LeadsForm(forms.Form):
    """Plain words, one a line."""

    words = forms.CharField(
        label=gettext_lazy("Plain words"),
        help_text=gettext_lazy("One word or short phrase on each line, such as: damp."),
        required=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "true"}),
    )

    marks_optional = False

    def clean_words(self) -> list[str]:
        """Each once, in small letters, as they will be shown."""
        typed: Any = self.cleaned_data["words"]
        words = sorted({" ".join(line.lower().split()) for line in typed.splitlines()} - {""})
        if len(words) > MOST_LEADS:
            raise ValidationError(_("Keep it to %(most)s lines") % {"most": MOST_LEADS}, code="many")
        if long := next((word for word in words if len(word) > LONGEST), ""):
            raise ValidationError(_("Make this shorter: %(word)s") % {"word": long}, code="long")
        return words
