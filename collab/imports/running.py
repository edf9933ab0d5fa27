"""From a file to a preview, and from a yes to all of its rows or none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from collab.imports import cards, organisations, people, sign_ups
from collab.imports.columns import Column, Look, named_cells
from collab.imports.repeats import Lines, both, of_cards, of_organisations, of_people, of_sign_ups
from collab.kit.spreadsheets import Sheet
from commons.models import audit
from events.actions import Busy, Closed
from events.models import Event
from members.models import Import, ImportRow, Member

# So many are looked at, or saved, while the person waits; more are left to the clock, with a page that says how far.
AT_ONCE = 300
CHUNK = 1000
KINDS: dict[str, ModuleType] = {
    "people": people,
    "organisations": organisations,
    "sign-ups": sign_ups,
    "cards": cards,
}
REPEATS: dict[str, Callable[[Lines], dict[int, Look]]] = {
    "people": of_people,
    "organisations": of_organisations,
    "sign-ups": of_sign_ups,
    "cards": of_cards,
}


def columns_of(kind: str, about: UUID | None = None) -> Sequence[Column]:
    """What a file of this kind may hold; of a date, with its own questions."""
    if about is not None:
        event = Event.objects.with_details().get(uuid=about)
        return cast(Sequence[Column], KINDS[kind].columns_about(event))
    return cast(Sequence[Column], KINDS[kind].COLUMNS)


def words_to_use(kind: str) -> list[tuple[str, list[str]]]:
    """The columns that take certain words alone, each with all of them, to be said once beside the rows."""
    return cast(list[tuple[str, list[str]]], KINDS[kind].words_to_use())


@transaction.atomic
def begin_import(
    sheet: Sheet, *, kind: str, file_name: str, by: Member, at: datetime, about: UUID | None = None
) -> Import:
    """Keep the rows of a file, to be looked at. Raises UnreadableSheet when a needed column is missing."""
    rows, left_out = named_cells(sheet, columns_of(kind, about))
    run = Import.objects.create(
        kind=kind,
        about=about,
        file_name=file_name[:120],
        left_out=left_out,
        made_by=by,
        made_at=at,
        total=len(rows),
    )
    ImportRow.objects.bulk_create(
        [ImportRow(run=run, number=number, cells=cells) for number, cells in rows], batch_size=CHUNK
    )
    audit("members.import_begun", by=by.uuid, kind="import", target=run.uuid, rows=len(rows), what=kind)
    return run


def go_on(run: Import, *, at: datetime) -> None:
    """Everything that is to be done with a short file; of a long one nothing, since the clock does it."""
    if run.total <= AT_ONCE:
        work_on(run.pk, at=at)
        run.refresh_from_db()


def work_on_all(*, at: datetime) -> int:
    """What the clock finds to do; says how many files it went on with."""
    found = list(Import.objects.at_work().values_list("pk", flat=True))
    return sum(work_on(pk, at=at) for pk in found)


def work_on(pk: int, *, at: datetime) -> bool:
    """Look at the rows of one file, or save them. Of two workers, one does it and the other goes away."""
    worked = False
    while check_some(pk, at=at):
        worked = True
    return save_all(pk, at=at) or worked


@transaction.atomic
def check_some(pk: int, *, at: datetime) -> bool:
    """Look at the next thousand rows, so that the page can say how far it is. False when none are left."""
    run = _mine(pk, Import.State.CHECKING)
    if run is None:
        return False
    rows = list(run.rows.filter(verdict="").order_by("number")[:CHUNK])
    for row, found in zip(rows, looks(run, rows), strict=True):
        row.verdict, row.notes, row.changes, row.target = found.verdict, found.notes, found.changes, found.target
    ImportRow.objects.bulk_update(rows, ["verdict", "notes", "changes", "target"], batch_size=CHUNK)
    run.checked += len(rows)
    is_last = len(rows) < CHUNK
    run.go_to(Import.State.READY if is_last else Import.State.CHECKING, at=at)
    return not is_last


def looks(run: Import, rows: Sequence[ImportRow]) -> list[Look]:
    """What would happen to each of these rows; one that another line says already is left out."""
    kind = KINDS[run.kind]
    known = known_to(run, rows)
    in_file = REPEATS[run.kind](list(run.rows.order_by("number").values_list("number", "cells")))
    # What is left out takes no place from those that follow.
    return [
        found
        if (found := in_file.get(row.number)) and found.verdict == ImportRow.Verdict.TWICE
        else both(kind.look(row.cells, known), found)
        for row in rows
    ]


def known_to(run: Import, rows: Sequence[ImportRow]) -> Any:
    """What these rows are compared with, as it is now."""
    cells = [row.cells for row in rows]
    return KINDS[run.kind].Known(cells, run.about) if run.about else KINDS[run.kind].Known(cells)


@transaction.atomic
def say_yes(run: Import, *, by: Member, at: datetime) -> bool:
    """The person wants these rows. False while one is wrong, or when somebody said so before."""
    mine = _mine(run.pk, Import.State.READY)
    if mine is None or mine.rows.filter(verdict=ImportRow.Verdict.WRONG).exists():
        return False
    mine.has_moved = False
    mine.go_to(Import.State.SAVING, at=at)
    audit("members.import", by=by.uuid, kind="import", target=run.uuid, rows=mine.total, what=mine.kind)
    return True


@transaction.atomic
def drop(run: Import, *, by: Member, at: datetime) -> None:
    """Leave it: its rows go, and nothing was brought in."""
    mine = _mine(run.pk, Import.State.READY, Import.State.CHECKING)
    if mine is not None:
        mine.rows.all().delete()
        mine.go_to(Import.State.DROPPED, at=at)
        audit("members.import_dropped", by=by.uuid, kind="import", target=run.uuid)


def save_all(pk: int, *, at: datetime) -> bool:
    """Bring in every row, or none: when anything has changed since the preview, the preview is made again."""
    try:
        with transaction.atomic():
            return _save_all(pk, at=at)
    except (IntegrityError, Busy, Closed):
        # Somebody made one of these rows in the same moment, or the date closed. Nothing was saved; look again.
        with transaction.atomic():
            run = _mine(pk, Import.State.SAVING)
            if run is not None:
                run.check_again(at=at)
        return True


def _save_all(pk: int, *, at: datetime) -> bool:
    run = _mine(pk, Import.State.SAVING)
    if run is None:
        return False
    rows = list(run.rows.select_related("run").order_by("number"))
    if any(now_differs(row, found) for row, found in zip(rows, looks(run, rows), strict=True)):
        run.check_again(at=at)
        return True
    more = {"by": run.made_by} if run.about else {}
    KINDS[run.kind].save(rows, known_to(run, rows), **more)
    run.go_to(Import.State.DONE, at=at)
    return True


def now_differs(row: ImportRow, found: Look) -> bool:
    """Whether something else would happen to the row than its preview said."""
    before = (row.verdict, row.changes, str(row.target or ""), row.notes if row.run.about else [])
    # Of a date the notes count too: they promise a place or a number in the line.
    return before != (found.verdict, found.changes, found.target or "", found.notes if row.run.about else [])


def _mine(pk: int, *states: str) -> Import | None:
    """The file, locked, where it is in one of these states and no other worker has it."""
    return Import.objects.select_for_update(skip_locked=True).filter(pk=pk, state__in=states).first()
