"""What the detector found in the words of a story, as rows that a checker clears one by one."""

import re
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Member
from stories.models.detector import WORDS, found_in
from stories.models.stories import ANSWERS, Story

MOST_KEPT = 200


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> "FindingQuerySet":
        """Nobody has said yet that it may stand."""
        return self.filter(cleared_at=None)


class Finding(PublicRow):
    """A name, a number, an address or a date in the words. No checker says yes while one is open."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("an email address")
        POSTCODE = "postcode", _("a postcode")
        PHONE = "phone", _("a phone number")
        DATE = "date", _("a date")
        NAME = "name", _("two words that look like a name")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(max_length=200)
    found_at = models.DateTimeField()
    cleared_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "kind", "text"], name="found_once_in_a_story"),
            models.CheckConstraint(
                condition=Q(cleared_by=None) | Q(cleared_at__isnull=False), name="cleared_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.story_id}"

    @property
    def is_open(self) -> bool:
        return self.cleared_at is None

    @property
    def in_words(self) -> str:
        """What it looks like."""
        return str(WORDS[self.kind])


def words_to_search(story: Story) -> Iterator[str]:
    """Everything in it that a reader could read."""
    yield from (story.title, story.standfirst, story.picture_alt, story.content_note, story.when_text)
    yield from (getattr(story, name) for name in ANSWERS)
    yield from (line["text"] for line in story.took)
    yield from story.quotes.values_list("words", flat=True)


def stands_in(story: Story, names: Iterable[str]) -> bool:
    """Whether any of these can be read in it: the whole name, or the first name of what looks like one."""
    text = "\n".join(words_to_search(story))
    firsts = [
        name.split()[0] for name in names if len(name.split()) > 1 and all(word[0].isupper() for word in name.split())
    ]
    shapes = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in {*names, *firsts} if name]
    return any(re.search(shape, text, re.IGNORECASE) for shape in shapes)


def found(story: Story) -> set[tuple[str, str]]:
    """Kind and words of each thing found, once."""
    pieces = [(one.kind, one.text[:200]) for one in found_in("\n".join(words_to_search(story)))]
    return set(pieces[:MOST_KEPT])
