"""One row per message owed, so that what is owed can be seen and counted."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from outbox.models import OutgoingEmail
from pledges.models.pledges import LIVE, Pledge

# Later than this after its day it would only confuse: missed, and counted.
STALE_AFTER = timedelta(hours=48)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> Self:
        """Not written yet."""
        return self.filter(state=Reminder.State.PLANNED)

    def due(self, now: datetime) -> Self:
        """To be written now: about a live pledge of someone whose address is confirmed."""
        return self.planned().filter(due_at__lte=now, pledge__state__in=LIVE, pledge__confirmed_at__isnull=False)

    def cancel(self) -> int:
        """Nobody needs these any more. Says how many."""
        return self.planned().update(state=Reminder.State.CANCELLED)


class Reminder(PublicRow):
    """One question owed about one pledge. Its uuid is all that an answer link carries."""

    class Kind(models.TextChoices):
        FIRST_STEP = "first-step", _("the first small step")
        DUE = "due", _("the date")
        REPEAT = "repeat", _("asked once more")
        MONTHLY = "monthly", _("once a month")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        WRITTEN = "written", _("written")
        CANCELLED = "cancelled", _("not needed any more")
        MISSED = "missed", _("too late to send")

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    email = models.ForeignKey(OutgoingEmail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge", "kind", "due_on"], name="one_reminder_a_day_and_kind"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="planned"), name="reminder_planned")]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.kind} {self.due_on}"
