"""The words we explain, and the plain words that lead to a topic or a sector."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.copies import Copy
from members.models import Sector, Topic

COPY_LASTS_SECONDS = 10
MOST_WORDS_IN_A_MEANING = 25


class Word(models.Model):
    """Jargon, and what it means in plain words."""

    slug = models.SlugField(max_length=60, unique=True)
    word = models.CharField(max_length=60)
    meaning = models.CharField(max_length=250, help_text=_("25 words at most."))
    used_by = models.CharField(max_length=120, blank=True, help_text=_("Who says it."))
    say_instead = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.word

    def get_absolute_url(self) -> str:
        return reverse("word", args=[self.slug])


class Lead(models.Model):
    """A plain word, such as damp, that leads to a topic or to a sector."""

    plain = models.CharField(max_length=40, help_text=_("Small letters, single spaces."))
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["plain"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None, sector__isnull=False) | Q(topic__isnull=False, sector=None),
                name="a_word_leads_to_one_thing",
            ),
            models.UniqueConstraint(fields=["plain", "topic"], name="a_word_leads_to_a_topic_once"),
            models.UniqueConstraint(fields=["plain", "sector"], name="a_word_leads_to_a_sector_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plain} → {self.topic or self.sector}"


@dataclass
class Ways:
    """Where one plain word leads: numbers of topics and sectors."""

    topics: set[int] = field(default_factory=set)
    sectors: set[int] = field(default_factory=set)


def _read_ways() -> dict[str, Ways]:
    found: dict[str, Ways] = defaultdict(Ways)
    for pk, *names in Topic.objects.order_by().values_list("pk", "slug", "name"):
        for name in names:
            found[plain(name)].topics.add(pk)
    for pk, *names in Sector.objects.order_by().values_list("pk", "slug", "name", "short_name"):
        for name in names:
            found[plain(name)].sectors.add(pk)
    for word, topic, sector in Lead.objects.order_by().values_list("plain", "topic", "sector"):
        found[plain(word)].topics.update([topic] if topic else [])
        found[plain(word)].sectors.update([sector] if sector else [])
    return dict(found)


WAYS = Copy(_read_ways, seconds=COPY_LASTS_SECONDS)


def ways_now() -> dict[str, Ways]:
    """Every plain word, and the name of every topic and sector, with where it leads; at most ten seconds old."""
    return WAYS.now()


# What people write around the words that matter.
SMALL = frozenset(
    word
    for line in (
        ["a", "about", "an", "and", "are", "at", "do", "for", "i", "in", "is", "know", "me", "my", "of", "on", "or"],
        ["our", "people", "the", "to", "we", "who", "with"],
    )
    for word in line
)


def plain(words: str) -> str:
    """As words are compared: small letters, no hyphens, one form for one and for many, and no small words."""
    every = words.replace("-", " ").lower().split()
    return " ".join(_one(word) for word in ([word for word in every if word not in SMALL] or every))


def _one(word: str) -> str:
    # Repairs and repair, bodies and body. Nothing cleverer: the rest is for the list that people write.
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
