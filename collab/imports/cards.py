"""Paper pledge cards of one date in a spreadsheet: what they will do, their first name, and how to reach them."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.imports.columns import EMAIL_ALSO, PHONE_ALSO, Cells, Column, Look, plain, too_long
from collab.imports.people import words_to_use
from collab.imports.sign_ups import wrong_sector
from events.actions import Closed
from events.forms import check_email, check_phone
from events.models import Event
from members.models import ImportRow, Member, Sector
from pledges.actions.making import make_pledge
from pledges.forms.words import clean_act, needs_look
from pledges.models import WALL_LENGTH, Pledge, Visibility

NEW, CHANGES, SAME, DUPLICATE, WRONG, TWICE = ImportRow.Verdict

__all__ = ["COLUMNS", "Known", "columns_about", "key", "look", "save", "words_to_use"]

COLUMNS = (
    Column(
        "act",
        gettext_lazy("I will"),
        "ring ten tenants",
        also=("pledge", "i will…", "what", "what i will do", "my pledge", "promise"),
        is_needed=True,
        # Words in front that are cut off, such as “I will”, do not count.
        most=WALL_LENGTH + 20,
    ),
    Column("name", gettext_lazy("First name"), "Sam", also=("name", "forename", "first", "who"), most=60),
    Column("sector", gettext_lazy("Sector"), "Residents", also=("kind", "patch"), most=60),
    Column("email", gettext_lazy("Email"), "sam@example.com", also=EMAIL_ALSO, most=254),
    Column("phone", gettext_lazy("Phone"), "01632 960 100", also=PHONE_ALSO, most=30),
    Column("cue", gettext_lazy("When and where"), "after the Monday meeting", also=("when", "where"), most=200),
)


def columns_about(event: Event) -> Sequence[Column]:
    """The same for each date."""
    return COLUMNS


class Known:
    """The date with its row locked, so that of two lists one after the other sees what is on the wall."""

    def __init__(self, rows: Sequence[Cells], about: UUID) -> None:
        self.event = Event.objects.lock(Event.objects.with_details().get(uuid=about))
        there = Pledge.objects.made().filter(event=self.event).values_list("act", "first_name", "uuid")
        self.there = {(plain(act), plain(name)): str(uuid) for act, name, uuid in there}
        self.sectors = {plain(word): s for s in Sector.objects.all() for word in (s.slug, s.short_name, s.name)}


def key(cells: Cells) -> str:
    """Two rows of a file with the same key are one card."""
    return f"{plain(act_of(cells))}|{plain(cells.get('name', ''))}"


def act_of(cells: Cells) -> str:
    """The words after “I will”, or nothing where they are wrong."""
    try:
        return clean_act(cells.get("act", ""))
    except ValidationError:
        return ""


def look(cells: Cells, known: Known) -> Look:
    """What would happen to this row."""
    wrong = mistakes(cells, known)
    if wrong:
        return Look(WRONG, wrong)
    act, name = act_of(cells), cells.get("name", "")
    if (there := known.there.get((plain(act), plain(name)))) is not None:
        return Look(SAME, [_("Is on the wall already")], target=there)
    return Look(NEW, [_("Waits for a look: it holds a number or a full name")] if needs_look(act, name) else [])


def mistakes(cells: Cells, known: Known) -> list[str]:
    """What to put right, each a sentence that says how."""
    found = too_long(cells, COLUMNS)
    checks = (("act", clean_act), ("email", check_email), ("phone", check_phone))
    for name, check in checks:
        try:
            if cells.get(name) or name == "act":
                check(cells.get(name, ""))
        except ValidationError as error:
            found += error.messages
    return found + wrong_sector(cells, known.sectors)


def save(rows: Sequence[ImportRow], known: Known, *, by: Member | None) -> None:
    """Put them on the wall, by the action that everybody goes through. Raises Closed before the wall opens."""
    now = timezone.now()
    if now < known.event.wall_opens_at:
        raise Closed
    new = [row for row in rows if row.verdict == NEW]
    for row in new:
        cells = row.cells
        email = check_email(cells["email"]) if cells.get("email") else ""
        made = make_pledge(card(row, known, by=by), at=now, email=email, phone=cells.get("phone", ""))
        row.target = made.uuid
    ImportRow.objects.bulk_update(new, ["target"], batch_size=1000)


def card(row: ImportRow, known: Known, *, by: Member | None) -> Pledge:
    """The row as the form for one card would have it; not saved."""
    act, name = act_of(row.cells), row.cells.get("name", "")
    return Pledge(
        act=act,
        first_name=name,
        sector=known.sectors.get(plain(row.cells.get("sector", ""))),
        cue=row.cells.get("cue", ""),
        event=known.event,
        visibility=Visibility.PUBLIC,
        is_held=needs_look(act, name),
        recorded_by=by,
        form_key=uuid5(row.run.uuid, str(row.number)),
    )
