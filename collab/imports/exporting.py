"""Lists that organisers may take out, each time with a line in the log."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commons.models import audit
from members.models import Contact, Member, Organisation

Rows = Iterator[Sequence[object]]
CHUNK = 2000
LISTS: dict[str, tuple[str | Promise, Sequence[str | Promise]]] = {
    "people": (
        _("People"),
        [_("Name"), _("Email"), _("Phone"), _("Organisation"), _("Sector"), _("Has an account"), _("Here since")],
    ),
    "organisations": (
        _("Organisations"),
        [
            _("Name"),
            _("Sector"),
            _("Kind"),
            _("Size"),
            _("Places"),
            _("Website"),
            _("Organisation number"),
            _("What it does"),
        ],
    ),
}


@transaction.atomic
def take_out(kind: str, *, by: Member) -> tuple[Sequence[object], Rows]:
    """The headings and the rows of one list. Who took which list goes into the log, what was in it does not."""
    audit("members.export", by=by.uuid, kind="list", target=None, what=kind)
    return LISTS[kind][1], {"people": people_rows, "organisations": organisation_rows}[kind]()


def people_rows() -> Rows:
    """Everybody with their details, as the import takes them."""
    rows = Contact.objects.select_related("organisation", "sector", "member").order_by("name", "pk")
    for c in rows.iterator(chunk_size=CHUNK):
        sector = c.sector.name if c.sector else ""
        has_account = "yes" if hasattr(c, "member") else "no"
        yield c.name, c.email, c.phone, c.organisation_name, sector, has_account, c.made_at.date()


def organisation_rows() -> Rows:
    """Every organisation, as the import takes it."""
    rows = Organisation.objects.select_related("sector").prefetch_related("places").order_by("name", "pk")
    for o in rows.iterator(chunk_size=CHUNK):
        places = "; ".join(place.name for place in o.places.all())
        yield o.name, o.sector.name, o.kind, o.get_size_display(), places, o.website, o.org_id, o.about
