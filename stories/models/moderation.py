"""What checkers decided: each decision cites a house rule and says a sentence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Member
from stories.models.stories import Story


class Reason(models.TextChoices):
    """Why a story goes back, in the words its teller reads."""

    NOT_AGREED = "not-agreed", _("Someone named has not agreed")
    AT_RISK = "at-risk", _("It could identify a person at risk")
    NOT_KIND = "not-kind", _("It is not kind")
    ADVERTISING = "advertising", _("It is advertising or party politics")
    NOT_ABOUT_THIS = "not-about-this", _("It is not about working together")
    SMALL_FIX = "small-fix", _("It needs a small fix")


class Decision(PublicRow):
    """One step in the checking of a story, kept as history."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        CLAIMED = "claimed", _("taken in hand")
        PUBLISHED = "published", _("published")
        APPROVED = "approved", _("checked, waiting for the teller's yes")
        RETURNED = "returned", _("sent back")
        HELD = "held", _("held")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    sentence = models.TextField(blank=True, help_text="What the teller reads.")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | (~models.Q(reason="") & ~models.Q(sentence="")),
                name="returned_stories_say_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.outcome}"
