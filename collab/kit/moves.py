"""How what points at one row is made to point at another. Each app says which of its rows do; collab/merge.py asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

Words = str | Promise
Settle = Callable[[Any, Any], None]


@dataclass(frozen=True)
class KeyMove:
    """Rows of `model` whose foreign key `field` points at it. `settle` sees to what must not stand there twice."""

    model: type[models.Model]
    field: str
    label: Words
    settle: Settle | None = None
    is_use: bool = True

    @property
    def target(self) -> type[models.Model]:
        related: type[models.Model] = self.model._meta.get_field(self.field).related_model  # type: ignore[assignment]
        return related

    def rows(self, row: models.Model) -> models.QuerySet[Any]:
        return self.model._base_manager.filter(**{self.field: row})

    def count(self, row: models.Model) -> int:
        """How many would move."""
        return self.rows(row).count()

    def count_each(self, rows: Sequence[Any]) -> dict[Any, int]:
        """How many point at each of these, by its key: one query."""
        key = self.model._meta.get_field(self.field).attname  # type: ignore[union-attr]
        there = self.model._base_manager.exclude(**{self.field: None}).order_by()
        return dict(there.values_list(key).annotate(many=models.Count("pk")))

    def move(self, old: models.Model, new: models.Model) -> int:
        """Move them, and say how many."""
        if self.settle is not None:
            self.settle(old, new)
        return self.rows(old).update(**{self.field: new})


@dataclass(frozen=True)
class ManyMove(KeyMove):
    """Rows between two tables. What is tied to both rows is tied to the new one once."""

    @property
    def other(self) -> str:
        """The key to the other table."""
        keys = [field for field in self.model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        return next(field.attname for field in keys if field.name != self.field)

    def move(self, old: models.Model, new: models.Model) -> int:
        """Move them, and say how many; what would be double goes."""
        self.rows(old).filter(**{f"{self.other}__in": self.rows(new).values(self.other)}).delete()
        return super().move(old, new)


@dataclass(frozen=True)
class WordsMove:
    """Rows of `model` that hold the name of the row itself, in words."""

    model: type[models.Model]
    field: str
    label: Words
    target: type[models.Model]
    is_use: bool = True

    def count(self, row: Any) -> int:
        """How many would move."""
        return self.model._base_manager.filter(**{self.field: row.name}).count()

    def count_each(self, rows: Sequence[Any]) -> dict[Any, int]:
        """How many hold each one's name, by its key: one query."""
        held = self.model._base_manager.order_by().values_list(self.field).annotate(many=models.Count("pk"))
        many = dict(held)
        return {row.pk: many.get(row.name, 0) for row in rows}

    def move(self, old: Any, new: Any) -> int:
        """Write the new name in them, and say how many."""
        return self.model._base_manager.filter(**{self.field: old.name}).update(**{self.field: new.name})


Move = KeyMove | WordsMove


def pointers(model: type[models.Model]) -> set[tuple[type[models.Model], str]]:
    """Every foreign key of the project that points at this model, those of the tables between two among them."""
    found = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            found.add((relation.related_model, relation.field.name))
    return found
