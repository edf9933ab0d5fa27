"""A person's row: who they are, how you are linked, one thing to do. The one place that chooses what a row shows."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.models.entries import Entry
from network.models.finding import Found
from network.models.ties import Tie

Row = dict[str, Any]


def plain_rows(entries: list[Entry]) -> list[Row]:
    """People by name."""
    return [row_of(entry) for entry in entries]


def known_rows(found: Found) -> list[Row]:
    """Met where, and when last."""
    return [
        row_of(entry)
        | {
            "linked": linked_words(found.ties[entry.member_id]),
            # Some have not said how to reach them; a button must not promise what their page does not hold.
            "act": _("Get in touch") if entry.profile.how_to_reach else _("See their page"),
            "act_url": f"{address(entry)}#reach" if entry.profile.how_to_reach else address(entry),
        }
        for entry in found.known.entries
    ]


def introducible_rows(found: Found) -> list[Row]:
    """Through whom."""
    rows = []
    for entry in found.introducible.entries:
        name = found.through[entry.member_id]
        linked, act = _("%(name)s knows them"), _("Ask %(name)s")
        said = {"linked": linked % {"name": name}, "act": act % {"name": name.split()[0]}, "act_url": ask_url(entry)}
        rows.append(row_of(entry) | said)
    return rows


def offered_rows(found: Found) -> list[Row]:
    """Who may be asked directly."""
    return [row_of(entry) | {"act": _("Ask to meet"), "act_url": ask_url(entry)} for entry in found.offered.entries]


def row_of(entry: Entry) -> Row:
    """The words of the profile that members may read."""
    contact, profile = entry.contact, entry.profile
    places = [place.name for place in profile.places.all()][:1] or [profile.patch]
    role = ", ".join(filter(None, [profile.does, contact.organisation_name, *places]))
    return {
        "name": contact.name,
        "url": address(entry),
        "cloth": contact.sector.cloth if contact.sector else "",
        "role": role[:1].upper() + role[1:],
        "helps": profile.offers,
        "linked": "",
    }


def address(entry: Entry) -> str:
    return str(entry.profile.get_absolute_url())


def ask_url(entry: Entry) -> str:
    return reverse("introduction_create", args=[entry.profile.uuid])


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
