"""A person's row: who they are, how you are linked, one thing to do. The one place that chooses what a row shows."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.models.entries import Shown
from network.models.finding import Found
from network.models.ties import Tie

Row = dict[str, Any]


def plain_rows(people: list[Shown]) -> list[Row]:
    """People by name."""
    return [row_of(person) for person in people]


def known_rows(found: Found) -> list[Row]:
    """Met where, and when last."""
    return [
        row_of(person)
        | {
            "linked": linked_words(found.ties[person.member]),
            # Some have not said how to reach them; a button must not promise what their page does not hold.
            "act": _("Get in touch") if person.is_reached else _("See their page"),
            "act_url": f"{address(person.uuid)}#reach" if person.is_reached else address(person.uuid),
        }
        for person in found.known.people
    ]


def introducible_rows(found: Found) -> list[Row]:
    """Through whom."""
    rows = []
    for person in found.introducible.people:
        via, name = found.through[person.member]
        linked, act = _("%(name)s knows them"), _("Ask %(name)s")
        said = {
            "linked": linked % {"name": name},
            "act": act % {"name": name.split()[0]},
            "act_url": f"{ask_url(person.uuid)}?through={via}",
        }
        rows.append(row_of(person) | said)
    return rows


def offered_rows(found: Found) -> list[Row]:
    """Who may be asked directly."""
    return [
        row_of(person) | {"act": _("Ask to meet"), "act_url": ask_url(person.uuid)} for person in found.offered.people
    ]


def row_of(person: Shown) -> Row:
    """The words of the profile that members may read."""
    role = ", ".join(filter(None, [person.does, person.organisation, person.place]))
    return {
        "name": person.called,
        "url": address(person.uuid),
        "cloth": person.cloth,
        "role": role[:1].upper() + role[1:],
        "helps": person.offers,
        "linked": "",
    }


# Working an address out costs a list as much as reading its rows, and it never changes.
@lru_cache(maxsize=2000)
def address(uuid: UUID) -> str:
    return reverse("person", args=[uuid])


def ask_url(uuid: UUID) -> str:
    return reverse("introduction_create", args=[uuid])


def linked_words(tie: Tie) -> str:
    """Met where, and when they last had to do with each other."""
    if not tie.last_at:
        return met_words(tie)
    return _("%(met)s, last on %(day)s") % {"met": met_words(tie), "day": day_words(tie.last_at)}


def met_words(tie: Tie) -> str:
    """The best of the reasons why these two know each other."""
    if tie.met_twice and tie.first_event:
        return _("Met at %(event)s") % {"event": tie.first_event.series.title}
    if tie.grouped_at:
        return _("Both in %(group)s") % {"group": tie.group_name}
    return _("Introduced here") if tie.introduced_at else _("You both say that you know each other")


def day_words(moment: Any) -> str:
    """18 November, with the year when it is another one."""
    local = timezone.localtime(moment)
    return date_format(local, "j F" if local.year == timezone.localdate().year else "j F Y")
