"""Organisations in a spreadsheet, listed and not joined until somebody says that they work there."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.imports.columns import Cells, Column, Look, plain, spoken, too_long
from members.forms.organisations import website_of
from members.models import ImportRow, OldSlug, Organisation, OrganisationKind, Place, Sector
from members.models.organisations import key_of, same_key, slugs_for_organisations
from members.models.register_numbers import UnknownRegister, WrongShape, how_it_looks, read_org_id

NEW, CHANGES, SAME, DUPLICATE, WRONG, TWICE = ImportRow.Verdict
Size = Organisation.Size

COLUMNS = (
    Column("name", gettext_lazy("Name"), "Loom and Ladder", also=("organisation", "organization"), is_needed=True),
    Column("sector", gettext_lazy("Sector"), "Charities and community", is_needed=True, most=60),
    Column("kind", gettext_lazy("Kind"), "registered charity", also=("type",), most=60),
    Column("size", gettext_lazy("Size"), "6 to 25 paid", most=40),
    Column(
        "places",
        gettext_lazy("Places"),
        "Fellbeck; Old Market",
        gettext_lazy("With a semicolon between two."),
        also=("place", "area", "areas"),
        most=400,
    ),
    Column("website", gettext_lazy("Website"), "www.example.org", also=("web", "web site", "url"), most=200),
    Column(
        "org_id",
        gettext_lazy("Organisation number"),
        "GB-CHC-1234567",
        gettext_lazy("On a public register. The letters in front say which."),
        also=("org-id", "charity number", "register number"),
        most=60,
    ),
    Column("about", gettext_lazy("What it does"), "Mends what others throw away.", also=("description",), most=2000),
)


class Known:
    """What the rows are compared with, read once for a whole chunk of them."""

    def __init__(self, rows: Sequence[Cells]) -> None:
        self.sectors = {plain(word): s for s in Sector.objects.all() for word in (s.slug, s.short_name, s.name)}
        self.kinds = {plain(word): k.name for k in OrganisationKind.objects.all() for word in (k.slug, k.name)}
        self.places = places_by_word()
        self.sizes = {plain(word): size for size in Size for word in (size.value, str(size.label))}
        with_all = Organisation.objects.select_related("sector").prefetch_related("places").order_by("-pk")
        keys = {same_key(cells.get("name", "")) for cells in rows} - {""}
        names = {cells.get("name", "") for cells in rows}
        named = with_all.annotate(name_key=key_of("name")).filter(Q(name_key__in=keys) | Q(name__in=names))
        numbered = with_all.exclude(org_id="").filter(org_id__in={number_in(cells) for cells in rows})
        self.by_name = {spoken(o.name): o for o in named}
        self.alike = {same_key(o.name): o for o in self.by_name.values()}
        same = {o.pk: o for o in self.by_name.values()}
        self.by_number = {o.org_id: same.get(o.pk, o) for o in numbered}

    def organisation(self, cells: Cells) -> Organisation | None:
        """The one that a row means: by its number, else by its name."""
        return self.by_number.get(number_in(cells)) or self.by_name.get(spoken(cells["name"]))


def places_by_word() -> dict[str, Place]:
    """Places by name and by address; also by what they were called before they became part of another."""
    old = OldSlug.objects.exclude(place=None).select_related("place")
    found = {plain(row.slug): row.place for row in old if row.place}
    return found | {plain(word): p for p in Place.objects.all() for word in (p.slug, p.name)}


def number_in(cells: Cells) -> str:
    """The number in its one spelling; empty when there is none, or none that can be read."""
    try:
        return read_org_id(cells["org_id"], kind=cells.get("kind", "")) if cells.get("org_id") else ""
    except (UnknownRegister, WrongShape):
        return ""


def look(cells: Cells, known: Known) -> Look:
    """What would happen to this row, compared with the organisations that are here."""
    wrong = mistakes(cells, known)
    if wrong:
        return Look(WRONG, wrong)
    found = known.organisation(cells)
    if found is None:
        return Look(NEW, resembles(cells, known))
    changes = differences(found, cells, known)
    return Look(CHANGES if changes else SAME, [], changes, str(target_of(found)))


def resembles(cells: Cells, known: Known) -> list[str]:
    """A word of care where one with nearly the same name is listed."""
    alike = known.alike.get(same_key(cells["name"]))
    words = _("“%(name)s” is listed already. If this is the same one, write its name like that")
    return [words % {"name": alike.name}] if alike else []


def target_of(organisation: Organisation) -> UUID:
    """Organisations have an address in words; a row's target is a uuid made from it."""
    return uuid5(UUID(int=0), organisation.slug)


def mistakes(cells: Cells, known: Known) -> list[str]:
    """What to put right, each a sentence that says how."""
    found = too_long(cells, COLUMNS)
    if not cells.get("name"):
        found.append(_("Enter a name"))
    if not cells.get("sector"):
        found.append(_("Enter a sector"))
    found += not_known(_("sector"), [cells["sector"]] if cells.get("sector") else [], known.sectors)
    found += [*wrong_number(cells, known), *wrong_website(cells)]
    found += not_known(_("size"), [cells["size"]] if cells.get("size") else [], known.sizes)
    return found + not_known(_("place"), places_of(cells), known.places)


def wrong_number(cells: Cells, known: Known) -> list[str]:
    """What is the matter with the number, in the words of the form."""
    try:
        number = read_org_id(cells["org_id"], kind=cells.get("kind", "")) if cells.get("org_id") else ""
    except UnknownRegister:
        return [_("Write the register in front of the number, like GB-CHC-1234567 for a charity")]
    except WrongShape as error:
        return [how_it_looks(error)]
    holder, named = known.by_number.get(number), known.by_name.get(spoken(cells.get("name", "")))
    if holder is None or named is None or holder == named:
        return []
    return [_("%(name)s has this number. Check it, or change that page") % {"name": holder.name}]


def wrong_website(cells: Cells) -> list[str]:
    """What is the matter with the address, in the words of the form."""
    try:
        website_of(cells.get("website", ""))
    except ValidationError as error:
        return list(error.messages)
    return []


def not_known(what: str, words: Sequence[str], known: Mapping[str, object]) -> list[str]:
    """A sentence for each word that is not among those we know."""
    sentence = _("There is no %(what)s “%(word)s”. Choose one of ours")
    return [sentence % {"what": what, "word": word} for word in words if plain(word) not in known]


def words_to_use() -> list[tuple[str, list[str]]]:
    """The sectors, sizes and places that a row may name."""
    sectors = [sector.name for sector in Sector.objects.all()]
    places = sorted({place.name for place in Place.objects.all()})
    return [
        (_("Our sectors"), sectors),
        (_("Our sizes"), [str(size.label) for size in Size]),
        (_("Our places"), places),
    ]


def places_of(cells: Cells) -> list[str]:
    """The names in the places column."""
    return [name.strip() for name in cells.get("places", "").split(";") if name.strip()]


def differences(organisation: Organisation, cells: Cells, known: Known) -> list[list[str]]:
    """Column, words before, words after; an empty cell changes nothing."""
    before = words_of(organisation, sorted(p.name for p in organisation.places.all()))
    after = words_of(filled(copy_of(organisation), cells, known), sorted(p.name for p in places_in(cells, known)))
    if not places_of(cells):
        after["places"] = before["places"]
    return [[name, before[name], after[name]] for name in before if before[name] != after[name]]


def copy_of(organisation: Organisation) -> Organisation:
    """The same values in another object, for comparing."""
    values = {field.attname: getattr(organisation, field.attname) for field in Organisation._meta.concrete_fields}
    return Organisation(**values)


def words_of(organisation: Organisation, places: Sequence[str]) -> dict[str, str]:
    """What a row could say of it, as people read it."""
    return {
        "name": organisation.name,
        "sector": str(organisation.sector),
        "kind": organisation.kind,
        "size": str(organisation.get_size_display()),
        "places": "; ".join(places),
        "website": organisation.website,
        "org_id": organisation.org_id,
        "about": organisation.about,
    }


def places_in(cells: Cells, known: Known) -> list[Place]:
    """The rows that a cell of places names."""
    return list({known.places[plain(name)].pk: known.places[plain(name)] for name in places_of(cells)}.values())


def filled(organisation: Organisation, cells: Cells, known: Known) -> Organisation:
    """The organisation with the row's words; an empty cell leaves what is there."""
    organisation.sector = known.sectors[plain(cells["sector"])]
    organisation.name = " ".join(cells["name"].split())
    kind = " ".join(cells.get("kind", "").split())
    organisation.kind = known.kinds.get(plain(kind), kind) or organisation.kind
    organisation.website = website_of(cells.get("website", "")) or organisation.website
    organisation.about = cells.get("about") or organisation.about
    organisation.org_id = number_in(cells) or organisation.org_id
    if cells.get("size"):
        organisation.size = known.sizes[plain(cells["size"])]
    return organisation


def save(rows: Sequence[ImportRow], known: Known) -> None:
    """Make the new ones and change the others."""
    new = [row for row in rows if row.verdict == NEW]
    slugs = slugs_for_organisations([row.cells["name"] for row in new])
    fresh = [filled(Organisation(slug=slug), row.cells, known) for row, slug in zip(new, slugs, strict=True)]
    made = Organisation.objects.bulk_create(fresh)
    for row, organisation in zip(new, made, strict=True):
        row.target = target_of(organisation)
    ImportRow.objects.bulk_update(new, ["target"], batch_size=1000)
    changed = [(row, known.organisation(row.cells)) for row in rows if row.verdict == CHANGES]
    for row, known_one in changed:
        if known_one is not None:
            filled(known_one, row.cells, known).save(
                update_fields=["name", "sector", "kind", "size", "about", "website", "org_id"]
            )
    pairs = [*zip(new, made, strict=True), *((row, o) for row, o in changed if o is not None)]
    set_places(pairs, known)


def set_places(pairs: Sequence[tuple[ImportRow, Organisation]], known: Known) -> None:
    """Where a row names places, they are the organisation's."""
    through = Organisation.places.through
    said = [(o, places_in(row.cells, known)) for row, o in pairs if places_of(row.cells)]
    through.objects.filter(organisation__in=[o.pk for o, _places in said]).delete()
    through.objects.bulk_create([through(organisation=o, place=p) for o, places in said for p in places])
