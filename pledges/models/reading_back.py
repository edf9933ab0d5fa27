"""A pledge read back to its maker: the same lines on the page, on paper and in the email."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collab.kit.components.events import day_words
from pledges.models.pledges import Pledge
from pledges.models.states import Visibility

Line = tuple[str, str]
WHEN, BY = gettext_lazy("When and where"), gettext_lazy("By")
OBSTACLE, AND_THEN = gettext_lazy("What might get in the way"), gettext_lazy("And then")
FIRST_STEP = gettext_lazy("A first small step")


def read_back(pledge: Pledge, *, people: Sequence[Line] = ()) -> list[Line]:
    """The plan, who is beside them and who sees it; what is not said is not there."""
    return [*plan_of(pledge), *people, (_("Who may see it"), seen_by(pledge))]


def with_messages(lines: Sequence[Line], asked_on: Sequence[date]) -> list[Line]:
    """The same for an email, with how many more come and when; a page says that in a sentence of its own."""
    return [*lines, (_("Emails from us"), messages_to_come(asked_on))]


def plan_of(pledge: Pledge) -> list[Line]:
    """When and where, by when, what may come in the way, and the first step."""
    return [(str(label), words) for label, words in _plan_of(pledge) if words]


def _plan_of(pledge: Pledge) -> Iterator[tuple[Promise, str]]:
    yield WHEN, pledge.cue
    yield BY, day_words(pledge.by_on)
    yield OBSTACLE, pledge.obstacle
    yield AND_THEN, pledge.answer_to_obstacle
    yield FIRST_STEP, step_of(pledge)


def step_of(pledge: Pledge) -> str:
    """The first small step, and its day."""
    if not (pledge.first_step and pledge.first_step_on):
        return pledge.first_step or day_words(pledge.first_step_on)
    return _("%(step)s, by %(day)s") % {"step": pledge.first_step, "day": day_words(pledge.first_step_on)}


def seen_by(pledge: Pledge) -> str:
    """Who may see it, in words to its maker."""
    if pledge.visibility == Visibility.GROUP and pledge.group is not None:
        return _("The group %(name)s") % {"name": pledge.group.name}
    if pledge.visibility == Visibility.PARTNER:
        return _("You and your partner") if pledge.partner_id else _("Only you")
    words = str(Visibility(pledge.visibility).label)
    return _("%(people)s, after a host has looked") % {"people": words} if pledge.is_held else words


def messages_to_come(asked_on: Sequence[date]) -> str:
    """How many, and when."""
    if not asked_on:
        return _("None")
    days = [day_words(day) for day in asked_on]
    words = ngettext("%(n)s, on %(days)s", "%(n)s, on %(days)s", len(days))
    together = _(" and ").join([", ".join(days[:-1]), days[-1]]) if len(days) > 1 else days[0]
    return words % {"n": len(days), "days": together}
