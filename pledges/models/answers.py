"""What became of a pledge, each answer kept, and any of them corrected by the next."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Member
from pledges.models.pledges import Pledge
from pledges.models.reminders import Reminder
from pledges.models.rhythm_row import Rhythm


class Answer(PublicRow):
    """Kept, still going, stuck or let go, said once. The newest one counts."""

    class Said(models.TextChoices):
        KEPT = "kept", _("Kept")
        GOING = "going", _("Still going")
        STUCK = "stuck", _("Stuck")
        LET_GO = "let-go", _("Let it go")

    class StuckOn(models.TextChoices):
        TIME = "time", _("Time, or another pair of hands")
        PERMISSION = "permission", _("Permission from somebody")
        MONEY = "money", _("Money")
        CONTACT = "contact", _("The right person to talk to")
        UNSURE = "unsure", _("I am not sure")

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="answers")
    said = models.CharField(max_length=6, choices=Said)
    stuck_on = models.CharField(max_length=10, choices=StuckOn, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    # Said aloud at a round, and written down by this lead.
    recorded_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reminder = models.ForeignKey(Reminder, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.said}"

    @property
    def rests_until(self) -> date:
        """Before this day, whoever is stuck is not reminded."""
        return timezone.localdate(self.at) + Rhythm.now().stuck_rest
