"""Lists brought in from a spreadsheet: each row looked at first, and then all saved or none."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow

if TYPE_CHECKING:
    from members.models.accounts import Member


# The lists of one date, brought in by its hosts.
OF_A_DATE = ["sign-ups", "cards"]


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: "Member") -> Self:
        """Organisers see each other's, so that one can go on where another stopped; not those of a date."""
        return self.filter(about=None) if user.has_role("admin") else self.none()

    def of_date(self, event: UUID, kind: str) -> Self:
        """Lists of this kind for one date; its hosts see them."""
        return self.filter(about=event, kind=kind)

    def at_work(self) -> Self:
        """Those that the clock has to go on with, the oldest first."""
        return self.filter(state__in=[Import.State.CHECKING, Import.State.SAVING]).order_by("pk")


class Import(PublicRow):
    """One file that somebody wants to bring in."""

    class Kind(models.TextChoices):
        PEOPLE = "people", _("People")
        ORGANISATIONS = "organisations", _("Organisations")
        SIGN_UPS = "sign-ups", _("People who come to a date")
        CARDS = "cards", _("Pledge cards of a date")

    class State(models.TextChoices):
        CHECKING = "checking", _("Being looked at")
        READY = "ready", _("Waits for your yes")
        SAVING = "saving", _("Being brought in")
        DONE = "done", _("Brought in")
        DROPPED = "dropped", _("Left")

    kind = models.CharField(max_length=20, choices=Kind)
    about = models.UUIDField(null=True, db_index=True, help_text="The date whose people these are; else empty.")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    file_name = models.CharField(max_length=120)
    left_out = models.JSONField(default=list, help_text="Headings of the file that we have no use for.")
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    checked = models.PositiveIntegerField(default=0)
    # Somebody else changed what the preview was made of, so it was made again.
    has_moved = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped"], ended_at__isnull=False)
                | (~Q(state__in=["done", "dropped"]) & Q(ended_at=None)),
                name="ended_imports_say_when",
            ),
            models.CheckConstraint(condition=Q(checked__lte=models.F("total")), name="no_more_rows_checked_than_read"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_DATE, about__isnull=False) | (~Q(kind__in=OF_A_DATE) & Q(about=None)),
                name="some_lists_are_for_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("host_import_run" if self.about else "import_run", args=[self.uuid])

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.SAVING}

    def go_to(self, state: str, *, at: datetime) -> None:
        """The next state; the last two say when."""
        self.state = state
        self.ended_at = at if state in {self.State.DONE, self.State.DROPPED} else None
        self.save(update_fields=["state", "ended_at", "checked", "has_moved"])

    def check_again(self, *, at: datetime) -> None:
        """Start looking anew: what the rows were compared with has changed."""
        self.rows.update(verdict="", notes=[], changes=[], target=None)
        self.checked, self.has_moved = 0, True
        self.go_to(self.State.CHECKING, at=at)


class ImportRow(models.Model):
    """One line of the file, and what would happen to it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        CHANGES = "changes", _("Changes")
        SAME = "same", _("Nothing to do")
        DUPLICATE = "duplicate", _("Here already")
        WRONG = "wrong", _("To be put right")
        TWICE = "twice", _("Twice in your file")

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The line in the file, as the spreadsheet program counts.")
    cells = models.JSONField(help_text="The words of the row by column.")
    # Empty until it was looked at.
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="")
    notes = models.JSONField(default=list, help_text="What is wrong, or why nothing happens, in sentences.")
    changes = models.JSONField(default=list, help_text="Column, words before, words after.")
    target = models.UUIDField(null=True, help_text="The row that changes, or that was made.")

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_row_a_line")]
        indexes = [models.Index(fields=["run", "verdict", "number"], name="import_rows_by_verdict")]

    def __str__(self) -> str:
        return f"{self.run_id} line {self.number}"

    @property
    def told_apart_by(self) -> str:
        """What stands under the name: what they pledged, an address, or an organisation's number."""
        return str(self.cells.get("act") or self.cells.get("email") or self.cells.get("org_id") or "")
