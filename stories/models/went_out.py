"""Where a story was used outside these pages: in print or in a report, which no withdrawal brings back."""

from django.db import models

from collab.kit.models import PublicRow
from members.models import Member
from stories.models.consent import Use
from stories.models.stories import Story


class WentOut(PublicRow):
    """One use, on record so that whoever takes a story back learns of it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="went_out")
    use = models.CharField(max_length=8, choices=Use)
    where = models.CharField(max_length=160)
    on = models.DateField()
    recorded_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["story", "use", "where", "on"], name="one_use_once")]

    def __str__(self) -> str:
        return f"{self.use} {self.story_id}"
