"""One row per message owed, so that what is owed can be seen and counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self
from uuid import UUID

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


# Said of each question that is asked: nothing else is read for the email about it.
ASKED_WITH = [
    "uuid", "kind", "due_at", "pledge__contact", "pledge__first_name", "pledge__act", "pledge__language",
    "pledge__made_at", "pledge__first_step", "pledge__by_on", "pledge__event__series__title", "pledge__group__next_on",
]  # fmt: skip


class Plan(NamedTuple):
    """One question to come."""

    pledge_id: int
    kind: "Reminder.Kind"
    due_on: date
    due_at: datetime


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

    def to_ask_about(self) -> Self:
        """Each with what its email says of it, and no other column."""
        return self.select_related("pledge__event__series", "pledge__group").only(*ASKED_WITH)

    def written_in(self, emails: Mapping[int, UUID]) -> None:
        """Note of many at once which email each is in: by its number, that email's uuid."""
        # As Django's bulk_update, with a CASE for each row, it took a fifth of writing the emails.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE pledges_reminder SET state = %s, email_id = email.id "
                "FROM unnest(%s::bigint[], %s::uuid[]) AS given (id, email) "
                "JOIN outbox_outgoingemail email ON email.uuid = given.email WHERE pledges_reminder.id = given.id",
                [Reminder.State.WRITTEN, list(emails), list(emails.values())],
            )

    def plan_all(self, plans: Sequence[Plan]) -> None:
        """Plan many at once; one that is there already stands as it is."""
        columns = [list(column) for column in zip(*plans, strict=True)] or [[]] * len(Plan._fields)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO pledges_reminder (uuid, state, pledge_id, kind, due_on, due_at) "
                "SELECT gen_random_uuid(), %s, given.* "
                "FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::timestamptz[]) AS given ON CONFLICT DO NOTHING",
                [Reminder.State.PLANNED, *columns],
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
