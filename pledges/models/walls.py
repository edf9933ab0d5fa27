"""The wall of one event: its host's switches, and its patches with three counts in one query."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import models
from django.db.models import Count, F, IntegerField, Q, Subquery, Sum, Value, Window
from django.db.models.functions import Length, Replace
from django.utils.translation import ngettext

from collab.kit.statements import Statement
from commons.models import GoWord
from events.models import Event
from pledges.models.pledges import Pledge, PledgeQuerySet

Counts = list[tuple[int, str]]


class Wall(models.Model):
    """How the host wants it. An event without a row shows each patch first, and moves."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")
    checks_first = models.BooleanField(default=False, help_text="Each patch waits for the host's look.")
    is_paused = models.BooleanField(default=False, help_text="The projector's picture stands still.")

    def __str__(self) -> str:
        return f"wall of {self.event_id}"

    @classmethod
    def of(cls, event: Event) -> "Wall":
        """Its row, not saved where it has none."""
        return cls.objects.filter(event=event).first() or cls(event=event)


@lru_cache(maxsize=4)
def _wall_of(most: int) -> Statement[Pledge]:
    return Statement(lambda event, path: _for_wall(event, path)[:most], int, str)


def for_wall(event: Event, most: int) -> list[Pledge]:
    """This event's newest patches, each with `all_count`, `kept_count`, `word_count` and `go_word`."""
    return _wall_of(most).rows(event.pk, pledge_path(event))


def _for_wall(event: int, path: str) -> PledgeQuerySet:
    # "I will" and the words after it; the words are kept with one space between them.
    words = Length("act") - Length(Replace(F("act"), Value(" "), Value(""))) + Value(3)
    short = GoWord.objects.filter(path=path).order_by("-made_at").values("word")[:1]
    shown = Pledge.objects.on_wall().filter(event=event).select_related("sector")
    counted = shown.annotate(
        # What waits for others is shown, and counts when it begins.
        all_count=Window(Count("pk", filter=~Q(state=Pledge.State.WAITING))),
        kept_count=Window(Count("pk", filter=Q(state=Pledge.State.KEPT))),
        word_count=Window(Sum(words, output_field=IntegerField())),
        go_word=Subquery(short),
    )
    return counted.order_by("-made_at", "-pk")


def pledge_path(event: Event) -> str:
    """Where its patches are put up; a short word may lead there."""
    return f"{event.get_absolute_url()}pledge/"


def counts_of(patches: Sequence[Pledge]) -> Counts:
    """The three counts, each with its word; none for an empty wall."""
    if not patches:
        return []
    total, kept, words = (vars(patches[0])[name] for name in ("all_count", "kept_count", "word_count"))
    return [
        (total, ngettext("pledge", "pledges", total)),
        (kept, ngettext("kept so far", "kept so far", kept)),
        (words, ngettext("word", "words", words)),
    ]


def go_word_of(event: Event, patches: Sequence[Pledge]) -> str:
    """The word that can be said aloud, or nothing."""
    if patches:
        return vars(patches[0])["go_word"] or ""
    row = GoWord.objects.filter(path=pledge_path(event)).order_by("-made_at").first()
    return row.word if row else ""
