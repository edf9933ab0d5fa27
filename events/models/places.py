"""Who has a place. The event's row is locked first, always; the order of waiting is a number given under that lock."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models.dates import Event
from members.models import Contact


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def with_a_place(self) -> Self:
        """Confirmed, or offered and held for them."""
        return self.filter(state__in=PLACE_TAKEN)

    def waiting(self) -> Self:
        """In the order of the numbers given under the lock."""
        return self.filter(state=SignUp.State.WAITING).order_by("position")

    def live(self) -> Self:
        """Has a place or waits for one."""
        return self.filter(state__in=[*PLACE_TAKEN, SignUp.State.WAITING])


class SignUp(PublicRow):
    """One person and one date."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        OFFERED = "offered", _("offered a place")
        WAITING = "waiting", _("waiting")
        CANCELLED = "cancelled", _("not coming")
        LAPSED = "lapsed", _("offer ran out")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="signups")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    position = models.PositiveIntegerField(help_text="Given under the event's lock; never now(), which lies there.")
    show_name = models.BooleanField(default=False)
    signed_up_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "contact"], name="one_sign_up_a_person"),
            models.UniqueConstraint(fields=["event", "position"], name="one_number_a_sign_up"),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until=None)),
                name="offers_run_out",
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "position"])]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state} {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("sign_up_done", args=[self.uuid])

    def move(self, state: "SignUp.State", *, at: datetime, offered_until: datetime | None = None) -> None:
        """Note a new state. Only `events.actions` calls this, under the event's lock."""
        self.state, self.changed_at, self.offered_until = state, at, offered_until
        self.save(update_fields=["state", "changed_at", "offered_until", "position"])

    def place_in_line(self) -> int:
        """1 for the next to be offered a place."""
        ahead = SignUp.objects.waiting().filter(event=self.event_id, position__lt=self.position)
        return ahead.count() + 1


PLACE_TAKEN = [SignUp.State.CONFIRMED, SignUp.State.OFFERED]
