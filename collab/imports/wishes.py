"""What a row says beside who somebody is: how they take part, and their answers to what the host asks."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.imports.columns import Cells, Column, plain
from events.models import Event, Question, Way

WAY = Column(
    "way",
    gettext_lazy("In the room or online"),
    "online",
    also=("way", "how", "room or online", "how will you join?"),
    most=60,
)
WORDS_FOR = {
    Way.ROOM: {"room", "intheroom", "inperson", "inpersonattendance", "there"},
    Way.ONLINE: {"online", "fromhome", "video", "zoom", "teams", "virtual"},
}
YES, NO = {"yes", "y", "x", "1", "true"}, {"no", "n", "0", "false", ""}
FITS = {Question.Kind.SHORT: 200, Question.Kind.LONG: 2000}


def columns_for(event: Event, questions: Sequence[Question]) -> list[Column]:
    """The way, where one can take part online, and each question in its own words."""
    way = [WAY] if event.online_capacity else []
    asked = [
        Column(one.field_name, one.words, example_of(one), most=FITS.get(Question.Kind(one.kind), 200))
        for one in questions
    ]
    return [*way, *asked]


def example_of(question: Question) -> str:
    """An answer as it may stand in the file."""
    if question.kind == Question.Kind.CHOICE:
        return question.options[0]
    return _("yes") if question.kind == Question.Kind.TICK else _("An answer")


def way_in(cells: Cells, event: Event) -> Way | None:
    """How they take part: the usual way when nothing is said, and None for what we do not understand."""
    typed = plain(cells.get(WAY.name, ""))
    if not typed:
        return event.ways[0]
    return next((way for way in event.ways if typed in WORDS_FOR[way]), None)


def wrong_way(cells: Cells, event: Event) -> list[str]:
    """A sentence for a way that this date does not have."""
    if way_in(cells, event) is not None:
        return []
    ways = _(" or ").join(f"“{way.label}”" for way in event.ways)
    return [_("“%(typed)s” is no way to take part here. Write %(ways)s") % {"typed": cells[WAY.name], "ways": ways}]


def answer_in(cells: Cells, question: Question) -> str | None:
    """In the words that are kept, "" for no answer, and None for one that is not among the answers."""
    typed = cells.get(question.field_name, "").strip()
    if question.kind == Question.Kind.TICK:
        known = plain(typed) in YES | NO
        return (str(_("yes")) if plain(typed) in YES else "") if known else None
    if question.kind == Question.Kind.CHOICE and typed:
        return next((option for option in question.options if plain(option) == plain(typed)), None)
    return typed


def answers_in(cells: Cells, questions: Sequence[Question]) -> dict[int, str]:
    """What this row says, by question."""
    said = {one.pk: answer_in(cells, one) for one in questions}
    return {pk: words for pk, words in said.items() if words}


def wrong_answers(cells: Cells, questions: Sequence[Question]) -> list[str]:
    """A sentence for each answer that is not among those to choose from."""
    words = _("“%(typed)s” is no answer to “%(question)s”. Write one of: %(answers)s")
    found = []
    for one in questions:
        if answer_in(cells, one) is None:
            answers = ", ".join(one.options) or _("yes, no")
            found.append(words % {"typed": cells[one.field_name], "question": one.words, "answers": answers})
    return found


def in_words(cells: Cells, questions: Sequence[Question]) -> list[str]:
    """A line for each answer, and for each that is asked of everybody and missing."""
    said = answers_in(cells, questions)
    lines = [f"{one.words} {said[one.pk]}" if one.pk in said else "" for one in questions]
    missing = [one.words for one in questions if one.is_required and one.pk not in said]
    return [*filter(None, lines), *(_("No answer to “%(question)s”") % {"question": words} for words in missing)]
