"""One row per message owed before a date, so that what is owed can be seen and counted."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.links import SignedLink
from collab.kit.models import PublicRow
from events.models.places import SignUp
from events.models.series import LONDON
from outbox.models import UNSENT, OutgoingEmail

STILL_LINK = SignedLink("events.still", timedelta(days=60))
TEN = time(10)
# Nobody is asked a week before when five days are left.
WEEK_IS_STALE_AFTER = timedelta(hours=48)
# Whoever is on the way already has no use for a map.
DAY_IS_STALE_BEFORE = timedelta(hours=2)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> Self:
        """Not written yet."""
        return self.filter(state=Reminder.State.PLANNED)

    def fitting(self) -> Self:
        """The date is on, at the time this was planned for, and the person has the place they had then."""
        on = Q(signup__event__cancelled_at=None, signup__event__is_public=True)
        theirs = Q(
            signup__state=SignUp.State.CONFIRMED, signup__turn=F("turn"), starts_at=F("signup__event__starts_at")
        )
        return self.filter(on & theirs)

    def open(self) -> Self:
        """Planned, or in an email that has not been sent."""
        return self.filter(Q(state=Reminder.State.PLANNED) | Q(state=Reminder.State.WRITTEN, email__state__in=UNSENT))

    def out_of_place(self, now: datetime) -> Self:
        """Open, for a time to come at which that person and that date do not meet any more."""
        to_come = Reminder.objects.filter(starts_at__gt=now)
        return self.open().filter(starts_at__gt=now).exclude(pk__in=to_come.fitting().values("pk"))

    def due(self, now: datetime) -> Self:
        """To be written now, to somebody with an address who is not suspended."""
        asked = self.planned().fitting().filter(due_at__lte=now, starts_at__gt=now, signup__contact__email__gt="")
        return asked.exclude(signup__contact__member__is_active=False)

    def stale(self, now: datetime) -> Self:
        """Planned, and too late to be of use."""
        week = Q(kind=Reminder.Kind.WEEK, due_at__lt=now - WEEK_IS_STALE_AFTER)
        day = Q(kind=Reminder.Kind.DAY, starts_at__lt=now + DAY_IS_STALE_BEFORE)
        return self.planned().filter(week | day)

    def cancel(self) -> int:
        """Nobody needs these any more (`events.emails.drop_reminders` stops their emails first). Says how many."""
        return self.update(state=Reminder.State.CANCELLED, email=None)


class Reminder(PublicRow):
    """One message owed to one person before one date. Its uuid is all that its link carries."""

    class Kind(models.TextChoices):
        WEEK = "week", _("a week before: still coming?")
        DAY = "day", _("the day before")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        WRITTEN = "written", _("written")
        CANCELLED = "cancelled", _("not needed any more")
        MISSED = "missed", _("too late to send")

    class Said(models.TextChoices):
        YES = "yes", _("Yes, I am coming")
        NO = "no", _("No longer")

    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="reminders")
    turn = models.PositiveSmallIntegerField(help_text="Which time round of the sign-up it is about.")
    kind = models.CharField(max_length=4, choices=Kind)
    starts_at = models.DateTimeField(help_text="When the date began as this was planned. One that moved has new rows.")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    email = models.ForeignKey(OutgoingEmail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=3, choices=Said, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signup", "turn", "kind", "starts_at"], name="one_reminder_a_date_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(said="", said_at=None) | (~Q(said="") & Q(said_at__isnull=False)),
                name="answers_about_coming_say_when",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"]),
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="event_reminder_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.signup_id} {self.kind} {self.due_at}"

    def get_absolute_url(self) -> str:
        """Where it is answered."""
        return STILL_LINK.path("still_coming", self.uuid)

    @property
    def email_key(self) -> str:
        """The same however often it is planned, so that the database refuses a second email."""
        return f"{self.signup.uuid}:{self.turn}:{self.starts_at.astimezone(LONDON):%Y-%m-%dT%H:%M%z}"

    def say(self, said: "Reminder.Said", *, at: datetime) -> None:
        """Note an answer; it may be corrected until the date begins."""
        if self.said != said:
            self.said, self.said_at = said, at
            self.save(update_fields=["said", "said_at"])


DAYS_BEFORE = {Reminder.Kind.WEEK: 7, Reminder.Kind.DAY: 1}


def moment_of(kind: Reminder.Kind, starts_at: datetime) -> datetime:
    """Ten in the morning, local time, so many days before."""
    day = timezone.localtime(starts_at, LONDON).date() - timedelta(days=DAYS_BEFORE[kind])
    return datetime.combine(day, TEN, LONDON)
