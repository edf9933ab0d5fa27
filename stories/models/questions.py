"""What members ask a teller, and what the teller says."""

from django.db import models
from django.db.models import Q

from collab.kit.models import PublicRow
from members.models import Member
from stories.models.stories import Story


class StoryQuestion(PublicRow):
    """How did you do it? Neither learns the other's address unless they write it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | Q(answer__gt=""), name="answered_questions_say_what")
        ]

    def __str__(self) -> str:
        return str(self.uuid)
