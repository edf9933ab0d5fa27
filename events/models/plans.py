"""Three plans to begin from."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PlanTemplate(NamedTuple):
    """A name for the button, and its steps."""

    slug: str
    name: object
    steps: tuple[tuple[int, object], ...]

    @property
    def plan(self) -> list[dict[str, object]]:
        """As a series keeps it."""
        return [{"minutes": minutes, "what": str(what)} for minutes, what in self.steps]

    @property
    def length(self) -> str:
        """90 minutes."""
        return _("%(minutes)s minutes") % {"minutes": sum(minutes for minutes, _what in self.steps)}


PLAN_TEMPLATES = [
    PlanTemplate(
        "meet-up",
        gettext_lazy("Meet-up"),
        (
            (10, gettext_lazy("Hello, and one story from last time")),
            (35, gettext_lazy("Small tables, one question")),
            (15, gettext_lazy("What is stuck? Three pledges, five minutes each")),
            (15, gettext_lazy("One pledge each, up on the wall")),
            (15, gettext_lazy("Find the person who will help you, then home")),
        ),
    ),
    PlanTemplate(
        "conversation",
        gettext_lazy("Big conversation"),
        (
            (10, gettext_lazy("Hello, and find the label with your name")),
            (15, gettext_lazy("Four people, three minutes each, on what gave them hope")),
            (45, gettext_lazy("Three questions, three tables, then move")),
            (20, gettext_lazy("What did we hear? Each table says one thing")),
            (15, gettext_lazy("One pledge each, up on the wall")),
            (15, gettext_lazy("Thanks, and what comes next")),
        ),
    ),
    PlanTemplate(
        "workshop",
        gettext_lazy("Workshop"),
        (
            (10, gettext_lazy("Hello, and what we did last time")),
            (20, gettext_lazy("A story from somebody who has tried it")),
            (40, gettext_lazy("Try it yourself, in threes")),
            (20, gettext_lazy("What worked, and what was hard?")),
            (15, gettext_lazy("What will you try before we meet again?")),
        ),
    ),
]


def plan_template(slug: str) -> list[dict[str, object]] | None:
    """The steps of one of them."""
    return next((one.plan for one in PLAN_TEMPLATES if one.slug == slug), None)
