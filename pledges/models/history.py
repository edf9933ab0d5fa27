"""What became of a pledge, from the newest answer or change to the day it was made."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pledges.models.answers import Answer
from pledges.models.moves import Move
from pledges.models.pledges import Pledge

Happened = dict[str, str]


def history_of(pledge: Pledge, answers: Iterable[Answer]) -> list[Happened]:
    """Each of these answers, each change with the old wording, and its making, as a timeline takes them."""
    rows = [(answer.at, answered(answer)) for answer in answers]
    rows += [(move.at, moved(move)) for move in Move.objects.filter(pledge=pledge)]
    rows.append((pledge.made_at, {"title": _("Made")}))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [happened | {"when": on(at)} for at, happened in rows]


def answered(answer: Answer) -> Happened:
    """What was said, and the line with it."""
    who = _("said at the round") if answer.recorded_by_id else ""
    text = ": ".join(part for part in (answer.get_stuck_on_display(), answer.note) if part)
    return {"title": answer.get_said_display(), "who": who, "text": text}


def moved(move: Move) -> Happened:
    """From which day to which, and how it was worded before."""
    text = _("Before: “%(words)s”") % {"words": move.was_sentence} if move.is_reworded else ""
    if not move.is_redated:
        return {"title": _("Reworded"), "text": text}
    if move.by_on is None:
        return {"title": _("No day any more"), "text": text}
    day = date_format(move.by_on, "j F Y")
    if move.was_by_on is None:
        return {"title": _("A day was chosen: %(day)s") % {"day": day}, "text": text}
    words = _("Moved from %(was)s to %(day)s")
    return {"title": words % {"was": date_format(move.was_by_on, "j F Y"), "day": day}, "text": text}


def on(at: datetime) -> str:
    """The day as it is written."""
    return date_format(localtime(at), "j F Y")
