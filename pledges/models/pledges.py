"""One act somebody said they will do."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models import Event
from members.models import Contact, Member, Sector
from stories.models import Story

if TYPE_CHECKING:
    from pledges.models.answers import Answer
    from pledges.models.reminders import Reminder

WALL_LENGTH = 200


class Visibility(models.TextChoices):
    """Who may see it. On the wall it is public."""

    PARTNER = "partner", _("Only my partner and me")
    MEMBERS = "members", _("Members of this network")
    PUBLIC = "public", _("Anyone")


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """Shown public ones; for members theirs too, and those for members. A held patch is its maker's alone."""
        public = Q(visibility=Visibility.PUBLIC, is_held=False)
        if isinstance(user, AnonymousUser):
            return self.made().filter(public)
        theirs = Q(contact=user.contact_id) | Q(partner=user.contact_id)
        return self.made().filter(public | theirs | Q(visibility=Visibility.MEMBERS, is_held=False))

    def by(self, contact: Contact) -> Self:
        """Their own."""
        return self.made().filter(contact=contact)

    def made(self) -> Self:
        """Sent, whatever became of them."""
        return self.exclude(state=Pledge.State.DRAFT)

    def live(self) -> Self:
        """Neither kept nor let go."""
        return self.filter(state__in=LIVE)


class Pledge(PublicRow):
    """A promise in one person's own words."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        MADE = "made", _("made")
        GOING = "going", _("still going")
        STUCK = "stuck", _("stuck")
        KEPT = "kept", _("kept")
        LET_GO = "let-go", _("let go")

    act = models.TextField(help_text="The words after “I will”.")
    language = models.CharField(max_length=10, default="en-GB")
    # As given for this patch: a wall shows these and never the contact's own row, which an address alone may reach.
    first_name = models.CharField(max_length=60, blank=True)
    role_or_place = models.CharField(max_length=80, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.MEMBERS)
    is_held = models.BooleanField(default=False, help_text="Waits for a host's look before others see it.")
    cue = models.CharField(max_length=200, blank=True, help_text="When and where.")
    by_on = models.DateField(null=True, blank=True)
    obstacle = models.CharField(max_length=200, blank=True)
    answer_to_obstacle = models.CharField(max_length=200, blank=True)
    first_step = models.CharField(max_length=200, blank=True)
    first_step_on = models.DateField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it came from: twice sent is once made.")
    state = models.CharField(max_length=8, choices=State, default=State.MADE)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # The address was typed, not proved: until one button is pressed, no follow-up is sent to it.
    confirmed_at = models.DateTimeField(null=True, blank=True)

    answers: "models.Manager[Answer]"
    reminders: "models.Manager[Reminder]"
    objects = PledgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(act=""), name="a_pledge_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "let-go", "stuck"]) | Q(answered_at__isnull=False),
                name="answered_pledges_say_when",
            ),
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], condition=Q(visibility="public"), name="pledge_public"),
            models.Index(fields=["event", "-made_at"]),
            models.Index(fields=["contact", "state"]),
        ]

    def __str__(self) -> str:
        return self.act[:60]

    def get_absolute_url(self) -> str:
        return reverse("pledge", args=[self.uuid])

    @property
    def sentence(self) -> str:
        """With “I will” before it, as it is read out."""
        return f"I will {self.act}"

    @property
    def signed(self) -> str:
        """First name and role or place, never a surname."""
        return ", ".join(part for part in (self.first_name, self.role_or_place) if part)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def is_by(self, user: Member | AnonymousUser) -> bool:
        return isinstance(user, Member) and self.contact_id is not None and self.contact_id == user.contact_id

    def confirm(self, *, at: datetime) -> None:
        """Their address is theirs. The first answer stands."""
        if self.confirmed_at is None:
            self.confirmed_at = at
            self.save(update_fields=["confirmed_at"])


LIVE = [Pledge.State.MADE, Pledge.State.GOING, Pledge.State.STUCK]
