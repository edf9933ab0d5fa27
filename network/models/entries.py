"""The directory's own copy of what members may read of a person, cut into words and indexed by PostgreSQL."""

from typing import Protocol, Self, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from collab.kit.copies import Copy
from collab.kit.statements import Statement
from members.models import Member, Profile
from members.models.people import seen_by
from network.models.ties import Askable

A_PAGE, COUNT_UP_TO = 20, 1000


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """The one door to the directory: whoever members' own rule lets be seen, asked at each request."""
        return self.filter(seen_by(user, "profile__"))

    def to_search(self) -> Self:
        """The whole index. What it finds is shown to nobody before `read_by` was asked."""
        return self.all()

    def matching(self, question: Func) -> Self:
        """Found by these words in the index alone. Whom that shows, `read_by` decides."""
        return self.filter(Match(F("document"), question))

    def read_by(self, member: Member) -> Self:
        """Of those that the index found, whom this member may see.

        Who changed what they say is left out until it is indexed anew: what they took back must not find them.
        """
        return self.visible_to(member).filter(as_of=F("profile__changed_at"))

    def askable(self) -> Self:
        """Those who offer to be asked: by the index, and as it is now."""
        return self.filter(Exists(Askable.objects.filter(member=OuterRef("member"))), is_askable=True)

    def after(self, entry: "Entry | None") -> Self:
        """What comes behind this one by name; everything when there is none."""
        if entry is None:
            return self
        same_name = Q(name=entry.name, pk__gt=entry.pk)
        # The first condition is implied by the second; it is what the index starts from.
        return self.filter(Q(name__gte=entry.name) & (Q(name__gt=entry.name) | same_name))

    def in_rows(self, *more: str) -> "models.QuerySet[Entry, Shown]":
        """What a row shows, and these, as plain columns: objects of six kinds took most of the list's time."""
        place = Profile.places.through.objects.filter(profile=OuterRef("pk")).order_by("place__name")
        contact = "profile__member__contact"
        shown = {
            "uuid": F("profile__uuid"),
            "called": F(f"{contact}__name"),
            "does": F("profile__does"),
            "organisation": Coalesce(f"{contact}__organisation__name", f"{contact}__organisation_typed"),
            "place": Coalesce(Subquery(place.values("place__name")[:1]), "profile__patch"),
            "offers": F("profile__offers"),
            "cloth": Coalesce(f"{contact}__sector__cloth", Value("")),
            "is_reached": ~Q(profile__how_to_reach=""),
        }
        rows = self.annotate(**shown).values_list("member", *shown, *more, named=True)
        return cast("models.QuerySet[Entry, Shown]", rows)


class Shown(Protocol):
    """One person in a list."""

    member: int
    uuid: UUID
    called: str
    does: str
    organisation: str
    place: str
    offers: str
    cloth: str
    is_reached: bool


class ShownToMe(Shown, Protocol):
    """The same, and whether the reader of the list offers to be asked."""

    i_offer: bool


class Match(Func):
    """document @@ question"""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = models.BooleanField()


class Entry(models.Model):
    """One person in the directory. `network.actions.listing` writes these, and nothing else does."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, primary_key=True, related_name="+")
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, help_text="To sort by. Pages show the contact's own.")
    # A: can help with. B: is looking for. C: name and work. D: all else. And codes: sector, topics, places.
    document = SearchVectorField()
    is_askable = models.BooleanField(default=False)
    digest = models.CharField(max_length=32, help_text="Of the words, to see whether they changed.")
    as_of = models.DateTimeField(help_text="The profile's changed_at when its words were read.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name", "profile"], name="entry_by_name"),
            models.Index(fields=["name", "profile"], condition=Q(is_askable=True), name="entry_askable_by_name"),
            # Without the list of what is waiting to be merged in, which makes a search slow at random.
            GinIndex(fields=["document"], name="entry_by_words", fastupdate=False),
            # Few offer to be asked. Where rare words find few of these, their names are not walked one by one.
            GinIndex(
                fields=["document"], condition=Q(is_askable=True), name="entry_askable_by_words", fastupdate=False
            ),
        ]

    def __str__(self) -> str:
        return self.name


def _count() -> int:
    everyone = Entry.objects.filter(profile__is_findable=True, profile__member__is_active=True)
    return everyone.order_by()[: COUNT_UP_TO + 1].count()


# Counting a thousand rows through the door costs more than showing twenty.
PEOPLE = Copy(_count, seconds=10)


def how_many_people() -> int:
    """How many can be found, counted to a thousand and one, as it was at most ten seconds ago. A number, no rows."""
    return PEOPLE.now()


# The first page and every later one of everybody by name, as this member may see them.
FIRST: Statement[ShownToMe] = Statement(lambda pk: _page(pk, None), int)
LATER: Statement[ShownToMe] = Statement(
    lambda pk, name, last: _page(pk, Entry(name=name, profile_id=last)), int, str, int
)


def _page(pk: int, after: Entry | None) -> "models.QuerySet[Entry, ShownToMe]":
    people = Entry.objects.visible_to(Member(pk=pk)).after(after)
    # The page says of its reader whether they offer to be asked; alone, that would be one more question.
    people = people.annotate(i_offer=Exists(Askable.objects.filter(member=pk)))
    rows = people.in_rows("i_offer").order_by("name", "pk")[: A_PAGE + 1]
    return cast("models.QuerySet[Entry, ShownToMe]", rows)


def everyone_by_name(member: Member, after: Entry | None) -> list[ShownToMe]:
    """One page, and one person more if there is a next."""
    return LATER.rows(member.pk, after.name, after.pk) if after else FIRST.rows(member.pk)


def narrowed(people: EntryQuerySet, member: Member) -> tuple[EntryQuerySet, int]:
    """Of those that the index found, whom this member may see, and how many, counted to a thousand and one.

    That there are more than a thousand, the index says alone: asking of each whether it may be seen took longer.
    """
    found = list(people.order_by().values_list("member", flat=True)[: COUNT_UP_TO + 1])
    if len(found) > COUNT_UP_TO:
        return people.read_by(member), len(found)
    few = Entry.objects.filter(member__in=found).read_by(member)
    return few, few.count() if found else 0
