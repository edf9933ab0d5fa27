"""The lists that organisers keep: topics, kinds of organisation, sectors and places."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from commons.models import audit
from members.models import Member, OldSlug, Organisation, OrganisationKind, Place, Sector, Topic
from members.models.slugs import free_slug
from members.models.vocabularies import Word

ListWord = Topic | OrganisationKind


class InARing(Exception):
    """A place would lie inside itself. Nothing was changed."""


@transaction.atomic
def add_word(model: type[ListWord], name: str, *, by: Member) -> ListWord:
    """One more to choose from."""
    old = OldSlug.objects.exclude(topic=None).values_list("slug", flat=True)
    row = model.objects.create(name=name, slug=free_slug(model, name, also_taken=old))
    note("added", row, by=by)
    return row


@transaction.atomic
def rename_word(row: Word, name: str, *, by: Member) -> None:
    """Other words for the same thing, wherever it stands."""
    before = type(row)._default_manager.select_for_update().get(pk=row.pk).name
    row.rename(name)
    if isinstance(row, OrganisationKind):
        Organisation.objects.filter(kind=before).update(kind=name)
    note("renamed", row, by=by)


@transaction.atomic
def retire_word(row: Word, *, at: datetime | None, by: Member) -> None:
    """Offer it no more; or again, with None. Where it is used it stays."""
    row.retire(at=at)
    note("retired" if at else "brought_back", row, by=by)


@transaction.atomic
def change_sector(sector: Sector, *, by: Member) -> None:
    """Its names and where it stands in the row of sectors; its cloth is its own for good."""
    sector.save(update_fields=["name", "short_name", "order"])
    note("changed", sector, by=by)


@transaction.atomic
def add_place(fields: Mapping[str, Any], *, by: Member) -> Place:
    """One more place, inside another or at the top."""
    old = OldSlug.objects.exclude(place=None).values_list("slug", flat=True)
    place = Place.objects.create(slug=free_slug(Place, fields["name"], also_taken=old), **fields)
    note("added", place, by=by)
    return place


def change_place(place: Place, *, by: Member) -> None:
    """Rename it, or move it with all that lies inside it. Raises InARing."""
    try:
        with transaction.atomic():
            place.save(update_fields=["name", "kind", "parent"])
            note("changed", place, by=by)
    except IntegrityError as error:
        if "places_lie_in_no_ring" not in str(error):
            raise
        raise InARing from error


def note(verb: str, row: Word | Sector | Place, *, by: Member) -> None:
    """One line in the log: which row of which list."""
    kind = row._meta.model_name or ""
    audit(f"members.{kind}_{verb}", by=by.uuid, kind=kind, target=None, id=row.pk)
