"""A pledge read back to its maker: the same lines on the page, on paper and in the email."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.kit.components.events import day_words
from pledges.models.pledges import Pledge
from pledges.models.states import Visibility

Line = tuple[str, str]


def read_back(pledge: Pledge, *, people: Sequence[Line] = ()) -> list[Line]:
    """The plan, who is beside them and who sees it; what is not said is not there."""
    return [*plan_of(pledge), *people, (_("Who may see it"), seen_by(pledge))]


def with_messages(lines: Sequence[Line], asked_on: Sequence[date]) -> list[Line]:
    """The same for an email, with how many more come and when; a page says that in a sentence of its own."""
    return [*lines, (_("Emails from us"), messages_to_come(asked_on))]


def plan_of(pledge: Pledge) -> list[Line]:
    """When and where, by when, what may come in the way, and the first step."""
    return [(label, words) for label, words in _plan_of(pledge) if words]


def _plan_of(pledge: Pledge) -> Iterator[Line]:
    yield _("When and where"), pledge.cue
    yield _("By"), day_words(pledge.by_on)
    yield _("What might get in the way"), pledge.obstacle
    yield _("And then"), pledge.answer_to_obstacle
    words = _("%(step)s, by %(day)s")
    has_both = pledge.first_step and pledge.first_step_on
    parts = {"step": pledge.first_step, "day": day_words(pledge.first_step_on)}
    yield _("A first small step"), words % parts if has_both else pledge.first_step or parts["day"]


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
    together = _(" and ").join(filter(None, [", ".join(days[:-1]), days[-1]]))
    return words % {"n": len(days), "days": together}
