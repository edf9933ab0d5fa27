"""What is said at a group's round, written down by a lead, and the note that each person gets."""

from collections import defaultdict
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.actions.working import write_note
from groups.models import Group, GroupNote
from members.models import Contact, Member
from pledges.actions.answering import answer_pledge
from pledges.actions.booking import book_reminders, drop_all, lock
from pledges.actions.helping import undo_snags
from pledges.actions.news import take_news_back
from pledges.emails import tell_round
from pledges.models import Answer, FollowUps, Pledge, Reminder
from pledges.models.rounds import answers_today, start_of_day

LINE = 300


@transaction.atomic
def record_at_round(pledge: Pledge, *, said: str, line: str, by: Member, at: datetime) -> Answer:
    """One answer, as it was said aloud. The same tap again is the same answer; another tap corrects it."""
    pledge = lock(pledge)
    newest = pledge.answers.filter(recorded_by__isnull=False, at__gte=start_of_day(at)).first()
    if newest is None or newest.said != said:
        newest = answer_pledge(pledge, said=said, at=at, recorded_by=by)
    if line:
        newest.note = line[:LINE]
        newest.save(update_fields=["note"])
    return newest


@transaction.atomic
def undo_at_round(pledge: Pledge, *, at: datetime) -> None:
    """As if nothing had been tapped for it today: a slip of the finger is no answer. Twice is once."""
    pledge = lock(pledge)
    tapped = Answer.objects.filter(pledge=pledge, recorded_by__isnull=False, at__gte=start_of_day(at))
    first = tapped.last()
    if first is None:
        return
    before = Answer.objects.filter(pledge=pledge).exclude(pk__in=tapped).first()
    undo_snags(pledge, before, since=first.at)
    take_news_back(pledge)
    tapped.delete()
    pledge.state, pledge.answered_at = (Pledge.State(before.said), before.at) if before else (Pledge.State.MADE, None)
    pledge.save(update_fields=["state", "answered_at"])
    drop_all(Reminder.objects.filter(pledge=pledge))
    book_reminders(pledge, now=at)


@transaction.atomic
def send_round_notes(group: Group, *, by: Member, at: datetime) -> int:
    """Each person's own lines by email, and the counts in the group's notes. Says how many people are told."""
    by_person: dict[Contact, list[Answer]] = defaultdict(list)
    answers = answers_today(group, now=at)
    for answer in answers:
        if answer.pledge.contact is not None:
            by_person[answer.pledge.contact].append(answer)
    stopped = FollowUps.objects.filter(contact__in=by_person, stopped_at__isnull=False)
    silent = set(stopped.values_list("contact", flat=True))
    told = [contact for contact in by_person if contact.email and contact.pk not in silent]
    for contact in told:
        tell_round(contact, group, by_person[contact], at=at)
    if answers:
        keep_counts(group, answers, by=by, at=at)
    return len(told)


def keep_counts(group: Group, answers: list[Answer], *, by: Member, at: datetime) -> None:
    """One line in the group's notes a day: how many, and nobody's name."""
    day = timezone.localdate(at)
    counts = [(str(said.label), sum(answer.said == said for answer in answers)) for said in Answer.Said]
    words = _("The round: %(counts)s.") % {"counts": ", ".join(f"{label} {n}" for label, n in counts if n)}
    key = uuid5(group.uuid, f"round {day}")
    note = write_note(group, words=words, kind=GroupNote.Kind.NOTE, day=day, by=by, at=at, form_key=key)
    note.reword(words)
