"""A pledge as a patch: the plain values that the patch and quilt components take."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledges.models.languages import ENGLISH
from pledges.models.pledges import Pledge

NEW_FOR = timedelta(minutes=10)
NAMED_DAYS = timedelta(days=6)


def as_patch(pledge: Pledge, *, now: datetime, url: str | None = None) -> dict[str, object]:
    """What a wall or a list shows of it: never a surname, and nothing of being stuck or late."""
    new = now - pledge.made_at < NEW_FOR and pledge.goes_on
    return {
        "text": pledge.sentence,
        "who": with_others(pledge),
        "cloth": pledge.sector.cloth if pledge.sector else "",
        "state": _("Just now") if new and not pledge.is_waiting else how_it_goes(pledge, now=now),
        "url": pledge.get_absolute_url() if url is None else url,
        "lang": "" if pledge.language == ENGLISH else pledge.language,
        "new": new,
    }


def as_quilt(pledges: Sequence[Pledge], *, now: datetime) -> list[dict[str, object]]:
    """The patches of a wall; the newest alone wears the ring."""
    return [as_patch(pledge, now=now) | ({} if place == 0 else {"new": False}) for place, pledge in enumerate(pledges)]


def with_others(pledge: Pledge) -> str:
    """Who made it, and how many have said me too, where that was read."""
    company = vars(pledge).get("company", 0)
    if not company:
        return pledge.signed
    words = ngettext("%(who)s, and %(n)s more", "%(who)s, and %(n)s more", company)
    return words % {"who": pledge.signed, "n": company}


def waits_for(pledge: Pledge) -> str:
    """How many more are wanted, where that was read."""
    missing = (pledge.wanted or 0) - vars(pledge).get("company", 0)
    if pledge.wanted is None or missing < 1 or "company" not in vars(pledge):
        return _("Waiting for others")
    return ngettext("Waiting for %(n)s more", "Waiting for %(n)s more", missing) % {"n": missing}


def how_it_goes(pledge: Pledge, *, now: datetime) -> str:
    """Kept, still going, waiting, or when it is due. Who is stuck reads like one who has not answered yet."""
    if pledge.is_waiting:
        return waits_for(pledge)
    if pledge.state == Pledge.State.KEPT:
        return _("Kept")
    if pledge.state == Pledge.State.GOING:
        return _("Still going")
    today = timezone.localdate(now)
    if pledge.state not in {Pledge.State.MADE, Pledge.State.STUCK} or pledge.by_on is None or pledge.by_on < today:
        return ""
    near = pledge.by_on - today <= NAMED_DAYS
    return _("Due %(day)s") % {"day": date_format(pledge.by_on, "l" if near else "j F")}


def ended_on(pledge: Pledge) -> str:
    """For its maker alone: when it was kept or let go; nothing while it goes on."""
    if pledge.answered_on is None or pledge.state not in {Pledge.State.KEPT, Pledge.State.LET_GO}:
        return ""
    words = _("Kept on %(day)s") if pledge.state == Pledge.State.KEPT else _("Let go on %(day)s")
    return words % {"day": date_format(pledge.answered_on, "j F Y")}
