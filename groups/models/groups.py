"""A group, and the one door to it."""

from datetime import date, datetime
from itertools import count
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Member

# Words that lead to other pages under /groups/.
RESERVED = {"new", "asks", "invitations"}


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """Visitors: those open to the web; members: all. One taken down is there for its people and organisers."""
        if isinstance(user, AnonymousUser):
            return self.listed().filter(is_public=True)
        if user.has_role("admin"):
            return self.all()
        inside = Q(memberships__member=user, memberships__state="in")
        return self.filter(Q(is_taken_down=False) | Q(pk__in=Group.objects.filter(inside).values("pk")))

    def listed(self) -> Self:
        """Not taken down: those that may stand in a list."""
        return self.filter(is_taken_down=False)

    def going_on(self) -> Self:
        """Not closed."""
        return self.filter(closed_at=None)

    def of(self, member: Member) -> Self:
        """Those this member is in, by name; none that is closed or taken down."""
        mine = models.Q(memberships__member=member, memberships__state="in")
        return self.going_on().listed().filter(mine).order_by("name", "pk")

    def lock(self, group: "Group") -> "Group":
        """Its row as it is now, ours until the transaction ends. All that changes who is in it begins here."""
        return self.select_for_update().get(pk=group.pk)


def kind_in_words(kind: str) -> str:
    """The programme's own terms, said so that a neighbour knows what they are."""
    return {
        "doers": gettext("Thinkers and doers think together, and each then does something."),
        "practice": gettext("In a community of practice, people who do the same kind of work learn from each other."),
        "breaker": gettext("A ground breaker tries out one new idea, with three or four outcomes to look for."),
    }[kind]


class Group(PublicRow):
    """People doing one thing together."""

    class Kind(models.TextChoices):
        DOERS = "doers", _("Thinkers and doers")
        PRACTICE = "practice", _("Community of practice")
        BREAKER = "breaker", _("Ground breaker")

    class Openness(models.TextChoices):
        OPEN = "open", _("Anyone here can join")
        ASK = "ask", _("People ask first")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DOERS)
    purpose = models.TextField()
    meets = models.CharField(max_length=160, blank=True, help_text="How often, in their words.")
    openness = models.CharField(max_length=4, choices=Openness, default=Openness.ASK)
    is_public = models.BooleanField(default=False, help_text="Visitors may read its page, without names and notes.")
    next_on = models.DateField(null=True, blank=True)
    next_where = models.CharField(max_length=160, blank=True, help_text="Time and place, in words.")
    is_taken_down = models.BooleanField(
        default=False, db_default=False, help_text="What it says of itself is shown to nobody."
    )
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it began with: twice sent is once begun.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    we_did = models.TextField(blank=True)
    we_learned = models.TextField(blank=True)
    goes_on = models.TextField(blank=True, help_text="Who carries on with what, elsewhere.")

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(purpose=""), name="a_group_says_what_it_is_for"),
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(we_did=""), name="a_closed_group_says_what_it_did"),
        ]
        indexes = [models.Index(fields=["name", "id"], condition=Q(closed_at=None), name="group_going_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_in_words(self) -> str:
        """What a group of this kind is."""
        return kind_in_words(self.kind)

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.slug])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def shown_purpose(self) -> str:
        """What it says of itself; while that is taken down, that it is."""
        return str(_("An organiser took the words of this group down.")) if self.is_taken_down else self.purpose

    @property
    def is_open(self) -> bool:
        """Whether one press lets a member in."""
        return self.openness == self.Openness.OPEN

    def meets_next(self, today: date) -> bool:
        """Whether its next date is still to come."""
        return self.next_on is not None and self.next_on >= today

    def close(self, *, did: str, learned: str, goes_on: str, by: Member, at: datetime) -> None:
        """Its last words; the first closing stands."""
        if self.closed_at is None:
            self.we_did, self.we_learned, self.goes_on = did, learned, goes_on
            self.closed_at, self.closed_by, self.next_on, self.next_where = at, by, None, ""
            self.save()

    def reopen(self) -> None:
        """As it was; its closing words are kept, to be changed when it closes again."""
        self.closed_at = self.closed_by = None
        self.save(update_fields=["closed_at", "closed_by"])


def free_slug(name: str) -> str:
    """An address from its name that nobody has yet, and that hides no page."""
    stem = slugify(name)[:70].strip("-") or "group"
    taken = {*Group.objects.filter(slug__startswith=stem).values_list("slug", flat=True), *RESERVED}
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in candidates if slug not in taken)
