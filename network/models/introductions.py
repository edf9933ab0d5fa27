"""Introductions: context first, both sides say yes, either may decline unseen, and silence ends it after ten days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.links import SignedLink
from collab.kit.models import PublicRow
from members.models import Member
from network.models.ties import Says

LAPSES_AFTER = timedelta(days=10)
# Whoever was asked once is not asked again by the same person for a season, however it ended.
ASK_AGAIN_AFTER = timedelta(days=90)
PARTS = ("one", "other", "through")
PEOPLE = ("asked_by", *PARTS)
# One purpose each: the link of one side does not open the other's page.
LINKS = {part: SignedLink(f"network.introduction.{part}", LAPSES_AFTER * 3) for part in PARTS}


def facing(part: str) -> str:
    """The other side."""
    return "other" if part == "one" else "one"


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def between_active(self) -> Self:
        """Nobody in it is suspended."""
        through = Q(through=None) | Q(through__is_active=True)
        return self.filter(through, one__is_active=True, other__is_active=True)

    def visible_to(self, member: Member) -> Self:
        """Their own. Whoever is asked sees nothing before the one in between has passed it on."""
        passed = Q(through=None) | Q(through_says=Says.YES) | ~Q(state="open")
        sides = (Q(one=member.pk) | Q(other=member.pk)) & (passed & ~Q(through_says=Says.NO))
        # One that never reached them stays unseen when it ends.
        reached = sides & (Q(through=None) | Q(through_says=Says.YES))
        return self.between_active().filter(reached | Q(through=member.pk) | Q(asked_by=member.pk))

    def waiting_for(self, member: Member) -> Self:
        """Those whose next word is theirs."""
        passed = Q(through=None) | Q(through_says=Says.YES)
        turn = Q(through=member.pk, through_says="")
        turn |= passed & (Q(one=member.pk, one_says="") | Q(other=member.pk, other_says=""))
        return self.between_active().filter(turn, state="open")

    def pair(self, one: Member, other: Member) -> Self:
        """Between these two, whoever asked."""
        return self.filter(Q(one=one.pk, other=other.pk) | Q(one=other.pk, other=one.pk))

    def due_to_lapse(self, now: datetime) -> Self:
        """Open, and out of time."""
        return self.filter(state="open", lapses_at__lte=now)


class Introduction(PublicRow):
    """Two people who may want to meet, and perhaps one who knows both. A "no" changes nothing that anyone else sees."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        MADE = "made", _("introduced")
        LAPSED = "lapsed", _("ran out")
        CANCELLED = "cancelled", _("taken back")

    asked_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    through = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    context = models.TextField(help_text="Why they might want to meet. Each side reads it before they answer.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    one_says = models.CharField(max_length=3, choices=Says, blank=True)
    other_says = models.CharField(max_length=3, choices=Says, blank=True)
    through_says = models.CharField(max_length=3, choices=Says, blank=True)
    one_reach = models.CharField(max_length=200, blank=True)
    other_reach = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("one", "other"), Greatest("one", "other"), condition=Q(state="open"), name="one_open_introduction"
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="nobody_meets_themselves"),
            models.CheckConstraint(
                condition=Q(through=None) | (~Q(through=F("one")) & ~Q(through=F("other"))),
                name="nobody_introduces_themselves",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="an_introduction_ends_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="made")
                | (Q(one_says="yes", other_says="yes") & ~Q(one_reach="") & ~Q(other_reach="")),
                name="made_when_both_said_yes",
            ),
        ]
        indexes = [
            models.Index(fields=["lapses_at"], condition=Q(state="open"), name="introduction_open"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("introduction", args=[self.uuid])

    def get_link(self, part: str) -> str:
        """Where one of the people in it answers without signing in."""
        return reverse("introduction_answer", args=[part, LINKS[part].token(self.uuid)])

    def part_of(self, member: Member) -> str:
        """Whether they are one, other or through; "" for a stranger."""
        return next((part for part in PARTS if getattr(self, f"{part}_id") == member.pk), "")

    def person(self, part: str) -> Member:
        """Who plays that part."""
        member: Member = getattr(self, part)
        return member

    def says(self, part: str) -> str:
        """What they answered so far."""
        return str(getattr(self, f"{part}_says"))

    @property
    def is_passed_on(self) -> bool:
        """Whether the two sides have been asked: at once, or when the one in between said yes."""
        return self.through_id is None or self.through_says == Says.YES

    def takes_answer(self, part: str, now: datetime) -> bool:
        """While it is open. A no can become a yes until then; a yes stays."""
        is_their_turn = not self.is_passed_on if part == "through" else self.is_passed_on
        return self.state == self.State.OPEN and now < self.lapses_at and is_their_turn and self.says(part) != Says.YES

    def hear(self, part: str, says: str, *, reach: str = "") -> None:
        """Note one person's word. Only `network.actions` calls this, under the row's lock."""
        fields = [f"{part}_says"]
        setattr(self, f"{part}_says", says)
        if part != "through":
            setattr(self, f"{part}_reach", reach if says == Says.YES else "")
            fields.append(f"{part}_reach")
        self.save(update_fields=fields)

    def give_time(self, *, at: datetime) -> None:
        """The two sides get their ten days from when they are asked."""
        self.lapses_at = at + LAPSES_AFTER
        self.save(update_fields=["lapses_at"])

    def both_say_yes(self) -> bool:
        return self.one_says == self.other_says == Says.YES

    def end(self, state: "Introduction.State", *, at: datetime) -> None:
        """Made, run out or taken back. The first end stands."""
        if self.state == self.State.OPEN:
            self.state, self.ended_at = state, at
            self.save(update_fields=["state", "ended_at"])


def with_people(rows: Iterable[Introduction]) -> list[Introduction]:
    """With everybody in them, read in one query. As a join it took PostgreSQL longer to plan than to answer."""
    found = list(rows)
    wanted = {getattr(row, f"{part}_id") for row in found for part in PEOPLE} - {None}
    shown = Member.objects.select_related("contact__organisation", "contact__sector", "profile")
    members = {member.pk: member for member in shown.filter(pk__in=wanted)} if wanted else {}
    for row in found:
        for part in PEOPLE:
            setattr(row, part, members.get(getattr(row, f"{part}_id")))
    return found
