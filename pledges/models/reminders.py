"""One row per message owed, so that what is owed can be seen and counted."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Self

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.models.pledges import Pledge
from pledges.models.states import LIVE

# Later than this after its day it would only confuse: missed, and counted.
STALE_AFTER = timedelta(hours=48)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> Self:
        """Not written yet."""
        return self.filter(state=Reminder.State.PLANNED)

    def due(self, now: datetime) -> Self:
        """To be written now: about a live pledge of someone who confirmed their address and is not suspended."""
        asked = self.planned().filter(due_at__lte=now, pledge__state__in=LIVE, pledge__confirmed_at__isnull=False)
        return asked.filter(pledge__contact__email__gt="").exclude(pledge__contact__member__is_active=False)

    def stale(self, now: datetime) -> Self:
        """Planned, and too late to be of use."""
        return self.planned().filter(due_at__lt=now - STALE_AFTER)

    def with_history(self) -> Self:
        """Each with `was_repeated` (since the last answer) and `has_month_planned` (besides itself)."""
        others = Reminder.objects.filter(pledge=OuterRef("pledge")).exclude(pk=OuterRef("pk"))
        repeats = others.filter(kind=Reminder.Kind.REPEAT, state__in=[Reminder.State.PLANNED, Reminder.State.WRITTEN])
        unanswered = Q(pledge__answered_at=None) | Q(due_at__gt=F("pledge__answered_at"))
        months = others.filter(kind=Reminder.Kind.MONTHLY, state=Reminder.State.PLANNED)
        return self.annotate(was_repeated=Exists(repeats.filter(unanswered)), has_month_planned=Exists(months))

    def of_contacts(self, contacts: Iterable[Contact]) -> Self:
        """About the pledges of these people."""
        return self.filter(pledge__contact__in=contacts)

    def written_in(self, emails: Mapping[int, int]) -> None:
        """Note of many at once which email each is in: by its number, that of the email."""
        # As Django's bulk_update, with a CASE for each row, it took a fifth of writing the emails.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE pledges_reminder SET state = %s, email_id = given.email "
                "FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, email) WHERE pledges_reminder.id = given.id",
                [Reminder.State.WRITTEN, list(emails), list(emails.values())],
            )

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
