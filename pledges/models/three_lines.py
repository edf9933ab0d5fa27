"""Three lines about a kept pledge: the beginning of a story."""

from django.db import models

from pledges.models.pledges import Pledge
from stories.models import Story


class ThreeLines(models.Model):
    """What happened, what changed and what one would tell, kept by the private link until a story begins with them."""

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, primary_key=True, related_name="three_lines")
    happened = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    would_tell = models.TextField(blank=True)
    written_at = models.DateTimeField()
    # It cannot be a key of the story's: stories never hear of pledges.
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.pledge_id}"
