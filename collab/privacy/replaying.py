"""After a restore: whoever was erased since the backup is erased once more, before anything is served."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from collab.privacy.erasing import erase
from commons.models import ErasedPerson
from commons.models.erased import marks
from members.models import Contact


def list_lines() -> Iterator[dict[str, str]]:
    """The whole list, oldest first."""
    for row in ErasedPerson.objects.by_age():
        yield {"person": row.person, "address": row.address, "erased_at": row.erased_at.isoformat()}


def add_to_list(lines: Iterable[dict[str, str]]) -> int:
    """Those that the restored list does not know. Says how many."""
    known = set(ErasedPerson.objects.values_list("person", flat=True))
    missing = (line for line in lines if line["person"] not in known)
    new = [ErasedPerson(**{**line, "erased_at": datetime.fromisoformat(line["erased_at"])}) for line in missing]
    return len(ErasedPerson.objects.bulk_create(new, ignore_conflicts=True))


def replay(*, at: datetime) -> tuple[int, int]:
    """How many were erased again, of how many people. Nobody is written to: they were told the first time."""
    erased = set(ErasedPerson.objects.values_list("person", flat=True))
    people = list(Contact.objects.order_by("pk").values_list("pk", "uuid"))
    back = [pk for pk, uuid in people if not erased.isdisjoint(marks(str(uuid)))]
    return sum(erase(contact, at=at) for contact in Contact.objects.filter(pk__in=back)), len(people)
