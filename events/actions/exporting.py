"""A series' numbers as a list to take out, with a line in the log."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commons.models import audit
from events.models import Series
from events.models.counting import Count, count_series, shown
from members.models import Member

type Rows = list[Sequence[object]]


@transaction.atomic
def take_numbers(series: Series, *, by: Member, at: datetime, form: str) -> tuple[Sequence[object], Rows]:
    """The headings, and a row for each date: numbers and no names."""
    audit("events.export", by=by.uuid, kind="series", target=series.uuid, what="numbers", form=form)
    counted = count_series(series, at)
    sectors = sorted(name for cloth, name in counted.sectors if cloth)
    headings = [_("Day"), _("What"), _("Places taken"), _("Came"), _("Came before"), _("Sectors there"), *sectors]
    return headings, [row_of(one, sectors) for one in counted.dates]


def row_of(one: Count, sectors: list[str]) -> Sequence[object]:
    """One date; under five people a cell says so."""
    by_name = {name: people for (cloth, name), people in one.sectors.items() if cloth}
    people = [cell(by_name.get(name, 0)) for name in sectors]
    return [one.when, one.title, one.places, cell(one.came), cell(one.again), one.sectors_there, *people]


def cell(people: int) -> int | str:
    """The number itself where it may be shown, so that it can be added up."""
    words = shown(people)
    return people if words == str(people) else words
