"""Who knows whom: introduced, two shared events, the same group, or both said so. Never read from email."""

from datetime import datetime
from typing import Any, Self, cast

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from collab.kit.statements import one_of
from events.models import Event
from members.models import Member

EVENTS_TO_KNOW = 2


class Says(models.TextChoices):
    """What somebody answered. Empty until they do."""

    YES = "yes", _("yes")
    NO = "no", _("not this time")


INTRODUCED, IN_A_GROUP = Q(introduced_at__isnull=False), Q(grouped_at__isnull=False)
MET_TWICE, BOTH_SAID_SO = Q(shared_events__gte=EVENTS_TO_KNOW), Q(one_says=Says.YES, other_says=Says.YES)


class TieQuerySet(models.QuerySet["Tie"]):
    def known(self) -> Self:
        """Those that count: one yes of two is no tie."""
        return self.filter(is_known=True)

    def of(self, member: Member) -> Self:
        """With this person at either end; `whom` is the other one."""
        mine = self.filter(Q(one=member.pk) | Q(other=member.pk))
        return mine.annotate(whom=Case(When(one=member.pk, then=F("other")), default=F("one")))

    def beyond(self, people: list[int]) -> Self:
        """From these people on to others; `via` is the end that is one of them."""
        one, other = Q(one_of("one", people)), Q(one_of("other", people))
        return self.filter(one | other).annotate(
            whom=Case(When(one, then=F("other")), default=F("one")),
            via=Case(When(one, then=F("one")), default=F("other")),
        )

    def to(self, people: list[int]) -> Self:
        """Only those whose far end is one of these. After `of` or `beyond`."""
        return self.filter(one_of("whom", people))

    def to_those_in(self, people: Any) -> Self:
        """The same of the people that another query answers."""
        return self.filter(**{"whom__in": people})

    def far_ends(self) -> Any:
        """Only who stands at the far end, for use inside another query. After `of` or `beyond`."""
        return cast(Any, self).order_by().values("whom")

    def claims_on(self, member: Member, *, since: datetime) -> Self:
        """Somebody said that they know this person, who has not answered."""
        by_one = Q(other=member.pk, one_says=Says.YES, other_says="", one_said_at__gte=since)
        by_other = Q(one=member.pk, other_says=Says.YES, one_says="", other_said_at__gte=since)
        return self.filter(by_one | by_other, is_known=False)


class Tie(models.Model):
    """Two members and every reason why they know each other. Actions and the clock keep it (`network.actions`)."""

    one = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    introduced_at = models.DateTimeField(null=True, blank=True)
    shared_events = models.PositiveIntegerField(default=0)
    first_event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    together_at = models.DateTimeField(null=True, blank=True, help_text="When the last event with both ended.")
    group_name = models.CharField(max_length=120, blank=True)
    grouped_at = models.DateTimeField(null=True, blank=True, help_text="Since when both are in that group.")
    one_says = models.CharField(max_length=3, choices=Says, blank=True)
    other_says = models.CharField(max_length=3, choices=Says, blank=True)
    one_said_at = models.DateTimeField(null=True, blank=True)
    other_said_at = models.DateTimeField(null=True, blank=True)
    # Worked out by the database from the columns above, so that neither can be out of date.
    is_known = models.GeneratedField(
        expression=ExpressionWrapper(
            INTRODUCED | IN_A_GROUP | MET_TWICE | BOTH_SAID_SO, output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    last_at = models.GeneratedField(
        expression=Greatest("introduced_at", "together_at", "grouped_at", "one_said_at", "other_said_at"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    # Set by the queryset's `of` and `beyond`: the far end of the tie.
    whom: int

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_tie_a_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="the_smaller_number_comes_first"),
            models.CheckConstraint(
                condition=Q(one_says="", one_said_at=None) | (~Q(one_says="") & Q(one_said_at__isnull=False)),
                name="one_says_it_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(other_says="", other_said_at=None) | (~Q(other_says="") & Q(other_said_at__isnull=False)),
                name="other_says_it_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(group_name="", grouped_at=None) | (~Q(group_name="") & Q(grouped_at__isnull=False)),
                name="a_group_has_a_name_and_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"

    def end_of(self, member: Member) -> str:
        """Which end of the pair this person is: one or other."""
        return "one" if self.one_id == member.pk else "other"

    def said_by(self, member: Member) -> str:
        """What they said about knowing the other one."""
        return str(getattr(self, f"{self.end_of(member)}_says"))

    def say(self, member: Member, says: str, *, at: datetime) -> None:
        """One end's word: yes, no, or taken back. Saying it again changes nothing."""
        end = self.end_of(member)
        if getattr(self, f"{end}_says") != says:
            setattr(self, f"{end}_says", says)
            setattr(self, f"{end}_said_at", at if says else None)
            self.save(update_fields=[f"{end}_says", f"{end}_said_at"])

    @property
    def both_said_so(self) -> bool:
        return self.one_says == self.other_says == Says.YES

    @property
    def met_twice(self) -> bool:
        return self.shared_events >= EVENTS_TO_KNOW


class AskingEmailsStopped(models.Model):
    """A member who wants no emails that ask about introductions. The pages go on asking them."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.member_id)


class Askable(models.Model):
    """A member who offers to be asked by people they do not know."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.member_id)


def offers_to_be_asked(member: Member) -> bool:
    """Whether people they do not know may ask to meet them."""
    return Askable.objects.filter(member=member).exists()
