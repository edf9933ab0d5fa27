"""What checkers decided: each decision cites a house rule and says a sentence."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Member
from stories.models.stories import Story

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Reason(models.TextChoices):
    """Why a story goes back, in the words its teller reads."""

    NOT_AGREED = "not-agreed", _("Someone named has not agreed")
    AT_RISK = "at-risk", _("It could identify a person at risk")
    NOT_KIND = "not-kind", _("It is not kind")
    ADVERTISING = "advertising", _("It is advertising or party politics")
    NOT_ABOUT_THIS = "not-about-this", _("It is not about working together")
    SMALL_FIX = "small-fix", _("It needs a small fix")


@dataclass(frozen=True)
class Reply:
    """What a checker says for a reason, unless they say it better: the house rule and a sentence with what to do."""

    rule: int
    sentence: "StrOrPromise"


REPLIES = {
    Reason.NOT_AGREED: Reply(
        1, _("A person in it has not agreed yet. Ask them, or change the name and what shows it.")
    ),
    Reason.AT_RISK: Reply(2, _("It could show who somebody at risk is. Take out the place, the job or the date.")),
    Reason.NOT_KIND: Reply(3, _("One sentence is hard on somebody who cannot answer here. Say what happened instead.")),
    Reason.ADVERTISING: Reply(4, _("It reads like an advertisement or a campaign. Tell us what people did together.")),
    Reason.NOT_ABOUT_THIS: Reply(
        5, _("It does not say yet who worked together. Tell us who was there and what they did.")
    ),
    Reason.SMALL_FIX: Reply(6, _("It is nearly there. One thing is hard to follow, so say it in everyday words.")),
}


class SavedReply(models.Model):
    """The sentence for one reason as checkers last put it; until then the one above."""

    reason = models.CharField(max_length=16, choices=Reason, unique=True)
    sentence = models.TextField()

    class Meta:
        verbose_name_plural = "saved replies"

    def __str__(self) -> str:
        return self.reason


def replies_now() -> dict[str, Reply]:
    """By reason, the house rule and the sentence that a checker begins from."""
    saved = dict(SavedReply.objects.values_list("reason", "sentence"))
    return {reason.value: Reply(reply.rule, saved.get(reason, reply.sentence)) for reason, reply in REPLIES.items()}


# So long a checker may take a decision back, and so long its emails wait.
UNDO_WITHIN = timedelta(seconds=30)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def undoable_by(self, member: Member) -> Self:
        """Theirs that were taken just now, by the database's clock."""
        just_now = self.filter(by=member, at__gt=Now() - UNDO_WITHIN)
        return just_now.filter(outcome__in=["approved", "returned", "declined", "held", "passed-on"])


class Decision(PublicRow):
    """One step in the checking of a story, kept as history."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        CLAIMED = "claimed", _("taken in hand")
        PUBLISHED = "published", _("published")
        APPROVED = "approved", _("checked, waiting for the teller's yes")
        RETURNED = "returned", _("sent back")
        DECLINED = "declined", _("not for this site")
        PASSED_ON = "passed-on", _("given to a second person")
        APPEALED = "appealed", _("another person was asked for")
        UNDONE = "undone", _("undone")
        FIXED = "fixed", _("a slip was put right")
        HELD = "held", _("held")
        RESUMED = "resumed", _("put back to be checked")
        TAKEN_BACK = "taken-back", _("taken back to change it")
        CHANGED = "changed", _("changed after the check")
        WITHDRAWN = "withdrawn", _("taken down by its teller")
        PART = "part-out", _("a part was taken out")
        EXPIRED = "expired", _("hidden, since nobody answered")
        HIDDEN = "hidden", _("taken down after a report")
        SHOWN = "shown", _("shown again")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    sentence = models.TextField(blank=True, help_text="What the teller reads.")
    before = models.CharField(
        max_length=14, blank=True, default="", db_default="", help_text="The state it was in, for an undo."
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | (~models.Q(reason="") & ~models.Q(sentence="")),
                name="returned_stories_say_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="declined") | (~models.Q(reason="") & ~models.Q(sentence="")),
                name="declined_stories_say_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.outcome}"

    @property
    def rule(self) -> int:
        """The number of the house rule it cites, 0 for none."""
        return REPLIES[Reason(self.reason)].rule if self.reason else 0
