"""What is in the way of a pledge, since when, and who offered what. Only its maker and those who help read it."""

from collections.abc import Iterable
from datetime import date, datetime
from statistics import median
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from collab.kit.models import PublicRow
from events.models import Series
from groups.models import Membership
from members.models import Member
from pledges.models.answers import Answer
from pledges.models.pledges import Pledge
from pledges.models.states import OPEN_TO_HOSTS, Visibility
from pledges.models.working_days import after_working_days

# A person answers within so many working days.
AIM = 3
# After so many that nobody took up, one question is asked: smaller, or let it go?
OFFERS_ENOUGH = 2


class SnagQuerySet(models.QuerySet["Snag"]):
    def open(self) -> Self:
        """Still in the way."""
        return self.filter(ended_at=None)

    def helped_by(self, user: Member) -> Self:
        """The list of one host: their meet-ups and the groups they lead; organisers, all that hosts may read.

        What was said to a partner or a group comes here when its maker asks the hosts, and not before.
        """
        led = Q(pledge__group__in=Membership.objects.leads().filter(member=user).values("group"))
        told = Q(pledge__visibility__in=OPEN_TO_HOSTS) | Q(hosts_asked_at__isnull=False)
        not_private = ~Q(pledge__visibility=Visibility.PARTNER) | Q(hosts_asked_at__isnull=False)
        if user.has_role("admin"):
            return self.open().filter(told | (led & not_private))
        hosted = Q(pledge__event__series__in=Series.objects.filter(hosts=user))
        return self.open().filter((hosted & told) | (led & not_private))

    def oldest_first(self) -> Self:
        """With what a row of the list shows."""
        shown = self.select_related("answer", "pledge__contact", "pledge__sector", "pledge__event__series")
        return shown.prefetch_related("offers__by__contact").order_by("since", "pk")

    def days_to_help(self) -> float | None:
        """The median of days from stuck to the first answer by a person; None while nobody was helped."""
        helped = self.filter(heard_at__isnull=False).values_list("since", "heard_at")
        days = [(heard_at - since).total_seconds() / 86400 for since, heard_at in helped]
        return median(days) if days else None


class Snag(PublicRow):
    """One spell of being stuck. Its words are those of the answer that said so."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="snags")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    hosts_asked_at = models.DateTimeField(null=True, blank=True)
    partner_asked_at = models.DateTimeField(null=True, blank=True)
    letter = models.TextField(blank=True, help_text="To whoever can say yes, in its maker's words.")
    letter_sent_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When a person first answered.")
    smaller_asked_at = models.DateTimeField(null=True, blank=True, help_text="Smaller, or let it go? Asked once.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SnagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge"], condition=Q(ended_at=None), name="one_open_snag"),
            models.CheckConstraint(condition=Q(letter_sent_at=None) | ~Q(letter=""), name="sent_letters_say_something"),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(ended_at=None), name="snag_open")]

    def __str__(self) -> str:
        return f"{self.pledge_id} since {self.since:%Y-%m-%d}"

    @property
    def is_private(self) -> bool:
        """Whether the hosts see it only once they are asked."""
        return not self.pledge.is_open_to_hosts and self.hosts_asked_at is None

    @property
    def answer_by(self) -> date:
        """The day by which a person should have answered."""
        return after_working_days(timezone.localdate(self.since), AIM)

    def days_waiting(self, today: date) -> int:
        """Since it was said, whatever was tried."""
        return (today - timezone.localdate(self.since)).days

    def is_late(self, today: date) -> bool:
        """Whether nobody has answered within the aim."""
        return self.heard_at is None and today > self.answer_by

    def mark(self, *names: str, at: datetime) -> None:
        """Note when something first happened. The first time stands."""
        for name in names:
            setattr(self, name, getattr(self, name) or at)
        self.save(update_fields=names)

    def save_letter(self, words: str) -> None:
        """As far as it is written; one that was sent stays as it went."""
        if self.letter_sent_at is None:
            self.letter = words
            self.save(update_fields=["letter"])

    def had_enough_offers(self, *, before: datetime) -> bool:
        """Whether two offers were not taken up: said so, or left without a word since then."""
        return unused(self.offers.all(), before=before) >= OFFERS_ENOUGH


def answers_for_hosts(pledge: Pledge) -> models.QuerySet[Answer]:
    """What its hosts may read: all where it is for members or anyone, else the spell they were asked to help with.

    A group hears at its round, and its leads by `helped_by`.
    """
    answers = Answer.objects.filter(pledge=pledge)
    if pledge.is_open_to_hosts:
        return answers
    asked = Snag.objects.open().filter(pledge=pledge, hosts_asked_at__isnull=False).first()
    return answers.filter(Q(pk=asked.answer_id) | Q(at__gte=asked.since)) if asked else answers.none()


class HelpOffer(PublicRow):
    """What a host offers to somebody who is stuck, and whether it was taken up."""

    snag = models.ForeignKey(Snag, on_delete=models.CASCADE, related_name="offers")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=500)
    who = models.CharField(max_length=160, blank=True, help_text="Somebody who said yes to being named, and how.")
    offered_at = models.DateTimeField()
    is_used = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_used=None, answered_at=None) | Q(is_used__isnull=False, answered_at__isnull=False),
                name="answered_offers_say_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snag_id} {self.offered_at:%Y-%m-%d}"

    def answer(self, *, used: bool, at: datetime) -> None:
        """Taken up, or not this time. It can be said anew while the snag is open."""
        self.is_used, self.answered_at = used, at
        self.save(update_fields=["is_used", "answered_at"])


def unused(offers: Iterable[HelpOffer], *, before: datetime) -> int:
    """How many nobody took up; one without a word counts after a while, and none does while one is in use."""
    offers = list(offers)
    if any(offer.is_used for offer in offers):
        return 0
    return sum(offer.is_used is False or offer.offered_at < before for offer in offers)
