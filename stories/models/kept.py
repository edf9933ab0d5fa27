"""Stories that a member wants to find again."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from members.models import Member
from stories.models.stories import Story


class KeptStoryManager(models.Manager["KeptStory"]):
    def has(self, user: Member | AnonymousUser, story: Story) -> bool:
        """Whether it is on their list; nobody is asked about a visitor."""
        return isinstance(user, Member) and self.filter(member=user, story=story).exists()

    def put(self, member: Member, story: Story, *, is_kept: bool) -> None:
        """On the list, or off it. Twice is once."""
        if is_kept:
            self.get_or_create(member=member, story=story)
        else:
            self.filter(member=member, story=story).delete()


class KeptStory(models.Model):
    """One story on one member's own list, which nobody else sees."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="kept_by")
    kept_at = models.DateTimeField(auto_now_add=True)

    objects = KeptStoryManager()

    class Meta:
        verbose_name_plural = "kept stories"
        constraints = [models.UniqueConstraint(fields=["member", "story"], name="kept_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.story_id}"
