"""Words that the network wants looked at before they are on a wall: its own list, empty at first."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from collab.kit.copies import Copy
from collab.kit.letters import folded
from commons.models import audit

COPY_LASTS_SECONDS = 10


class WatchedWords(models.Model):
    """One row; one word, or a few that belong together, on each line."""

    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_watched_words")]

    def __str__(self) -> str:
        return f"{len(self.words.splitlines())} watched words"

    @classmethod
    def are_in(cls, *texts: str) -> bool:
        """Whether any stands there as a whole word, whatever its capitals and accents."""
        watched = WATCHED.now()
        return any(f" {word} " in text for text in map(as_words, texts) for word in watched)

    @classmethod
    @transaction.atomic
    def change(cls, values: Mapping[str, str], *, by: UUID) -> bool:
        """Save them, with one row of audit that does not repeat them. False when nothing differs."""
        cls.objects.get_or_create(pk=1)
        row = cls.objects.select_for_update().get(pk=1)
        if row.words == values["words"]:
            return False
        row.words = values["words"]
        row.save(update_fields=["words"])
        count = len(row.words.splitlines())
        audit("pledges.watched_words_changed", by=by, kind="network", target=None, words=count)
        WATCHED.forget()
        return True


def as_words(text: str) -> str:
    """Plain words with a space around each."""
    return f" {' '.join(re.findall(r'\w+', folded(text)))} "


def _read() -> frozenset[str]:
    row = WatchedWords.objects.filter(pk=1).first()
    lines = row.words.splitlines() if row else []
    return frozenset(as_words(line).strip() for line in lines if line.strip())


WATCHED = Copy(_read, seconds=COPY_LASTS_SECONDS)
