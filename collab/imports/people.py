"""People in a spreadsheet: who is new, who changes, who is here already. Nobody is told, nobody can sign in by it."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.db.models.functions import Lower, Now
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
from members.models import Contact, ImportRow, Member, Organisation, Sector
from members.models.organisations import key_of, same_key

NEW, CHANGES, SAME, DUPLICATE, WRONG, TWICE = ImportRow.Verdict

COLUMNS = (
    Column("name", gettext_lazy("Name"), "Priya Shah", also=NAME_ALSO, parts=NAME_PARTS, is_needed=True),
    Column(
        "email",
        gettext_lazy("Email"),
        "priya.shah@example.com",
        gettext_lazy("We tell people apart by it."),
        also=EMAIL_ALSO,
        most=254,
    ),
    Column("phone", gettext_lazy("Phone"), "01632 960 100", also=PHONE_ALSO, most=30),
    Column("organisation", gettext_lazy("Organisation"), "Loom and Ladder", also=ORGANISATION_ALSO),
    Column("sector", gettext_lazy("Sector"), "Charities and community", also=("kind",), most=60),
)


class Known:
    """What the rows are compared with, read once for a whole chunk of them."""

    def __init__(self, rows: Sequence[Cells]) -> None:
        emails = {cells.get("email", "").lower() for cells in rows} - {""}
        people = Contact.objects.annotate(address=Lower("email")).select_related("organisation", "sector")
        self.by_email = {contact.email.lower(): contact for contact in people.filter(address__in=emails)}
        names = {cells.get("name", "") for cells in rows}
        nameless = people.filter(name__in=names, email="")
        self.by_name = {(plain(c.name), plain(c.organisation_name)) for c in nameless}
        with_account = Member.objects.filter(contact__in=[c.pk for c in self.by_email.values()])
        self.members = set(with_account.values_list("contact_id", flat=True))
        self.sectors = {plain(word): s for s in Sector.objects.all() for word in (s.slug, s.short_name, s.name)}
        self.organisations: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in named_like({cells.get("organisation", "") for cells in rows} - {""}):
            self.organisations[same_key(organisation.name) or spoken(organisation.name)].append(organisation)

    def alike(self, cells: Cells) -> list[Organisation]:
        """Those that a row may mean: by its very name, else by one that differs in small words and marks alone."""
        typed = cells.get("organisation", "")
        found = self.organisations.get(same_key(typed) or spoken(typed), [])
        return [o for o in found if spoken(o.name) == spoken(typed)] or found

    def organisation(self, cells: Cells) -> Organisation | None:
        """The one that a row means. Of several nobody guesses."""
        alike = self.alike(cells)
        return alike[0] if len(alike) == 1 else None


def named_like(names: set[str]) -> Sequence[Organisation]:
    """Organisations with these names, or with names that differ in small words and marks alone."""
    keys, wanted = {same_key(name) for name in names} - {""}, {spoken(name) for name in names}
    rows = Organisation.objects.annotate(name_key=key_of("name"), lower=Lower("name")).order_by("pk")
    return list(rows.filter(Q(name_key__in=keys) | Q(name_key="", lower__in=wanted)))


def key(cells: Cells) -> str:
    """Two rows of a file with the same key mean the same person."""
    return cells.get("email", "").lower() or f"{plain(cells['name'])}|{plain(cells.get('organisation', ''))}"


def look(cells: Cells, known: Known) -> Look:
    """What would happen to this row, compared with the people who are here."""
    wrong = mistakes(cells, known)
    if wrong:
        return Look(WRONG, wrong)
    contact = known.by_email.get(cells.get("email", "").lower())
    if contact is None:
        return new_or_doubtful(cells, known)
    if contact.pk in known.members:
        return Look(SAME, [_("Has an account. What they say of themselves stands.")], target=str(contact.uuid))
    changes = differences(contact, cells, known)
    return Look(CHANGES if changes else SAME, workplace(cells, known), changes, str(contact.uuid))


def new_or_doubtful(cells: Cells, known: Known) -> Look:
    """Without an address, the same name at the same organisation is taken for the same person."""
    at = {plain(cells.get("organisation", "")), plain(workplace_name(cells, known))}
    if not cells.get("email") and any((plain(cells["name"]), name) in known.by_name for name in at):
        return Look(DUPLICATE, [_("Somebody of this name and organisation is here. This row is left out.")])
    return Look(NEW, workplace(cells, known))


def workplace_name(cells: Cells, known: Known) -> str:
    """What the organisation of a row is called here, else as the row has it."""
    found = known.organisation(cells)
    return found.name if found else cells.get("organisation", "")


def workplace(cells: Cells, known: Known) -> list[str]:
    """Which organisation a name is taken for, or that nobody can say which of several."""
    typed, alike = cells.get("organisation", ""), known.alike(cells)
    if len(alike) > 1:
        names = ", ".join(f"“{organisation.name}”" for organisation in alike[:5])
        words = _("“%(typed)s” could be one of these: %(names)s. The name is kept as you wrote it")
        return [words % {"typed": typed, "names": names}]
    if alike and spoken(alike[0].name) != spoken(typed):
        return [_("“%(typed)s” is taken for “%(name)s”") % {"typed": typed, "name": alike[0].name}]
    return []


def mistakes(cells: Cells, known: Known) -> list[str]:
    """What to put right, each a sentence that says how."""
    found = too_long(cells, COLUMNS)
    if not cells.get("name"):
        found.append(_("Enter a name"))
    try:
        if cells.get("email"):
            validate_email(cells["email"])
    except ValidationError:
        found.append(_("Enter an email address in the format name@example.com"))
    sector = cells.get("sector", "")
    if sector and plain(sector) not in known.sectors:
        found.append(_("There is no sector “%(sector)s”. Choose one of ours") % {"sector": sector})
    return found


def words_to_use() -> list[tuple[str, list[str]]]:
    """The sectors that a row may name."""
    return [(_("Our sectors"), [sector.name for sector in Sector.objects.all()])]


def differences(contact: Contact, cells: Cells, known: Known) -> list[list[str]]:
    """Column, words before, words after; an empty cell changes nothing."""
    now = {
        "name": contact.name,
        "phone": contact.phone,
        "organisation": contact.organisation_name,
        "sector": contact.sector.name if contact.sector else "",
    }
    wanted = {name: cells.get(name, "") for name in now} | {"organisation": workplace_name(cells, known)}
    if wanted["sector"]:
        wanted["sector"] = known.sectors[plain(wanted["sector"])].name
    return [[name, now[name], words] for name, words in wanted.items() if words and words != now[name]]


def save(rows: Sequence[ImportRow], known: Known) -> None:
    """Make the new people and change the others; the rows then name what became of them."""
    new = [row for row in rows if row.verdict == NEW]
    made = Contact.objects.bulk_create([filled(Contact(), row.cells, known) for row in new])
    for row, contact in zip(new, made, strict=True):
        row.target = contact.uuid
    ImportRow.objects.bulk_update(new, ["target"], batch_size=1000)
    changed = {str(row.target): row for row in rows if row.verdict == CHANGES}
    contacts = [filled(c, changed[str(c.uuid)].cells, known) for c in locked(changed)]
    for contact in contacts:
        contact.changed_at = Now()
    written = ["name", "phone", "organisation", "organisation_typed", "sector", "changed_at"]
    Contact.objects.bulk_update(contacts, written, batch_size=1000)


def locked(uuids: "dict[str, ImportRow]") -> Sequence[Contact]:
    """Those that change, in one order, so that two at once do not wait for each other."""
    return list(Contact.objects.filter(uuid__in=map(UUID, uuids)).order_by("pk").select_for_update())


def filled(contact: Contact, cells: Cells, known: Known) -> Contact:
    """The person with the row's words; an empty cell leaves what is there."""
    contact.name = cells.get("name") or contact.name
    contact.email = contact.email or cells.get("email", "").lower()
    contact.phone = cells.get("phone") or contact.phone
    organisation = cells.get("organisation", "")
    if organisation:
        contact.organisation = known.organisation(cells)
        contact.organisation_typed = "" if contact.organisation else organisation
    if cells.get("sector"):
        contact.sector = known.sectors[plain(cells["sector"])]
    return contact
