"""What a date leaves behind: two answers from those who came, its hosts' debrief, and the stories told again."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.kit.links import SignedLink
from events.models.dates import Event
from events.models.series import LONDON, Series
from members.models import Contact, Member
from stories.models import Story

# To the two questions after a date, for one attendance.
FEEDBACK_LINK = SignedLink("events.feedback", timedelta(days=60))
# To say that no note is wanted after a date, for as long as somebody may keep the email.
NO_NOTES_LINK = SignedLink("events.no-notes", timedelta(days=400))


class Feedback(models.Model):
    """One person's two answers. Whose they are is not kept, nor when they came."""

    class Worth(models.TextChoices):
        VERY = "very", _("Yes, very much")
        SOME = "some", _("Yes, a little")
        NOT = "not", _("Not really")

    class Met(models.TextChoices):
        YES = "yes", _("Yes")
        MAYBE = "maybe", _("Maybe")
        NO = "no", _("No")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="feedback")
    worth_it = models.CharField(max_length=5, choices=Worth)
    met_someone = models.CharField(max_length=5, choices=Met)

    def __str__(self) -> str:
        return f"{self.event_id} {self.worth_it} {self.met_someone}"


class NoNotes(models.Model):
    """Somebody who wants no note the day after a date."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.contact_id)


class DebriefQuerySet(models.QuerySet["Debrief"]):
    def in_series(self, series: Series) -> Self:
        """Of all its dates, the latest first."""
        return self.filter(event__series=series).select_related("event").order_by("-event__starts_at")

    def before(self, event: Event) -> "Debrief | None":
        """The latest of the same series from an earlier date."""
        earlier = self.filter(event__series=event.series_id, event__starts_at__lt=event.starts_at)
        return earlier.select_related("event").order_by("-event__starts_at").first()


class Debrief(models.Model):
    """What its hosts want to remember, for the next date of the series."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="debrief")
    went_well = models.TextField(blank=True)
    was_hard = models.TextField(blank=True)
    next_time = models.TextField(blank=True)
    written_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DebriefQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.event_id} {self.written_at}"

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each prompt with what was written under it."""
        words = [self.went_well, self.was_hard, self.next_time]
        return [(str(prompt), text) for prompt, text in zip(PROMPTS, words, strict=True) if text]


PROMPTS = (_("What went well?"), _("What was hard?"), _("What will we do next time?"))


class RetellingQuerySet(models.QuerySet["Retelling"]):
    def in_series(self, series: Series) -> Self:
        return self.filter(event__series=series)


class Retelling(models.Model):
    """A published story that was told again at a date."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="retellings")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    noted_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RetellingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "story"], name="a_story_once_a_date")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.story_id}"


def sends_notes_at(event: Event, *, hour: int = 10) -> datetime:
    """At 10am on the next day, in local time."""
    from_local = event.ends_at.astimezone(LONDON) + timedelta(days=1)
    return from_local.replace(hour=hour, minute=0, second=0, microsecond=0)
