"""Make two organisations, places, topics or kinds one: every app in turn moves what points at the one that goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Count

from collab.kit.moves import Move, Words, pointers
from commons.models import OldAddress, Report, RiskReport, Takedown, audit
from events.actions import moves as of_events
from members.actions.merging import moves as of_members
from members.models import Member, OldSlug, Organisation, OrganisationKind, Place, Topic
from members.models.history import PARTS
from members.models.organisations import key_of
from stories.actions.merging import moves as of_stories
from words.actions import moves as of_words

ASKED: tuple[Callable[[], list[Move]], ...] = (of_members, of_words, of_stories, of_events)
FILLED_IN = ("kind", "size", "about", "website", "org_id")


class StillPointsThere(Exception):
    """Something points at the row that no app moves, so nothing was changed."""


@dataclass(frozen=True)
class Preview:
    """What a merge would do: how many of what move, what is filled in, and what is not kept."""

    counts: list[tuple[Words, int]]
    filled: list[tuple[str, str]]
    lost: list[tuple[str, str, str]]


def moves_of(model: type[models.Model]) -> list[Move]:
    """What every app says points at this kind of row."""
    return [move for ask in ASKED for move in ask() if move.target is model]


def uses(row: models.Model) -> list[tuple[Words, int]]:
    """Where it is used, and how often; empty when it can go without a trace."""
    counted = [(move.label, move.count(row)) for move in moves_of(type(row)) if move.is_use]
    return [(label, count) for label, count in counted if count]


def how_often(rows: Sequence[Any]) -> list[tuple[Any, int]]:
    """Each row with how often it is used: one query for each kind of use, however many rows there are."""
    counted = [move.count_each(rows) for move in moves_of(type(rows[0])) if move.is_use] if rows else []
    return [(row, sum(count.get(row.pk, 0) for count in counted)) for row in rows]


def preview(old: Any, new: Any) -> Preview:
    """What would happen; nothing does."""
    filled, lost = [], []
    for name in FILLED_IN if isinstance(old, Organisation) else ():
        theirs, ours = in_words(old, name), in_words(new, name)
        if theirs and not ours and not is_taken_down(new, name):
            filled.append((str(PARTS[name]), theirs))
        elif theirs and theirs != ours:
            lost.append((str(PARTS[name]), ours, theirs))
    return Preview(uses(old), filled, lost)


def in_words(row: Any, name: str) -> str:
    """The value as people read it."""
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else getattr(row, name))


@transaction.atomic
def merge(old: Any, new: Any, *, by: Member) -> bool:
    """Make `old` part of `new`. Twice is once: it says whether there was anything to do."""
    model = type(old)
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[old.pk, new.pk]).order_by("pk")}
    if old == new or len(rows) < 2:
        return False
    old, new = rows[old.pk], rows[new.pk]
    moved = sum(move.move(old, new) for move in moves_of(model))
    if isinstance(old, Organisation):
        take_reports_along(old, new)
    leave_word(old, new)
    forbid_leftovers(old)
    was, pk = str(getattr(old, "uuid", "")), old.pk
    old.delete()
    facts = {"was": was or pk, "now": new.pk, "moved": moved}
    audit(ACTIONS[model], by=by.uuid, kind=model._meta.model_name or "", target=getattr(new, "uuid", None), **facts)
    return True


ACTIONS: dict[type[models.Model], str] = {
    Organisation: "members.organisation_merged",
    Place: "members.place_merged",
    Topic: "members.topic_merged",
    OrganisationKind: "members.kind_merged",
}


def leave_word(old: Any, new: Any) -> None:
    """The address of the one that goes leads to the one that stays, for ever."""
    if isinstance(old, Organisation):
        fill_in(old, new)
        OldAddress.objects.move(old.get_absolute_url(), new.get_absolute_url())
    elif isinstance(old, Place):
        OldSlug.objects.update_or_create(slug=old.slug, topic=None, defaults={"place": new})
    elif isinstance(old, Topic):
        OldSlug.objects.update_or_create(slug=old.slug, place=None, defaults={"topic": new})


def take_reports_along(old: Organisation, new: Organisation) -> None:
    """What was told of the one that goes is told of the one that stays. Not counted: some of it is a lead's alone."""
    of_old, of_new = ({"kind": "organisation", "target": row.uuid} for row in (old, new))
    for model in (Report, RiskReport):
        model._base_manager.filter(**of_old).update(**of_new)
    takedowns = Takedown.objects.filter(**of_old)
    # Words that are down come back only where no others stand or are down too. Else they went with the row.
    if new.about or is_taken_down(new, "about"):
        takedowns = takedowns.exclude(put_back_at=None)
    takedowns.update(**of_new)


def is_taken_down(organisation: Organisation, name: str) -> bool:
    """Whether these words of its own are empty because somebody took them down; nothing fills that gap but them."""
    standing = Takedown.objects.filter(kind="organisation", target=organisation.uuid, put_back_at=None)
    return name == "about" and standing.exists()


def fill_in(old: Organisation, new: Organisation) -> None:
    """What the one that stays does not say of itself, it takes from the other."""
    gaps = [name for name in FILLED_IN if not getattr(new, name) and not is_taken_down(new, name)]
    values = {name: getattr(old, name) for name in gaps if getattr(old, name)}
    # A number on a register can stand on one row alone.
    Organisation.objects.filter(pk=old.pk).update(org_id="")
    if values:
        Organisation.objects.filter(pk=new.pk).update(**values)


def forbid_leftovers(old: models.Model) -> None:
    """Deleting would take along, without a word, what no app moved."""
    for model, field in pointers(type(old)):
        if model._base_manager.filter(**{field: old}).exists():
            raise StillPointsThere(f"{model.__name__}.{field}")


@transaction.atomic
def delete_unused(row: Any, *, by: Member) -> bool:
    """Take a place, a topic or a kind off the list. Says no while anything uses it."""
    locked = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if locked is None or uses(locked):
        return False
    model_name = type(row)._meta.model_name or ""
    audit(f"members.{model_name}_deleted", by=by.uuid, kind=model_name, target=None, id=locked.pk)
    locked.delete()
    return True


def likely_same(most: int = 50) -> list[list[Organisation]]:
    """Organisations whose names differ in small words and marks alone, together."""
    twins = (
        Organisation.objects.annotate(name_key=key_of("name"))
        .exclude(name_key="")
        .order_by()
        .values("name_key")
        .annotate(many=Count("*"))
        .filter(many__gt=1)
    )
    keys = list(twins.order_by("name_key").values_list("name_key", flat=True)[:most])
    groups: dict[str, list[Organisation]] = {key: [] for key in keys}
    for row in (
        Organisation.objects.with_joined().annotate(name_key=key_of("name")).filter(name_key__in=keys).order_by("pk")
    ):
        groups[vars(row)["name_key"]].append(row)
    # The one where somebody is stands first: it is likely to be the one that stays.
    return [sorted(group, key=lambda row: not vars(row)["is_joined"]) for group in groups.values()]
