"""What a group wrote down, by day."""

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from groups.models.groups import Group
from groups.models.people import Membership
from members.models import Member


class GroupNoteQuerySet(models.QuerySet["GroupNote"]):
    def visible_to(self, user: Member | AnonymousUser, mine: Membership | None) -> Self:
        """People in the group read all of its notes, other members what was decided, visitors nothing."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self.all() if mine and mine.is_in else self.filter(kind=GroupNote.Kind.DECISION)

    def newest_first(self) -> Self:
        """By the day they are about, with who wrote them."""
        return self.select_related("by__contact").order_by("-day", "-pk")


class GroupNote(PublicRow):
    """A note, or a decision."""

    class Kind(models.TextChoices):
        NOTE = "note", _("A note, for the group")
        DECISION = "decision", _("A decision, for all members")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTE)
    words = models.TextField()
    day = models.DateField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it came from: twice sent is once written.")

    objects = GroupNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_note_has_words")]
        indexes = [models.Index(fields=["group", "-day", "-id"], name="note_of_group")]

    def __str__(self) -> str:
        return self.words[:60]

    def change(self, *, words: str, kind: str, day: date) -> None:
        """Put right what was written."""
        self.words, self.kind, self.day = words, kind, day
        self.save(update_fields=["words", "kind", "day"])

    def reword(self, words: str) -> None:
        """The same note with words that say more."""
        if self.words != words:
            self.words = words
            self.save(update_fields=["words"])

    @property
    def is_decision(self) -> bool:
        return self.kind == self.Kind.DECISION
