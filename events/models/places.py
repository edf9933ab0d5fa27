"""Who has a place. The event's row is locked first, always; the order of waiting is a number given under that lock."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from collab.kit.letters import is_called
from collab.kit.links import SignedLink
from collab.kit.models import PublicRow
from collab.kit.sentences import in_a_sentence
from events.models.dates import Event
from events.models.ways import Way
from members.models import Contact, Member

# Longer than a date can be ahead: whoever signed up early must be able to give the place back.
PLACE_LINK = SignedLink("events.place", timedelta(days=400))
# For whoever filled in the form with an address that was known before: to read, and nothing else.
ANSWER_LINK = SignedLink("events.answer", timedelta(days=2))
# To tick oneself off at the door, and nothing else: whoever sees the code cannot give the place back.
HERE_LINK = SignedLink("events.here", timedelta(days=400))
ENOUGH_TO_SHOW = 5
NAMES_SHOWN = 40


class Company(NamedTuple):
    """Who is coming, in numbers only."""

    people: int
    organisations: int
    sectors: Counter[tuple[str, str]]

    @property
    def is_enough_to_show(self) -> bool:
        """Under five people, numbers would point at persons."""
        return self.people >= ENOUGH_TO_SHOW

    @property
    def mix(self) -> list[tuple[str, int, str]]:
        """Rows for the strip of cloth: (cloth, 9, "9 residents"); people who named no sector are not in it."""
        return [
            (cloth, people, people_of(in_a_sentence(name), people))
            for (cloth, name), people in self.sectors.items()
            if cloth
        ]


def company_of(counted: Sequence[Any]) -> Company:
    """From rows of `by_origin`."""
    sectors: Counter[tuple[str, str]] = Counter()
    for cloth, name, _order, _row, _typed, people in counted:
        sectors[cloth, name] += people
    organisations = {row or typed for *_sector, row, typed, _people in counted if row or typed}
    return Company(sum(sectors.values()), len(organisations), sectors)


def people_of(name: str, people: int) -> str:
    """9 residents, 4 NHS; of one alone "1 resident" or "1 from faith groups", since the names are of many."""
    if name == gettext("residents"):
        return ngettext("%(n)s resident", "%(n)s residents", people) % {"n": people}
    return f"{people} {name}" if people > 1 else gettext("1 from %(sector)s") % {"sector": name}


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def with_a_place(self) -> Self:
        """Confirmed, or offered and held for them."""
        return self.filter(state__in=PLACE_TAKEN)

    def coming(self) -> Self:
        """Have a place and said yes to it. An offer is held for somebody, and nobody knows yet whether they come."""
        return self.filter(state=SignUp.State.CONFIRMED)

    def waiting(self) -> Self:
        """In the order of the numbers given under the lock."""
        return self.filter(state=SignUp.State.WAITING).order_by("position")

    def ahead_of(self, *, event: Any, way: Any, position: Any) -> Self:
        """Those who wait before whoever has this number and comes this way."""
        return self.waiting().filter(event=event, way=way, position__lt=position)

    def of(self, user: Member | AnonymousUser) -> Self:
        """Their own; none for a visitor, without a query."""
        return self.filter(contact=user.contact_id) if isinstance(user, Member) else self.none()

    def around(self, user: Member | AnonymousUser, event: Event) -> "tuple[SignUp | None, list[str]]":
        """Theirs for this date, and when they are coming the names that others let be shown; in one query."""
        if not isinstance(user, Member):
            return None, []
        shown = Q(state=SignUp.State.CONFIRMED, show_name=True)
        rows = self.filter(Q(contact=user.contact_id) | shown, event=event).select_related("contact")
        columns = ("uuid", "event", "state", "position", "way", "offered_until", "brought_by", "contact__name")
        rows = rows.only(*columns).order_by("contact__name")
        mine = next((row for row in rows if row.contact_id == user.contact_id), None)
        names = [row.contact.name for row in rows if row is not mine] if mine and mine.is_coming else []
        return mine, names[:NAMES_SHOWN]

    def states_for(self, user: Member | AnonymousUser, events: list[Event]) -> dict[int, str]:
        """By date, where they have a place or wait for one."""
        if not isinstance(user, Member):
            return {}
        return dict(self.of(user).live().filter(event__in=events).values_list("event", "state"))

    def with_details(self) -> Self:
        """With the person and all that their page says of the date."""
        return self.select_related("contact", "brought_by__contact", "event__series", "event__venue")

    def for_host(self, event: Event) -> Self:
        """All of one date: those with a place by name, the line in its order."""
        rows = self.filter(event=event).select_related(
            "contact__organisation", "contact__sector", "brought_by__contact", "added_by__contact"
        )
        return rows.order_by(Coalesce("position", 0), Lower("contact__name"), "pk")

    def with_person(self) -> Self:
        """With who they are, where they come from, and whether they have an account."""
        return self.select_related("contact__organisation", "contact__sector", "contact__member")

    def names_shown(self) -> "models.QuerySet[SignUp, str]":
        """Of those who come, the names of those who let theirs be shown."""
        return self.coming().filter(show_name=True).order_by("contact__name").values_list("contact__name", flat=True)

    def by_origin(self) -> "models.QuerySet[SignUp, Any]":
        """How many of these people are from each sector and organisation, as `company_of` reads it."""
        sector = ("contact__sector__cloth", "contact__sector__name", "contact__sector__order")
        rows = self.values_list(*sector, "contact__organisation", Lower("contact__organisation_typed"))
        return rows.annotate(people=Count("pk")).order_by("contact__sector__order")

    def live(self) -> Self:
        """Has a place or waits for one."""
        return self.filter(state__in=LIVE)


class SignUp(PublicRow):
    """One person and one date."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        OFFERED = "offered", _("offered a place")
        WAITING = "waiting", _("waiting")
        CANCELLED = "cancelled", _("not coming")
        LAPSED = "lapsed", _("offer ran out")

    Way = Way

    # No index of its own: those below begin with it.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="signups", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    position = models.IntegerField(
        null=True,
        help_text="The waiting number, given under the event's lock; never now(), which lies there. "
        "Below nought for those who had a place and stand in front of the line.",
    )
    turn = models.PositiveSmallIntegerField(
        default=1, help_text="Goes up when a person comes back; its emails carry it."
    )
    form_key = models.UUIDField(null=True, help_text="The form that made this person known, so that it can come twice.")
    way = models.CharField(max_length=6, choices=Way, default=Way.ROOM, db_default="room")
    # Somebody they bring has a row, and so a place or a number, of their own.
    brought_by = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="brings")
    has_carer = models.BooleanField(default=False, db_default=False, help_text="A carer comes too, and uses no place.")
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
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
        indexes = [
            models.Index(fields=["event", "state", "position"]),
            # Each page of a place names those who let their name be shown.
            models.Index(fields=["event"], condition=Q(show_name=True), name="names_shown"),
            # The clock asks every minute which offers have run out.
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="offers_that_run_out"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state} {self.position}"

    def get_absolute_url(self) -> str:
        """The page that says what they have, with the button that gives it back."""
        return PLACE_LINK.path("sign_up_done", self.uuid)

    def get_accept_url(self) -> str:
        """Where the yes to an offered place goes."""
        return PLACE_LINK.path("sign_up_accept", self.uuid)

    def get_answer_url(self) -> str:
        """The same words without the button."""
        return ANSWER_LINK.path("sign_up_answer", self.uuid)

    def get_here_url(self) -> str:
        """Their own code for the door."""
        return HERE_LINK.path("sign_up_here", self.uuid)

    def get_needs_url(self) -> str:
        """The page on which they say what helps them take part."""
        return PLACE_LINK.path("sign_up_needs", self.uuid)

    def as_anybody(self) -> "SignUp":
        """What all have who have the same: not whose it is, nor which date, nor the number in line. Never saved."""
        same = ("state", "way", "has_carer", "offered_until")
        return SignUp(**{"uuid": None, **{name: getattr(self, name) for name in same}})

    @property
    def has_a_place(self) -> bool:
        return self.state in PLACE_TAKEN

    @property
    def is_coming(self) -> bool:
        """They have a place and said yes to it."""
        return self.state == self.State.CONFIRMED

    @property
    def is_offered(self) -> bool:
        """Held for them until they say yes or no."""
        return self.state == self.State.OFFERED

    def is_called(self, letters: str) -> bool:
        """Whether a word of their name, or of where they are from, begins so."""
        return is_called(f"{self.contact.name} {self.contact.organisation_name}", letters)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_live(self) -> bool:
        """Has a place or waits for one."""
        return self.has_a_place or self.is_waiting

    def online_url(self, event: Event, now: datetime) -> str:
        """The joining link, for somebody who has a place at a screen, from the day before; "" for all others."""
        is_theirs = self.state == self.State.CONFIRMED and self.way == self.Way.ONLINE
        return event.joining_link if is_theirs and not event.is_cancelled and event.is_at_hand(now) else ""

    @property
    def email_key(self) -> str:
        """What its emails are known by: this person, this date, this time round."""
        return f"{self.uuid}:{self.turn}"

    def move(self, state: "SignUp.State", *, at: datetime, until: datetime | None = None) -> None:
        """Note a new state. Only `events.actions` calls this, under the event's lock."""
        self.state, self.changed_at, self.offered_until = state, at, until
        self.save(update_fields=["state", "changed_at", "offered_until"])

    def begin(self, position: int | None, *, at: datetime) -> None:
        """A place, or a number and never an earlier one. Not saved."""
        self.position, self.signed_up_at, self.changed_at = position, at, at
        self.state = state_for(position)
        self.turn += self.pk is not None

    def stand_in_front(self, position: int, *, at: datetime) -> None:
        """From a place back into the line, before all who wait."""
        self.position, self.turn = position, self.turn + 1
        self.save(update_fields=["position", "turn"])
        self.move(SignUp.State.WAITING, at=at)

    @property
    def reached_at(self) -> Contact:
        """Whom emails about it go to: of somebody who was brought, the one who brought them."""
        return self.brought_by.contact if self.brought_by else self.contact

    def place_in_line(self) -> int:
        """1 for the next to get a place, among those who come the same way."""
        return SignUp.objects.ahead_of(event=self.event_id, way=self.way, position=self.position).count() + 1


def state_for(position: int | None) -> SignUp.State:
    """Whoever was given no waiting number has a place."""
    return SignUp.State.CONFIRMED if position is None else SignUp.State.WAITING


PLACE_TAKEN = [SignUp.State.CONFIRMED, SignUp.State.OFFERED]
LIVE = [*PLACE_TAKEN, SignUp.State.WAITING]
