"""The list at the door: everybody who signed up or came, with what is known of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from collab.kit.letters import is_called, starts
from events.models.attendance import Attendance
from events.models.dates import Event
from events.models.places import SignUp
from members.models import Contact

WORDS = ("contact__organisation", "contact__sector")


@dataclass(frozen=True)
class Person:
    """One line of the list."""

    contact: Contact
    signup: SignUp | None
    noted: Attendance | None

    @property
    def state(self) -> str:
        """What was noted; empty for unknown."""
        return self.noted.state if self.noted else ""

    @property
    def is_walk_in(self) -> bool:
        """Came, and never signed up."""
        return self.signup is None and self.noted is not None and self.noted.is_walk_in

    @property
    def is_expected(self) -> bool:
        """Has a place or waits for one, or came anyway."""
        return self.noted is not None or bool(self.signup and self.signup.is_live)

    @property
    def about(self) -> str:
        """Where they are from, and whether they had a place, in one line."""
        return ", ".join(filter(None, [self.contact.organisation_name, self._without_place()]))

    def _without_place(self) -> str:
        if self.signup is None:
            return _("walked in")
        if self.signup.is_waiting:
            return _("was on the waiting list")
        return "" if self.signup.has_a_place else _("gave their place back")

    def is_called(self, letters: str) -> bool:
        """Whether a word of their name, or of where they are from, begins so."""
        return is_called(self._in_full, letters)

    @property
    def starts(self) -> str:
        """The words by which they are found, for the script."""
        return starts(self._in_full)

    @property
    def _in_full(self) -> str:
        return f"{self.contact.name} {self.contact.organisation_name}"


def people_at(event: Event) -> list[Person]:
    """By name, in two queries."""
    noted = {row.contact_id: row for row in event.attendance.select_related(*WORDS)}
    people = [
        Person(signup.contact, signup, noted.pop(signup.contact_id, None))
        for signup in event.signups.select_related(*WORDS)
    ]
    people += [Person(row.contact, None, row) for row in noted.values()]
    return sorted(people, key=lambda person: (person.contact.name.lower(), person.contact.pk))


def counts_of(people: list[Person]) -> dict[str, int]:
    """How many were expected, and what is noted of them."""
    states = [person.state for person in people]
    return {
        "came": states.count(Attendance.State.CAME),
        "apologies": states.count(Attendance.State.APOLOGIES),
        "missed": states.count(Attendance.State.MISSED),
        "walk_ins": sum(1 for person in people if person.noted and person.noted.is_walk_in),
        "places": sum(1 for person in people if person.signup and person.signup.has_a_place),
    }
