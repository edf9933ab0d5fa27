"""Who is in a group, who asks to be, and what they do in it."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from collab.kit.links import SignedLink
from collab.kit.models import PublicRow
from groups.models.agreements import Agreement
from groups.models.groups import Group, GroupQuerySet
from members.models import Member, Profile

LINKS_LAST = timedelta(days=60)
# Emailed to the invited: one invitation, two buttons, and nothing else.
INVITATION_LINK = SignedLink("groups.invitation", LINKS_LAST)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        """In the group now, and not suspended from the network."""
        return self.filter(state=Membership.State.IN, member__is_active=True)

    def asking(self) -> Self:
        """Waiting for a lead's answer, oldest first."""
        return self.filter(state=Membership.State.ASKED, member__is_active=True).order_by("asked_at", "pk")

    def leads(self) -> Self:
        """Those who lead."""
        return self.current().filter(role=Membership.Role.LEAD)

    def with_people(self) -> Self:
        """Leads first, then by name, with what a row shows."""
        lead_first = models.Case(models.When(role="lead", then=0), models.When(role="keeper", then=1), default=2)
        rows = self.select_related("member__contact__sector", "member__contact__organisation", "member__profile")
        return rows.order_by(lead_first, "member__contact__name", "pk")

    def named_to(self, user: Member, *, is_in: bool) -> Self:
        """Whose names this member reads: people of the same group all; others those who can be found."""
        shown = self.current().with_people()
        return shown if is_in else shown.filter(member__profile__in=Profile.objects.visible_to(user))

    def with_needs(self, member: Member, *, today: date) -> Self:
        """A member's own, each with `asks`, `to_agree` and `to_review`, for what needs them; in one query."""
        others = Membership.objects.filter(group=OuterRef("group"), state="asked", member__is_active=True)
        asks = others.order_by().values("group").annotate(n=models.Count("pk")).values("n")
        agreements = Agreement.objects.filter(group=OuterRef("group"))
        newest = agreements.order_by("-version").values("pk")[:1]
        to_agree = agreements.filter(pk=Subquery(newest), agreed_at=None).exclude(yeses__member=member)
        stands = agreements.filter(agreed_at__isnull=False).order_by("-version").values("pk")[:1]
        to_review = agreements.filter(pk=Subquery(stands), review_on__lte=today)
        mine = self.filter(member=member, state__in=["in", "invited"], group__closed_at=None)
        mine = mine.filter(group__is_taken_down=False).select_related("group")
        return mine.annotate(asks=Subquery(asks), to_agree=Exists(to_agree), to_review=Exists(to_review)).order_by(
            "group__name", "pk"
        )


class Membership(PublicRow):
    """One member and one group. It changes only in `groups.actions`, under the group's lock."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        LEAD = "lead", _("lead")
        KEEPER = "keeper", _("keeps the notes")

    class State(models.TextChoices):
        ASKED = "asked", _("asked to join")
        INVITED = "invited", _("invited")
        IN = "in", _("in the group")
        DECLINED = "declined", _("not this time")
        LEFT = "left", _("left")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=8, choices=State)
    turn = models.PositiveSmallIntegerField(default=1, help_text="Goes up with each asking; its emails carry it.")
    message = models.CharField(max_length=400, blank=True, help_text="What they wrote when they asked.")
    invited_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="one_membership_a_person"),
            models.CheckConstraint(
                condition=~Q(state="in") | Q(joined_at__isnull=False, left_at=None), name="who_is_in_has_joined"
            ),
            models.CheckConstraint(condition=~Q(state="left") | Q(left_at__isnull=False), name="who_left_says_when"),
            models.CheckConstraint(condition=Q(state="in") | Q(role="member"), name="roles_are_for_people_in_it"),
        ]
        indexes = [
            models.Index(fields=["member", "state", "group"], name="membership_of_member"),
            models.Index(fields=["group", "state"], name="membership_of_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.member_id} {self.state}"

    @property
    def ask_link(self) -> SignedLink:
        """Opens this one asking to the lead whose membership it names, for as long as they lead."""
        return SignedLink(f"groups.ask.{self.uuid}", LINKS_LAST)

    @property
    def is_in(self) -> bool:
        return self.state == self.State.IN

    @property
    def is_lead(self) -> bool:
        return self.is_in and self.role == self.Role.LEAD

    @property
    def keeps(self) -> bool:
        """Whether they write the notes, the outcomes and the next date: leads, and whoever keeps the notes."""
        return self.is_in and self.role in {self.Role.LEAD, self.Role.KEEPER}

    @property
    def email_key(self) -> str:
        """What its emails are known by: this person, this group, this time round."""
        return f"{self.uuid}:{self.turn}"

    def ask(self, message: str, *, at: datetime) -> None:
        """Wait for a lead's answer."""
        self.state, self.role, self.message, self.asked_at = self.State.ASKED, self.Role.MEMBER, message, at
        self.left_at = None
        self.save()

    def invite(self, *, by: Member) -> None:
        """Wait for the person's own answer."""
        self.state, self.role, self.invited_by, self.left_at = self.State.INVITED, self.Role.MEMBER, by, None
        self.save()

    def come_in(self, *, at: datetime) -> None:
        """In it from now on. What they wrote when they asked has done its work."""
        self.state, self.joined_at, self.left_at, self.message = self.State.IN, at, None, ""
        self.save()

    def decline(self) -> None:
        """Not this time; they may ask again."""
        self.state, self.message = self.State.DECLINED, ""
        self.save()

    def leave(self, *, at: datetime) -> None:
        """Out of it, and out of every role."""
        self.state, self.role, self.left_at = self.State.LEFT, self.Role.MEMBER, at
        self.save()


def people_sharing_a_group_with(member: Member) -> models.QuerySet[Member]:
    """Everybody who is in a group with this member now, closed groups too: they know each other."""
    mine = Membership.objects.filter(member=member, state=Membership.State.IN).values("group")
    # From the few memberships of these groups to their people, never through all people of the network.
    theirs = Membership.objects.current().filter(group__in=mine).exclude(member=member)
    return Member.objects.filter(pk__in=theirs.values("member"))


def with_numbers(groups: GroupQuerySet) -> GroupQuerySet:
    """Each with how many `people` are in it, counted for the rows that are read and for no others."""
    inside = Membership.objects.current().filter(group=OuterRef("pk")).order_by().values("group")
    return groups.annotate(people=Coalesce(Subquery(inside.annotate(n=models.Count("pk")).values("n")), 0))
