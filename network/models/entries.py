"""The directory's own copy of what members may read of a person, cut into words and indexed by PostgreSQL."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from collab.kit.copies import Copy
from members.models import Member, Profile
from network.models.ties import Askable

COUNT_UP_TO = 1000


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """The one door to the directory: whoever members' own door lets be seen, asked at each request."""
        return self.filter(profile__in=Profile.objects.visible_to(user))

    def matching(self, question: Func) -> Self:
        """Found by these words. Who changed what they say since it was indexed is left out until it is indexed anew:

        what somebody took back must not find them.
        """
        return self.filter(Match(F("document"), question), as_of=F("profile__changed_at"))

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

    def in_rows(self) -> Self:
        """With what a row shows."""
        contact = "profile__member__contact"
        shown = self.select_related(f"{contact}__organisation", f"{contact}__sector").defer("document")
        return shown.prefetch_related("profile__places")


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
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def contact(self) -> Any:
        return self.profile.member.contact


def _count() -> int:
    everyone = Entry.objects.filter(profile__is_findable=True, profile__member__is_active=True)
    return everyone.order_by()[: COUNT_UP_TO + 1].count()


# Counting a thousand rows through the door costs more than showing twenty.
PEOPLE = Copy(_count, seconds=10)


def how_many_people() -> int:
    """How many can be found, counted to a thousand and one, as it was at most ten seconds ago. A number, no rows."""
    return PEOPLE.now()
