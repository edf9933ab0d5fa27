"""Addresses made from names, free of clashes."""

from collections.abc import Iterable
from itertools import chain, count

from django.db.models import Model
from django.utils.text import slugify


def stem_of(model: type[Model], name: str, most: int) -> str:
    """The address before any number."""
    return slugify(name)[: most - 6].strip("-") or model.__name__.lower()


def free_slug(model: type[Model], name: str, *, also_taken: Iterable[str] = (), most: int = 50) -> str:
    """An address from the name that no other row has, and none had."""
    stem = stem_of(model, name, most)
    rows = model._default_manager.filter(slug__startswith=stem)
    taken = {*rows.values_list("slug", flat=True), *also_taken}
    return next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken)


def free_slugs(model: type[Model], names: Iterable[str], *, also_taken: Iterable[str], most: int) -> list[str]:
    """One for each of many names, free of clashes among themselves as well."""
    taken = {*model._default_manager.values_list("slug", flat=True), *also_taken}
    found = []
    for name in names:
        stem = stem_of(model, name, most)
        found.append(next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken))
        taken.add(found[-1])
    return found
