"""A word that a host can say aloud, and where it leads."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from commons.models import GoWord, audit
from events.models import Event, Series
from members.models import Member

MOST_WORDS = 20


class WordTaken(Exception):
    """It leads somewhere already."""


def words_of(series: Series) -> list[GoWord]:
    """All that lead to it or to one of its dates, newest first."""
    return list(GoWord.objects.leading_to(*uuids_of(series)))


def uuids_of(series: Series) -> list[UUID]:
    return [series.uuid, *series.dates.values_list("uuid", flat=True)]


def make_word(
    series: Series, word: str, *, leads_to: Series | Event, ends_at: datetime | None, by: Member, at: datetime
) -> None:
    """Give it the word. One of its own that has ended may lead on again; anybody else's is taken for good."""
    where = {"path": reverse("event_to", args=[leads_to.uuid]), "leads_to": leads_to.uuid, "ends_at": ends_at}
    try:
        with transaction.atomic():
            own = GoWord.objects.filter(word=word, leads_to__in=uuids_of(series), ends_at__lte=at)
            if not own.update(**where):
                GoWord.objects.create(word=word, **where)
            audit("events.word_made", by=by.uuid, kind="series", target=series.uuid, word=word)
    except IntegrityError as error:
        # Pressed twice: it leads there already.
        same = GoWord.objects.filter(word=word, leads_to=leads_to.uuid)
        if not any(not row.has_ended(at) for row in same):
            raise WordTaken from error


@transaction.atomic
def end_word(series: Series, row: GoWord, *, by: Member, at: datetime) -> None:
    """It says from now on that it is over."""
    if not row.has_ended(at):
        row.end(at=at)
        audit("events.word_ended", by=by.uuid, kind="series", target=series.uuid, word=row.word)
