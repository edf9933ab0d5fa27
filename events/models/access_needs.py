"""What somebody needs to take part: a table, a consent and a door of its own. Each look is on record."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commons.models import audit, audit_each
from events.models.dates import Event
from events.models.places import PLACE_TAKEN, SignUp
from members.models import Member

# What they wrote in their own words, among what can be ready or not.
WORDS = "words"
WORDS_FIT = 500
# Each wording of the consent that people ever said yes to. One is never changed: another gets the next number.
WORDINGS = {1: _("Yes, keep this, and show it to the one person who looks after access at this meeting")}
WORDING_NOW = 1


class Need(models.TextChoices):
    """What can be ticked."""

    WAY_IN = "way-in", _("A way in without steps")
    SEAT = "seat", _("A seat that suits me")
    HEARING = "hearing", _("A hearing loop")
    SIGNER = "signer", _("A sign language interpreter")
    LANGUAGE = "language", _("Another language")
    PRINT = "print", _("Large print")
    QUIET = "quiet", _("A quiet place to go to")
    FOOD = "food", _("Food I can eat")
    TRAVEL = "travel", _("Help to get there")


def access_lead_of(event: Event) -> Member | None:
    """Whoever was named and still hosts, else the first host. Nobody else reads what people need."""
    lead = event.access_lead
    if lead is not None and event.series.hosts.filter(pk=lead.pk).exists():
        return lead
    return event.series.first_host


class NeedCount(NamedTuple):
    """How many asked for something, and for how many it is ready. Nobody is named."""

    label: str
    asked: int
    met: int


class AccessNeedQuerySet(models.QuerySet["AccessNeed"]):
    def told(self) -> Self:
        """Those whose consent stands."""
        return self.filter(taken_back_at=None)

    def at(self, event: Event) -> Self:
        """Of people who come to this date, or wait for a place."""
        coming = [*PLACE_TAKEN, SignUp.State.WAITING]
        return self.told().filter(signup__event=event, signup__state__in=coming)

    def forget(self, signups: Sequence[SignUp], *, at: datetime) -> int:
        """What they said is gone at once. That it was told and taken back stays until the date is long over."""
        return self.told().filter(signup__in=signups).update(needs=[], words="", met=[], taken_back_at=at)

    @transaction.atomic
    def read_by_lead(self, event: Event, *, by: Member) -> Sequence["AccessNeed"]:
        """The one way to what people need: the rows and the record of each look, in one transaction."""
        if access_lead_of(event) != by:
            return []
        rows = list(self.at(event).select_related("signup__contact").order_by("signup__contact__name", "pk"))
        audit_each("events.needs_read", by=by.uuid, kind="access-needs", targets=[row.signup.uuid for row in rows])
        return rows

    @transaction.atomic
    def read_by_owner(self, signup: SignUp, *, by: UUID) -> "AccessNeed | None":
        """Their own, signed in. That they looked is written down too."""
        row = self.told().filter(signup=signup).first()
        if row is not None:
            audit("events.needs_read", by=by, kind="access-needs", target=signup.uuid)
        return row

    def told_at(self, signup: SignUp) -> object:
        """When this person told us; None when they have not. Says nothing of what."""
        return self.told().filter(signup=signup).values_list("agreed_at", flat=True).first()

    def counts(self, event: Event) -> list[NeedCount]:
        """What is asked for at this date and what is ready, in numbers."""
        asked: Counter[str] = Counter()
        met: Counter[str] = Counter()
        # Of the words only whether there are any.
        rows = self.at(event).annotate(has_words=~Q(words="")).values_list("needs", "has_words", "met")
        for needs, has_words, ready in rows:
            asked.update([*needs, WORDS] if has_words else needs)
            met.update(ready)
        return [NeedCount(str(label), asked[code], met[code]) for code, label in LABELS.items() if asked[code]]


class AccessNeed(models.Model):
    """What one person needs at one date. Read through `read_by_lead` and `read_by_owner` only."""

    # No way back: a sign-up at hand must not lead here unseen.
    signup = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="+")
    needs = ArrayField(models.CharField(max_length=10, choices=Need), default=list, blank=True)
    words = models.TextField(max_length=WORDS_FIT, blank=True)
    met = ArrayField(models.CharField(max_length=10, choices=[*Need.choices, (WORDS, WORDS)]), default=list, blank=True)
    wording = models.PositiveSmallIntegerField(help_text="The number of the consent's words, in WORDINGS.")
    agreed_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AccessNeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(needs=[], words="", met=[]), name="what_is_taken_back_is_blank"
            )
        ]

    def __str__(self) -> str:
        # Never what it says: this may come into a log.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def asked(self) -> list[str]:
        """The codes of what is asked for, their own words among them."""
        return [*self.needs, *([WORDS] if self.words else [])]

    @property
    def items(self) -> list[tuple[str, str, bool]]:
        """(code, in words, whether it is ready)."""
        return [(code, self.words if code == WORDS else str(LABELS[code]), code in self.met) for code in self.asked]


class AccessTotal(models.Model):
    """How often something was asked for at a date, and for how many it was ready. It names nobody, and stays."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="access_totals")
    need = models.CharField(max_length=10)
    asked = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "need"], name="one_total_a_need")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.need} {self.asked}"

    @property
    def label(self) -> str:
        return str(LABELS.get(self.need, self.need))


LABELS = {**dict(Need.choices), WORDS: _("Something else, in their own words")}
