"""Who came to the dates that are over, what their hosts remembered, and what people answered."""

from datetime import timedelta
from random import Random
from uuid import UUID

from collab.demo.loading import Data, Loading, read
from events.actions.closing import close
from events.models import Attendance, Debrief, Event, Feedback, Retelling, SignUp
from members.models import Member

# The last one is left for whoever tries the demo to close.
LEFT_OPEN = 1
ANSWERS = 4
WORTH = [*["very"] * 6, *["some"] * 3, "not"]
MET = [*["yes"] * 5, *["maybe"] * 3, *["no"] * 2]
DEBRIEFS = [
    (
        "The story at the start. People went on talking about it at the tables.",
        "Two tables were all from one service, and the hall was cold until six.",
        "Sit people by the colour of their label, and turn the heating on at four.",
    ),
    (
        "Four new people came with somebody they knew.",
        "We ran out of time for the last round.",
        "One question fewer. Ten minutes at the end are for pledges only.",
    ),
]


def load_attendance(loading: Loading) -> None:
    """As events.toml counts them at the door."""
    host, random = loading.people["P34"], Random(f"{loading.seed} at the door")
    rows = [(event, row) for event, row in zip(loading.past, read("events.toml")["past"], strict=True) if row["came"]]
    for event, row in rows:
        note_who_came(random, event, row, by=host)
        answer(random, event)
    for event, _row in rows[:-LEFT_OPEN]:
        close(event, by=host, at=event.ends_at + timedelta(days=1))
    for (event, _row), words in zip(rows[-len(DEBRIEFS) :], DEBRIEFS, strict=True):
        write_debrief(event, words, by=host)
    note_stories(loading, [event for event, _row in rows], by=host)


def note_who_came(random: Random, event: Event, row: Data, *, by: Member) -> None:
    """So many of those with a place; of the others some sent apologies."""
    signups = list(event.signups.with_a_place().order_by("pk"))
    came = {signup.pk for signup in random.sample(signups, min(row["came"], len(signups)))}
    notes = [note(random, signup, is_there=signup.pk in came, by=by) for signup in signups]
    Attendance.objects.bulk_create(notes)


def note(random: Random, signup: SignUp, *, is_there: bool, by: Member) -> Attendance:
    """Not saved."""
    away = random.choice([Attendance.State.APOLOGIES, Attendance.State.MISSED])
    return Attendance(
        uuid=UUID(int=random.getrandbits(128), version=4),
        event=signup.event,
        contact_id=signup.contact_id,
        state=Attendance.State.CAME if is_there else away,
        noted_at=signup.event.starts_at + timedelta(minutes=random.randrange(60)),
        by=by,
    )


def answer(random: Random, event: Event) -> None:
    """One in four answers the two questions."""
    came = list(event.attendance.came().order_by("pk"))
    some = random.sample(came, len(came) // ANSWERS)
    event.attendance.filter(pk__in=[row.pk for row in some]).update(has_answered=True)
    Feedback.objects.bulk_create(
        Feedback(event=event, worth_it=random.choice(WORTH), met_someone=random.choice(MET)) for _row in some
    )


def write_debrief(event: Event, words: tuple[str, str, str], *, by: Member) -> None:
    """The morning after."""
    well, hard, following = words
    at = event.ends_at + timedelta(hours=14)
    Debrief.objects.create(event=event, went_well=well, was_hard=hard, next_time=following, written_at=at, by=by)


def note_stories(loading: Loading, events: list[Event], *, by: Member) -> None:
    """The first of them were told again, one at each of the last dates."""
    told = [story for story in loading.stories.values() if story.published_at][: len(events)]
    Retelling.objects.bulk_create(
        Retelling(event=event, story=story, noted_at=event.ends_at, by=by)
        for event, story in zip(events[::-1], told, strict=False)
    )
