"""One act somebody said they will do."""

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.days import day_of
from collab.kit.models import PublicRow
from collab.kit.sentences import in_a_sentence
from events.models import Event, Series
from groups.models import Group
from members.models import Contact, Member, Sector
from pledges.models.languages import ENGLISH, said_in
from pledges.models.seeing import returned, ways_to_see
from pledges.models.states import ENDED_UNKEPT, LIVE, OPEN_TO_HOSTS, PledgeState, Visibility
from pledges.models.together import Together
from stories.models import Story

WALL_LENGTH = 200
FAR_OFF = timedelta(weeks=3)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """Shown public ones; for members theirs too, those of their groups, and those for members.

        A held patch is its maker's alone, and their group's where it is for the group.
        """
        return self.made().filter(reduce(or_, ways_to_see(user)))

    def on_wall(self) -> Self:
        """What anybody may see."""
        return self.made().filter(ways_to_see(AnonymousUser())[0])

    def before(self, moment: datetime, uuid: UUID) -> Self:
        """What stands behind the one made at that moment, newest first; of those made together, by their order."""
        same = Q(pk__lt=models.Subquery(Pledge.objects.filter(uuid=uuid).values("pk")[:1]))
        # The first condition is implied by the second; it is what the index starts from.
        return self.filter(Q(made_at__lte=moment) & (Q(made_at__lt=moment) | same))

    def newest(self) -> Self:
        """In the order of lists."""
        return self.order_by("-made_at", "-pk")

    def settled(self, before: datetime) -> Self:
        """Made by then: long enough ago that a host could hold it."""
        return self.filter(made_at__lte=before)

    def by(self, contact: Contact) -> Self:
        """Their own, where the address was confirmed."""
        return self.made().filter(contact=contact, confirmed_at__isnull=False)

    def on_hold(self) -> Self:
        """Meant for all, not let go, and waiting for a look. What is said to a partner or a group is theirs alone."""
        return self.made().filter(is_held=True, visibility__in=OPEN_TO_HOSTS).exclude(state__in=ENDED_UNKEPT)

    def held_for(self, user: Member) -> Self:
        """What waits for this person's look: a host's own meet-ups; everything, for checkers and organisers.

        What was sent back waits for its maker.
        """
        waiting = self.on_hold().exclude(models.Exists(returned().filter(pledge=OuterRef("pk"))))
        if user.has_role("moderator", "admin"):
            return waiting
        return waiting.filter(event__series__in=Series.objects.filter(hosts=user))

    def typed_by(self, member: Member) -> Self:
        """From paper cards, by this helper."""
        return self.made().filter(recorded_by=member)

    def with_company(self) -> Self:
        """Each with `company`: how many others have said me too, to it or to the one it joins."""
        first = models.functions.Coalesce(OuterRef("shared_with"), OuterRef("pk"))
        joined = Pledge.objects.with_others().filter(shared_with=first).order_by().values("shared_with")
        count = models.Subquery(joined.annotate(n=models.Count("pk")).values("n"))
        return self.annotate(company=models.functions.Coalesce(count, 0))

    def with_others(self) -> Self:
        """Those that count as one more: not held, and neither let go nor called off."""
        return self.filter(is_held=False).exclude(state__in=[PledgeState.DRAFT, *ENDED_UNKEPT])

    def made(self) -> Self:
        """Sent, whatever became of them."""
        return self.exclude(state=PledgeState.DRAFT)

    def live(self) -> Self:
        """Neither kept nor let go."""
        return self.filter(state__in=LIVE)


class Pledge(Together, PublicRow):
    """A promise in one person's own words."""

    State = PledgeState

    act = models.TextField(help_text="The words after “I will”.")
    language = models.CharField(max_length=10, default=ENGLISH)
    # As given for this patch: a wall shows these and never the contact's own row, which an address alone may reach.
    first_name = models.CharField(max_length=60, blank=True)
    role_or_place = models.CharField(max_length=80, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Somebody whose word counts, who hears that it was kept and where help is wanted, and nothing else.
    backer = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    wants_no_partner = models.BooleanField(default=False, db_default=False)
    # Typed from a paper card by this member.
    recorded_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # A group closes and is never deleted: what was said to it must not be left without its readers.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
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

    objects = PledgeQuerySet.as_manager()

    class Meta:
        constraints = [
            *Together.CHECKS,
            models.CheckConstraint(condition=~Q(act=""), name="a_pledge_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "let-go", "stuck"]) | Q(answered_at__isnull=False),
                name="answered_pledges_say_when",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="group") | Q(group__isnull=False), name="a_pledge_for_a_group_names_it"
            ),
        ]
        indexes = [
            # A list is the newest of each way to see a pledge: no condition here, since prepared statements carry none.
            models.Index(fields=["visibility", "-made_at", "-id"], name="pledge_newest"),
            models.Index(fields=["sector", "visibility", "-made_at", "-id"], name="pledge_newest_of_sector"),
            models.Index(fields=["recorded_by"], condition=Q(recorded_by__isnull=False), name="pledge_written_down"),
            models.Index(fields=["shared_with"], condition=Q(shared_with__isnull=False), name="pledge_me_too"),
            models.Index(fields=["wanted_by"], condition=Q(state="waiting"), name="pledge_waiting"),
            models.Index(fields=["by_on"], condition=Q(by_on__isnull=False, state__in=LIVE), name="pledge_due"),
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
        return said_in(self.act, self.language)

    @property
    def signed(self) -> str:
        """First name and role or place, else their sector; never a surname."""
        where = self.role_or_place or (in_a_sentence(self.sector.short_name) if self.sector else "")
        return ", ".join(part for part in (self.first_name, where) if part) or str(_("Someone here"))

    @property
    def made_on(self) -> date:
        return day_of(self.made_at)

    @property
    def answered_on(self) -> date | None:
        return day_of(self.answered_at) if self.answered_at else None

    @property
    def is_shown(self) -> bool:
        """Whether anybody may see it."""
        return self.visibility == Visibility.PUBLIC and not self.is_held

    @property
    def waits_for_look(self) -> bool:
        """Whether a host looks first: what is said to a partner or a group waits for nobody."""
        return self.is_held and self.is_open_to_hosts and self.state not in ENDED_UNKEPT

    @property
    def is_open_to_hosts(self) -> bool:
        """Whether hosts read what was answered, without being asked."""
        return self.visibility in OPEN_TO_HOSTS

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def is_far_off(self, *, today: date) -> bool:
        """Whether the day is so late that a first small step is asked for: one is not there yet."""
        return self.is_live and not self.first_step and self.by_on is not None and self.by_on - today > FAR_OFF

    @property
    def is_down(self) -> bool:
        """Whether its maker took it down: let go, and no longer for others to see."""
        return self.state == Pledge.State.LET_GO and self.visibility == Visibility.PARTNER

    def is_by(self, user: Member | AnonymousUser) -> bool:
        """Whether it is theirs, and they confirmed that it is."""
        return isinstance(user, Member) and self.confirmed_at is not None and self.contact_id == user.contact_id

    @property
    def has_email(self) -> bool:
        """Whether its maker can be written to."""
        return self.contact is not None and bool(self.contact.email)

    @property
    def takes_address(self) -> bool:
        """Whether its maker may still say where to ask: no address of theirs was proved, and it is not over."""
        return self.confirmed_at is None and self.goes_on

    def confirm(self, *, at: datetime) -> None:
        """Their address is theirs. The first answer stands."""
        if self.confirmed_at is None:
            self.confirmed_at = at
            self.save(update_fields=["confirmed_at"])

    def go_alone(self, alone: bool) -> None:
        """With no partner, by choice; or open to one again."""
        self.wants_no_partner = alone
        self.save(update_fields=["wants_no_partner"])

    def stand_beside(self, role: str, contact: Contact | None) -> None:
        """Who is its partner or its backer from now on."""
        setattr(self, role, contact)
        self.save(update_fields=[role])

    def hold(self, held: bool) -> None:
        """Take the patch off the wall until somebody has looked, or put it up."""
        self.is_held = held
        self.save(update_fields=["is_held"])

    def hold_with(self, group: Group | None, *, is_only_for_group: bool) -> None:
        """Which group holds it, and whether the group alone may see it.

        What only a group could see is shown to nobody else without its maker saying so on the page for that.
        """
        if group is not None and is_only_for_group:
            self.visibility = Visibility.GROUP
        elif self.visibility == Visibility.GROUP:
            self.visibility = Visibility.MEMBERS if group else Visibility.PARTNER
        self.group = group
        self.save(update_fields=["group", "visibility"])

    @property
    def is_waiting(self) -> bool:
        """Whether it begins only if others join."""
        return self.state == Pledge.State.WAITING

    @property
    def goes_on(self) -> bool:
        """Not over: live, or waiting for others."""
        return self.is_live or self.is_waiting

    def takes_others(self, *, on: date) -> bool:
        """Whether one may still say me too: it goes on, or waits and its day is not past."""
        return self.is_live or (self.is_waiting and (self.wanted_by is None or self.wanted_by >= on))

    @property
    def may_want_others(self) -> bool:
        """Whether it can be made to wait: it goes on, others may see it, and nobody has joined it yet."""
        if self.shared_with_id is not None or self.visibility == Visibility.PARTNER:
            return False
        begun = self.state in {Pledge.State.MADE, Pledge.State.GOING}
        return self.is_waiting or (begun and not self.sharers.exists())

    def want(self, wanted: int, *, by: date) -> None:
        """Wait for so many others until that day."""
        self.state, self.wanted, self.wanted_by, self.asked_ahead_at = Pledge.State.WAITING, wanted, by, None
        self.save(update_fields=["state", "wanted", "wanted_by", "asked_ahead_at"])

    def settle(self, state: PledgeState, *, at: datetime) -> None:
        """It waits no more: it begins, or is off."""
        self.state, self.settled_at = state, at if self.wanted is not None else None
        self.save(update_fields=["state", "settled_at"])

    def answer(self, state: PledgeState, *, at: datetime) -> None:
        """How it stands now. A later answer corrects an earlier one."""
        self.state, self.answered_at = state, at
        self.save(update_fields=["state", "answered_at"])
