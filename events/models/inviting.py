"""Whom a host might invite: organisations of the sectors that nobody who comes is from."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from events.models.attendance import Attendance
from events.models.dates import Event
from members.models import Organisation, Sector

OF_A_SECTOR = 3


def to_invite(event: Event, missing: Sequence[Sector]) -> list[tuple[Sector, list[Organisation]]]:
    """A few of each sector, those first who were at the series before, then those from the place; in one query."""
    if not missing:
        return []
    came = Attendance.objects.came().filter(event__series=event.series_id, contact__organisation=OuterRef("pk"))
    place = event.venue.place_id if event.venue else None
    ties = Organisation.places.through.objects.filter(organisation=OuterRef("pk"), place=place)
    order = [F("was_here").desc(), F("is_near").desc(), F("name").asc(), F("pk").asc()]
    number = Window(RowNumber(), partition_by="sector", order_by=order)
    rows = Organisation.objects.filter(sector__in=missing).annotate(was_here=Exists(came), is_near=Exists(ties))
    found: dict[int, list[Organisation]] = defaultdict(list)
    for row in rows.annotate(number=number).filter(number__lte=OF_A_SECTOR).order_by("number"):
        found[row.sector_id].append(row)
    return [(sector, found[sector.pk]) for sector in missing]
