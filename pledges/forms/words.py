"""The words of a pledge: cleaned, and looked at for what a host should see first."""

import re
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pledges.models import WALL_LENGTH, WatchedWords

EMPTY = _("Write what you will do")
OPENING = re.compile(r"^(?:i|we)(?:\s+will|['’]ll)\b[\s:,…]*", re.IGNORECASE)
PHONE = re.compile(r"(?:\d[\s().-]*){7,}")
LINK = re.compile(r"@|https?:|www\.", re.IGNORECASE)


def needs_look(*words: str) -> bool:
    """Whether a host looks first: a phone number, an address, what may be somebody's full name, or a watched word."""
    doubtful = any(PHONE.search(text) or LINK.search(text) or has_full_name(text) for text in words)
    return doubtful or WatchedWords.are_in(*words)


def has_full_name(text: str) -> bool:
    """Two words in a row that begin with a capital and go on without."""
    pairs = pairwise(text.split())
    # A full stop or a comma between the two makes them no name.
    return any(_is_name(first) and _is_name(second) for first, second in pairs if first[-1] not in ".,;:!?")


def _is_name(word: str) -> bool:
    bare = word.strip("“”‘’'\"(),.;:!?")
    return bare[:1].isupper() and bare[1:2].islower()


def clean_act(act: str) -> str:
    """The words after “I will”, as one line."""
    act = OPENING.sub("", " ".join(act.split())).rstrip(" .")
    if not act:
        raise ValidationError(EMPTY, code="empty")
    over = len(act) - WALL_LENGTH
    if over > 0:
        words = ngettext("Cut %(n)s character so it fits", "Cut %(n)s characters so it fits", over)
        raise ValidationError(words % {"n": over}, code="long")
    # A phone's keyboard begins with a capital; after “I will” it reads oddly.
    return act[0].lower() + act[1:] if act[1:2].islower() else act


class ActField(forms.CharField):
    """What they will do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("I will…"), "error_messages": {"required": EMPTY}, **kwargs})

    def clean(self, value: Any) -> Any:
        """Cleaned, or a kind word about what to change."""
        return clean_act(super().clean(value))


class LineField(forms.CharField):
    """One line. What is too long comes back whole, with how much to cut; the box itself cuts nothing off."""

    def __init__(self, *, at_most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.at_most = at_most

    def clean(self, value: Any) -> str:
        """Cleaned, or how many characters to cut."""
        line: str = super().clean(value)
        over = len(line) - self.at_most
        if over > 0:
            words = ngettext("Cut %(n)s character from “%(label)s”", "Cut %(n)s characters from “%(label)s”", over)
            raise ValidationError(words % {"n": over, "label": self.label}, code="long")
        return line
