"""Addresses made from names, free of clashes."""

from collections.abc import Iterable
from itertools import chain, count

from django.db.models import Model
from django.utils.text import slugify


def free_slug(model: type[Model], name: str, *, also_taken: Iterable[str] = (), most: int = 50) -> str:
    """An address from the name that no other row has, and none had."""
    stem = slugify(name)[: most - 6].strip("-") or model.__name__.lower()
    rows = model._default_manager.filter(slug__startswith=stem)
    taken = {*rows.values_list("slug", flat=True), *also_taken}
    return next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken)
