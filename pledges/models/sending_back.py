"""A held pledge that goes back to its maker, with a reason that names a house rule."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Member
from pledges.models.pledges import Pledge
from stories.models import REPLIES, Reason

# What to do, said of a pledge; the rules are those that stories are checked by.
WHAT_TO_DO = {
    Reason.NOT_AGREED: _("It shows a person’s full name, a phone number or an address. Take that out."),
    Reason.AT_RISK: _("It could show who somebody at risk is. Take out the place, the job or the date."),
    Reason.NOT_KIND: _("A part of it is hard on somebody who cannot answer here. Say only what you will do."),
    Reason.ADVERTISING: _("It reads like an advertisement or a campaign. Say what you will do with others."),
    Reason.NOT_ABOUT_THIS: _("It does not say yet what you will do. Say one thing, small enough to do."),
    Reason.SMALL_FIX: _("It is nearly there. One thing is hard to follow, so say it in everyday words."),
}


class SentBackQuerySet(models.QuerySet["SentBack"]):
    def open(self) -> Self:
        """Whose maker has not changed the words yet, and which nobody has put up."""
        return self.filter(ended_at=None)


class SentBack(models.Model):
    """Why one pledge went back, and when that was over."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="sent_back")
    reason = models.CharField(max_length=16, choices=Reason)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    # The words were changed, or a host put it up after all.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SentBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge"], condition=Q(ended_at=None), name="one_return_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.reason}"

    @property
    def rule(self) -> int:
        """The number of the house rule."""
        return REPLIES[Reason(self.reason)].rule

    @property
    def sentence(self) -> str:
        """What its maker can do."""
        return str(WHAT_TO_DO[Reason(self.reason)])
