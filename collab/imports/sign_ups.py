"""People in a spreadsheet who come to one date: who gets a place, who waits, who is there already."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.imports.columns import (
    EMAIL_ALSO,
    NAME_ALSO,
    NAME_PARTS,
    ORGANISATION_ALSO,
    PHONE_ALSO,
    Cells,
    Column,
    Look,
    plain,
    spoken,
    too_long,
)
from collab.imports.people import named_like, words_to_use
from collab.imports.wishes import answers_in, columns_for, in_words, way_in, wrong_answers, wrong_way
from events.actions import Closed, Guest, sign_up
from events.forms import check_email, check_phone
from events.models import Event, Question, SignUp, Way
from members.models import ImportRow, Member, Sector

NEW, CHANGES, SAME, DUPLICATE, WRONG, TWICE = ImportRow.Verdict
# A hall and its waiting list; more is another kind of file.
MOST = 300

__all__ = ["COLUMNS", "Known", "columns_about", "key", "look", "save", "words_to_use"]

COLUMNS = (
    Column("name", gettext_lazy("Name"), "Priya Shah", also=NAME_ALSO, parts=NAME_PARTS, is_needed=True),
    Column("email", gettext_lazy("Email"), "priya.shah@example.com", also=EMAIL_ALSO, most=254, one_of="reach"),
    Column("phone", gettext_lazy("Phone"), "01632 960 100", also=PHONE_ALSO, most=30, one_of="reach"),
    Column("organisation", gettext_lazy("Organisation"), "Loom and Ladder", also=ORGANISATION_ALSO),
    Column("sector", gettext_lazy("Sector"), "Charities and community", also=("kind",), most=60),
)


def columns_about(event: Event) -> list[Column]:
    """The columns of a file for this date: who they are, how they take part, what they answer."""
    return [*COLUMNS, *columns_for(event, list(Question.objects.asked_at(event)))]


class Known:
    """The date as it is now, its row locked, so that what is said of places holds until the transaction ends."""

    def __init__(self, rows: Sequence[Cells], about: UUID) -> None:
        event = Event.objects.with_details().get(uuid=about)
        self.event = Event.objects.lock(event)
        self.questions = list(Question.objects.asked_at(self.event))
        self.columns = [*COLUMNS, *columns_for(self.event, self.questions)]
        self.left = {way: self.event.left(way) for way in self.event.ways}
        waiting = self.event.signups.waiting().order_by().values_list("way").annotate(people=Count("pk"))
        self.in_line = Counter(dict(waiting))
        there = self.event.signups.select_related("contact")
        self.by_email = {one.contact.email.lower(): one for one in there if one.contact.email}
        self.by_phone = {(plain(one.contact.name), plain(one.contact.phone)): one for one in there if one.contact.phone}
        self.sectors = {plain(word): s for s in Sector.objects.all() for word in (s.slug, s.short_name, s.name)}
        names = {cells.get("organisation", "") for cells in rows} - {""}
        self.organisations = {spoken(o.name): o for o in named_like(names)}

    def there(self, cells: Cells) -> SignUp | None:
        """Whoever of these has a place or waits."""
        by_phone = self.by_phone.get((plain(cells["name"]), plain(cells.get("phone", ""))))
        found = self.by_email.get(cells["email"].lower()) if cells.get("email") else by_phone
        return found if found is not None and found.is_live else None

    def next_place(self, way: Way) -> str:
        """What the next new row gets, in the order of the file."""
        has_room = self.left[way] > 0
        if has_room:
            self.left[way] -= 1
            words = _("Gets a place")
        else:
            self.in_line[way] += 1
            words = _("Waits, as number %(number)s in line") % {"number": self.in_line[way]}
        return f"{words}, {way.label}" if self.event.has_both_ways else words


def key(cells: Cells) -> str:
    """Two rows of a file with the same key mean the same person."""
    return cells.get("email", "").lower() or f"{plain(cells.get('name', ''))}|{plain(cells.get('phone', ''))}"


def look(cells: Cells, known: Known) -> Look:
    """What would happen to this row. The rows are looked at in order, since places are given out in order."""
    wrong = mistakes(cells, known)
    if wrong:
        return Look(WRONG, wrong)
    if (there := known.there(cells)) is not None:
        has = _("Has a place already") if there.has_a_place else _("Is on the waiting list already")
        return Look(SAME, [has], target=str(there.contact.uuid))
    way = way_in(cells, known.event) or known.event.ways[0]
    return Look(NEW, [known.next_place(way), *in_words(cells, known.questions)])


def mistakes(cells: Cells, known: Known) -> list[str]:
    """What to put right, each a sentence that says how."""
    found = too_long(cells, known.columns)
    if not cells.get("name"):
        found.append(_("Enter a name"))
    if not cells.get("email") and not cells.get("phone"):
        found.append(_("Enter an email address or a phone number"))
    for name, check in (("email", check_email), ("phone", check_phone)):
        try:
            if cells.get(name):
                check(cells[name])
        except ValidationError as error:
            found += error.messages
    found += wrong_sector(cells, known.sectors) + wrong_way(cells, known.event)
    return found + wrong_answers(cells, known.questions)


def wrong_sector(cells: Cells, sectors: Mapping[str, Sector]) -> list[str]:
    """A sentence for a sector that is not among ours."""
    sector = cells.get("sector", "")
    if not sector or plain(sector) in sectors:
        return []
    return [_("There is no sector “%(sector)s”. Choose one of ours") % {"sector": sector}]


def save(rows: Sequence[ImportRow], known: Known, *, by: Member | None) -> None:
    """Sign them up in the order of the file, by the action that everybody goes through. Raises Closed."""
    now = timezone.now()
    if not known.event.takes_sign_ups(now):
        raise Closed
    new = [row for row in rows if row.verdict == NEW]
    for row in new:
        way, answers = way_in(row.cells, known.event), answers_in(row.cells, known.questions)
        signup = sign_up(known.event, guest(row.cells, known), at=now, way=way or "", answers=answers, added_by=by)
        row.target = signup.contact.uuid
    ImportRow.objects.bulk_update(new, ["target"], batch_size=1000)


def guest(cells: Cells, known: Known) -> Guest:
    """The row as the form would have it."""
    organisation = cells.get("organisation", "")
    return Guest(
        name=cells["name"],
        email=check_email(cells["email"]) if cells.get("email") else "",
        phone=cells.get("phone", ""),
        organisation=known.organisations.get(spoken(organisation)),
        organisation_typed=organisation,
        sector=known.sectors.get(plain(cells.get("sector", ""))),
    )
