"""What one file says twice: the rows that repeat another, and those that may."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from collab.imports import cards, people, sign_ups
from collab.imports.columns import Cells, Look, spoken
from collab.imports.organisations import number_in
from members.models import ImportRow
from members.models.organisations import same_key

NEW, WRONG, TWICE = ImportRow.Verdict.NEW, ImportRow.Verdict.WRONG, ImportRow.Verdict.TWICE
Lines = Sequence[tuple[int, Cells]]


def of_people(lines: Lines) -> dict[int, Look]:
    """By address, else by name and organisation."""
    return by_key(lines, people.key)


def of_sign_ups(lines: Lines) -> dict[int, Look]:
    """By address, else by name and number."""
    return by_key(lines, sign_ups.key)


def of_cards(lines: Lines) -> dict[int, Look]:
    """By the words and the first name."""
    return by_key(lines, cards.key)


def by_key(lines: Lines, key: Callable[[Cells], str]) -> dict[int, Look]:
    """The rows that mean somebody of an earlier line."""
    first: dict[str, int] = {}
    keys = [(line, key(cells).strip("|")) for line, cells in lines]
    return {line: left_out(first[one]) for line, one in keys if one and first.setdefault(one, line) != line}


def of_organisations(lines: Lines) -> dict[int, Look]:
    """By number, else by name; a row without a number is the one of its name that has one."""
    rows = [(line, spoken(cells.get("name", "")), number_in(cells)) for line, cells in lines]
    numbers: dict[str, list[str]] = defaultdict(list)
    first: dict[str, int] = {}
    for line, name, number in rows:
        if number and first.setdefault(number, line) == line:
            numbers[name].append(number)
    found: dict[int, Look] = {}
    for line, name, number in rows:
        one = number or next(iter(numbers[name]), name)
        if not number and name and len(numbers[name]) > 1:
            found[line] = Look(WRONG, [_("Two rows with this name have different numbers. Write the number here too")])
        elif one and first.setdefault(one, line) != line:
            found[line] = left_out(first[one])
    return doubts(lines, found) | found


def doubts(lines: Lines, found: dict[int, Look]) -> dict[int, Look]:
    """A word of care beside each row whose name is nearly that of a row above."""
    first: dict[str, int] = {}
    words = _("Line %(line)s has the same name, or nearly. If they are one organisation, keep one row")
    keys = [(line, same_key(cells.get("name", ""))) for line, cells in lines if line not in found]
    return {
        line: Look(NEW, [words % {"line": first[one]}])
        for line, one in keys
        if one and first.setdefault(one, line) != line
    }


def left_out(line: int) -> Look:
    return Look(TWICE, [_("The same as line %(line)s. This row is left out.") % {"line": line}])


def both(here: Look, in_file: Look | None) -> Look:
    """What the rows that are here say of a row, together with what its file says."""
    if in_file is None or in_file.verdict == TWICE:
        return in_file or here
    if in_file.verdict == WRONG:
        return Look(WRONG, [*(here.notes if here.verdict == WRONG else []), *in_file.notes])
    return Look(NEW, [*here.notes, *in_file.notes]) if here.verdict == NEW else here
