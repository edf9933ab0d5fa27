"""Places held for people of some sectors until a few days before."""

from collections import Counter
from datetime import timedelta

from django.db import models
from django.db.models import Count, Q

from events.models.dates import Event
from events.models.places import SignUp
from events.models.ways import Way
from members.models import Sector

RELEASED_BEFORE = timedelta(days=5)


class HeldPlacesQuerySet(models.QuerySet["HeldPlaces"]):
    def at(self, event: Event) -> "list[HeldPlaces]":
        """Of one date, with the names of the sectors, in one statement."""
        return list(self.filter(event=event).select_related("sector").order_by("sector__order"))


class HeldPlaces(models.Model):
    """So many places in the room of one date, for people of one sector, while `Event.held_until` is ahead."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="held")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()

    objects = HeldPlacesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "sector"], name="held_once_a_sector"),
            models.CheckConstraint(condition=Q(places__gte=1), name="holds_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.sector_id} {self.places}"


def still_held(event: Event) -> Counter[int]:
    """By sector, the places that nobody has taken up yet. Two statements, for dates that hold places."""
    held = dict(HeldPlaces.objects.filter(event=event).values_list("sector", "places"))
    had = SignUp.objects.with_a_place().filter(event=event, way=Way.ROOM, contact__sector__in=held)
    taken = dict(had.order_by().values_list("contact__sector").annotate(people=Count("pk")))
    return Counter({sector: max(places - taken.get(sector, 0), 0) for sector, places in held.items()})
