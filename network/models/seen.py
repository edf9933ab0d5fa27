"""An introduction as one of the people in it may see it: never whether the other side said no."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from members.models import Contact, Member
from network.models.introductions import Introduction, facing, with_people
from network.models.ties import Says

State = Introduction.State


@dataclass
class Seen:
    """One introduction and one of its people."""

    introduction: Introduction
    part: str
    member: Member

    @classmethod
    def by(cls, member: Member, row: Introduction) -> "Seen":
        return cls(row, row.part_of(member), member)

    @property
    def is_go_between(self) -> bool:
        return self.part == "through"

    @property
    def is_asker(self) -> bool:
        return self.introduction.asked_by_id == self.member.pk

    @property
    def meets(self) -> Member:
        """Whom they would meet; for the one in between, whom the asker wants to meet."""
        return self.introduction.person("other" if self.is_go_between else facing(self.part))

    @property
    def meets_contact(self) -> Contact:
        contact: Contact = self.meets.contact
        return contact

    @property
    def meets_name(self) -> str:
        return self.meets_contact.first_name

    @property
    def said(self) -> str:
        return self.introduction.says(self.part)

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def may_answer(self) -> bool:
        """A yes or a no is theirs to give, or a no theirs to change."""
        return self.introduction.takes_answer(self.part, self.now)

    @property
    def needs_me(self) -> bool:
        return self.may_answer and not self.said

    @property
    def is_made(self) -> bool:
        return self.introduction.state == State.MADE

    @property
    def is_waiting(self) -> bool:
        """Open for all they can tell."""
        return self.introduction.state == State.OPEN and self.now < self.introduction.lapses_at

    @property
    def can_take_back(self) -> bool:
        return self.is_asker and self.is_waiting

    @property
    def reach(self) -> str:
        """How the other one chose to be reached, when both said yes."""
        if not self.is_made or self.is_go_between:
            return ""
        return str(getattr(self.introduction, f"{facing(self.part)}_reach"))

    @property
    def title(self) -> str:
        """Whom it is about."""
        row = self.introduction
        if self.is_go_between:
            names = {"one": row.one.contact.name, "other": row.other.contact.name}
            return _("%(one)s and %(other)s") % names
        return _("You and %(name)s") % {"name": self.meets_contact.name}

    @property
    def status(self) -> str:
        """Where it stands, in words that are the same for silence and for a no."""
        if self.is_made:
            return _("Introduced")
        if self.introduction.state == State.CANCELLED:
            return _("Taken back")
        if not self.is_waiting:
            return _("Not this time")
        return _("Your answer is wanted") if self.needs_me else self._waiting_words()

    def _waiting_words(self) -> str:
        if self.said == Says.NO:
            return _("You said: not this time")
        if not self.introduction.is_passed_on and self.introduction.through:
            return _("Waiting for %(name)s") % {"name": self.introduction.through.contact.first_name}
        return (
            _("Waiting for an answer") if self.is_go_between else _("Waiting for %(name)s") % {"name": self.meets_name}
        )

    @property
    def tone(self) -> str:
        if self.is_made:
            return "done"
        return "due" if self.needs_me else "plain"


MOST_ON_HOME = 5


def introductions_waiting_for(member: Member) -> list[Seen]:
    """Those whose next word is theirs, the oldest first."""
    rows = Introduction.objects.waiting_for(member).filter(lapses_at__gt=timezone.now()).order_by("asked_at", "pk")
    return [Seen.by(member, row) for row in with_people(rows[:MOST_ON_HOME])]
