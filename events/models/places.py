"""Who has a place. The event's row is locked first, always; the order of waiting is a number given under that lock."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.links import SignedLink
from collab.kit.models import PublicRow
from events.models.dates import Event
from members.models import Contact, Member

# Longer than a date can be ahead: whoever signed up early must be able to give the place back.
PLACE_LINK = SignedLink("events.place", timedelta(days=400))
# For whoever filled in the form with an address that was known before: to read, and nothing else.
ANSWER_LINK = SignedLink("events.answer", timedelta(days=2))


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def with_a_place(self) -> Self:
        """Confirmed, or offered and held for them."""
        return self.filter(state__in=PLACE_TAKEN)

    def waiting(self) -> Self:
        """In the order of the numbers given under the lock."""
        return self.filter(state=SignUp.State.WAITING).order_by("position")

    def of(self, member: Member) -> Self:
        """Their own."""
        return self.filter(contact=member.contact_id)

    def live(self) -> Self:
        """Has a place or waits for one."""
        return self.filter(state__in=[*PLACE_TAKEN, SignUp.State.WAITING])


class SignUp(PublicRow):
    """One person and one date."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        OFFERED = "offered", _("offered a place")
        WAITING = "waiting", _("waiting")
        CANCELLED = "cancelled", _("not coming")
        LAPSED = "lapsed", _("offer ran out")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="signups")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    position = models.PositiveIntegerField(
        null=True, help_text="The waiting number, given under the event's lock; never now(), which lies there."
    )
    turn = models.PositiveSmallIntegerField(default=1, help_text="Goes up when a person comes back; its emails carry it.")
    form_key = models.UUIDField(null=True, help_text="The form that made this person known, so that it can come twice.")
    show_name = models.BooleanField(default=False)
    signed_up_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "contact"], name="one_sign_up_a_person"),
            models.UniqueConstraint(fields=["event", "position"], name="one_number_a_sign_up"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(position__isnull=False), name="waiting_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until=None)),
                name="offers_run_out",
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "position"])]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state} {self.position}"

    def get_absolute_url(self) -> str:
        """The page that says what they have, with the button that gives it back."""
        return reverse("sign_up_done", args=[PLACE_LINK.token(self.uuid)])

    def get_answer_url(self) -> str:
        """The same words without the button."""
        return reverse("sign_up_answer", args=[ANSWER_LINK.token(self.uuid)])

    @property
    def has_a_place(self) -> bool:
        return self.state in PLACE_TAKEN

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_live(self) -> bool:
        """Has a place or waits for one."""
        return self.has_a_place or self.is_waiting

    @property
    def email_key(self) -> str:
        """What its emails are known by: this person, this date, this time round."""
        return f"{self.uuid}:{self.turn}"

    def move(self, state: "SignUp.State", *, at: datetime) -> None:
        """Note a new state. Only `events.actions` calls this, under the event's lock."""
        self.state, self.changed_at = state, at
        self.save(update_fields=["state", "changed_at"])

    def come_back(self, position: int | None, *, at: datetime) -> None:
        """After giving it back: a place or a new number, never the old one."""
        self.position, self.turn, self.signed_up_at = position, self.turn + 1, at
        self.state, self.changed_at = state_for(position), at
        self.save(update_fields=["position", "turn", "signed_up_at", "state", "changed_at"])

    def place_in_line(self) -> int:
        """1 for the next to get a place."""
        ahead = SignUp.objects.waiting().filter(event=self.event_id, position__lt=self.position)
        return ahead.count() + 1


def state_for(position: int | None) -> SignUp.State:
    """Whoever was given no waiting number has a place."""
    return SignUp.State.CONFIRMED if position is None else SignUp.State.WAITING


PLACE_TAKEN = [SignUp.State.CONFIRMED, SignUp.State.OFFERED]
