"""Changing the words: each change is one transaction with its row in the audit log."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _lazy

from collab.kit.moves import KeyMove, Move
from commons.models import audit
from members.models import Member, Sector, Topic
from words.models import WAYS, Lead, Word


@transaction.atomic
def save_word(word: Word, *, by: Member) -> None:
    """Explain a word, or explain it better."""
    word.save()
    _note("words.saved", by.uuid, "word", word.slug)


@transaction.atomic
def remove_word(word: Word, *, by: Member) -> None:
    """It need not be explained any more."""
    _note("words.removed", by.uuid, "word", word.slug)
    word.delete()


@transaction.atomic
def set_leads(target: Topic | Sector, words: Iterable[str], *, by: Member) -> None:
    """Exactly these plain words lead there."""
    kind = "topic" if isinstance(target, Topic) else "sector"
    wanted, there = set(words), Lead.objects.filter(**{kind: target})
    there.exclude(plain__in=wanted).delete()
    Lead.objects.bulk_create([Lead(plain=word, **{kind: target}) for word in wanted], ignore_conflicts=True)
    _note("words.leads_set", by.uuid, kind, target.slug)
    WAYS.kept = None


def _note(action: str, by: UUID, kind: str, slug: str) -> None:
    audit(action, by=by, kind=kind, target=None, slug=slug)


def once_each(old: Topic, new: Topic) -> None:
    """A plain word that leads to both leads to the new one once."""
    Lead.objects.filter(topic=old, plain__in=Lead.objects.filter(topic=new).values("plain")).delete()


def moves() -> list[Move]:
    """What points at a topic, and moves when two of them are made one."""
    return [KeyMove(Lead, "topic", _lazy("plain words that lead there"), settle=once_each, is_use=False)]
