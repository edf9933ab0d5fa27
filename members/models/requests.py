"""What a person asks for about their own details: a copy of everything, or to be forgotten."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from collab.kit.models import PublicRow
from members.models.people import Contact

PAUSE = timedelta(hours=72)


class DownloadQuerySet(models.QuerySet["Download"]):
    def of(self, contact: Contact) -> Self:
        """Newest first, without the files, which are large."""
        return self.filter(contact=contact).defer("file").order_by("-pk")

    def to_make(self) -> Self:
        """Asked for and not made yet, oldest first."""
        return self.filter(ready_at=None).order_by("pk")

    def ready(self) -> Self:
        """Made, and not fetched yet."""
        return self.filter(ready_at__isnull=False, fetched_at=None)


class Download(PublicRow):
    """A copy of everything about one person. It can be fetched once, and goes after a week."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="downloads")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    # In the database, so that no other file store has to be as private, and it goes with the person's rows.
    file = models.BinaryField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(fetched_at=None), name="one_open_download"),
            models.CheckConstraint(
                condition=Q(file=None) | Q(ready_at__isnull=False, fetched_at=None), name="fetched_downloads_are_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.asked_at}"

    def make(self, file: bytes, *, at: datetime) -> None:
        """It can be fetched from now on."""
        self.file, self.ready_at = file, at
        self.save(update_fields=["file", "ready_at"])

    def fetch(self, *, at: datetime) -> bytes:
        """Its bytes, and with that it is gone."""
        file, self.file, self.fetched_at = bytes(self.file or b""), None, at
        self.save(update_fields=["file", "fetched_at"])
        return file


class LeavingQuerySet(models.QuerySet["Leaving"]):
    def open(self) -> Self:
        """Begun, not stopped, and not past stopping."""
        return self.filter(stopped_at=None, told_at=None)

    def of(self, contact: Contact) -> "Leaving | None":
        """The one that is under way."""
        return self.filter(contact=contact, stopped_at=None).first()

    def due(self, now: datetime) -> Self:
        """The pause is over; whoever waited longest first."""
        return self.filter(stopped_at=None, due_at__lte=now).order_by("due_at", "pk")

    def stop(self, contact: Contact, *, at: datetime) -> bool:
        """They stay: said by signing in, by a link or by a button. False when nothing was under way any more."""
        return bool(self.open().filter(contact=contact).update(stopped_at=at))


class Leaving(PublicRow):
    """Somebody wants to be forgotten. For 72 hours they can stop it; then everything about them goes, this row too."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="leavings")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True, blank=True, help_text="The organiser who began it for somebody who rang.")
    keeps_pledges = models.BooleanField(default=False, help_text="Kept pledges stay on the wall, without a name.")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_told_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="The last email was written; erasure follows.")

    objects = LeavingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(stopped_at=None), name="one_leaving_at_a_time"),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(told_at=None), name="what_was_stopped_is_not_carried_out"
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=models.F("asked_at") + PAUSE), name="leaving_waits_for_72_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.due_at}"

    def tell(self, *, at: datetime) -> None:
        """Past stopping: the last email is written."""
        self.told_at = at
        self.save(update_fields=["told_at"])
