"""The thirty-six pledges, dated so that each makes sense on the day of loading."""

from collections import Counter
from datetime import date, datetime, timedelta

from collab.demo.loading import Data, Loading, read
from events.models import LONDON
from pledges.actions.booking import book_reminders
from pledges.actions.making import count_for_story
from pledges.models import Answer, PartnerAsk, Pledge, Reminder, Snag, Visibility
from pledges.models.partners import WAITS_FOR

FINISHED = {"kept", "changed", "let-go", "partly"}
# Whoever is asked at once, so that the demo starts with a question to answer.
ASKED_NOW = "P50"
STATES = {
    "kept": Pledge.State.KEPT,
    "changed": Pledge.State.KEPT,
    "let-go": Pledge.State.LET_GO,
    "partly": Pledge.State.GOING,
    "going": Pledge.State.GOING,
    "stuck": Pledge.State.STUCK,
    "due": Pledge.State.MADE,
}
SAID = {
    "kept": Answer.Said.KEPT,
    "changed": Answer.Said.KEPT,
    "let-go": Answer.Said.LET_GO,
    "partly": Answer.Said.GOING,
    "going": Answer.Said.GOING,
    "stuck": Answer.Said.STUCK,
}
STUCK_ON = {
    "nobody has authority here": Answer.StuckOn.CONTACT,
    "waiting for permission": Answer.StuckOn.PERMISSION,
    "rules or insurance": Answer.StuckOn.PERMISSION,
}


def load_pledges(loading: Loading) -> None:
    """With their answers, and a reminder for each that is still on its way."""
    rows = read("pledges.toml")["pledge"]
    order = Counter[int]()
    made = []
    for row in rows:
        order[row["made_at_meeting"]] += 1
        made.append(pledge(loading, row, minute=order[row["made_at_meeting"]]))
    Pledge.objects.bulk_create(made)
    PartnerAsk.objects.bulk_create([asked_and_yes(row) for row in made if row.partner_id is not None])
    pairs = list(zip(rows, made, strict=True))
    said = Answer.objects.bulk_create([one for row, theirs in pairs for one in answers(loading, row, theirs)])
    book(loading, made)
    count_for_stories(made)
    open_snags(loading, [answer for answer in said if answer.said == Answer.Said.STUCK])


def asked_and_yes(made: Pledge) -> PartnerAsk:
    """Their partner was asked at the meeting, and said yes there; not saved."""
    said = {"answered_at": made.made_at, "said_yes": True, "to_contact": made.partner}
    lapses_at = made.made_at + WAITS_FOR
    return PartnerAsk(pledge=made, role=PartnerAsk.Role.PARTNER, asked_at=made.made_at, lapses_at=lapses_at, **said)


def pledge(loading: Loading, row: Data, *, minute: int) -> Pledge:
    """One pledge, made in the last half-hour of its meeting; not saved."""
    person = loading.people[row["person"]]
    meeting = loading.past[row["made_at_meeting"] - 1]
    made_at = meeting.starts_at + timedelta(minutes=60 + minute)
    made = Pledge(uuid=loading.uuid(), act=row["reworded"] or row["act"], event=meeting, made_at=made_at)
    made.contact, made.sector, made.partner = (
        person.contact,
        person.contact.sector,
        loading.contact(row["partner_person"]),
    )
    made.first_name = person.contact.first_name
    made.role_or_place = person.profile.does
    made.story = loading.stories.get(row["story"])
    made.visibility, made.cue, made.state = row["visibility"], row["cue"], STATES[row["state"]]
    made.group, is_only_for_group = loading.held_by.get(row["id"], (None, False))
    if is_only_for_group:
        made.visibility = Visibility.GROUP
    made.by_on = by_on(loading, row, made_at.astimezone(LONDON).date())
    made.confirmed_at = made_at + timedelta(minutes=20)
    if row["state"] in SAID:
        made.answered_at = answered_at(loading, row, made_at)
    return made


def by_on(loading: Loading, row: Data, made_on: date) -> date:
    """Due within three days; going with half its time gone, stuck with two thirds; finished ones as they said."""
    today = loading.now.astimezone(LONDON).date()
    gone = today - made_on
    days = {
        "due": today + timedelta(days=1 + int(row["id"][1:]) % 3),
        "going": today + max(gone, timedelta(days=3)),
        "stuck": today + max(gone / 2, timedelta(days=3)),
        # It was not finished on its day, so a new one was chosen.
        "partly": today + timedelta(days=row["by_days"] // 2),
    }
    return days.get(row["state"], made_on + timedelta(days=row["by_days"]))


def answered_at(loading: Loading, row: Data, made_at: datetime) -> datetime:
    """Before the reminder of its day, and never in the future."""
    if row["state"] in FINISHED:
        on = made_at + timedelta(days=row["by_days"] - 1)
        return min(on, loading.now - timedelta(hours=3))
    return made_at + (loading.now - made_at) * 0.8


def answers(loading: Loading, row: Data, made: Pledge) -> list[Answer]:
    """What was said, and what it was called at first where the words changed."""
    if made.answered_at is None:
        return []
    note, reason = row["note"] or row["stuck_reason"].capitalize(), STUCK_ON.get(row["stuck_reason"], "")
    said = [Answer(pledge=made, said=SAID[row["state"]], note=note, stuck_on=reason, at=made.answered_at)]
    if row["reworded"]:
        first = Answer(pledge=made, said=Answer.Said.GOING, note=f"At first I said: I will {row['act']}.")
        first.at = made.made_at + (made.answered_at - made.made_at) * 0.6
        said.insert(0, first)
    for one in said:
        one.uuid = loading.uuid()
    return said


def open_snags(loading: Loading, stuck: list[Answer]) -> None:
    """For the hosts' list."""
    snags = [Snag(uuid=loading.uuid(), pledge=answer.pledge, answer=answer, since=answer.at) for answer in stuck]
    Snag.objects.bulk_create(snags)


def book(loading: Loading, made: list[Pledge]) -> None:
    """What is owed by the app's own rhythm; one question is due now, so that its email can be read at once."""
    live = [one for one in made if one.is_live]
    for one in live:
        book_reminders(one, now=loading.now)
    asked = loading.people[ASKED_NOW].contact_id
    due = next(one for one in live if one.state == Pledge.State.MADE and one.contact_id == asked)
    Reminder.objects.filter(pledge=due, kind=Reminder.Kind.DUE).update(due_at=loading.now)


def count_for_stories(made: list[Pledge]) -> None:
    """What the pledges app keeps on a story for lists to show."""
    for one in {one.story_id: one for one in made if one.story_id}.values():
        count_for_story(one)
