"""What needs those who hold a role: one card for each queue, never one an item."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.pages.needs import Need
from collab.pages.waiting import Waiting
from members.models import JoinRequest


def staff_needs(waiting: Waiting, *, now: datetime) -> Iterator[Need]:
    """All of them; what is not theirs to see is not counted, and so has no card."""
    yield from check_need(waiting.get("queue", 0))
    yield from held_need(waiting.get("held", 0))
    yield from risk_need(waiting.get("risks", 0))
    yield from reports_need(waiting.get("reports", 0))
    yield from patches_need(waiting.get("patches", 0))
    yield from stuck_need(waiting.get("stuck", 0))
    yield from email_need(waiting.get("emails", 0))
    yield from joining_need(waiting.get("joining", 0), now=now)


def check_need(count: int) -> Iterator[Need]:
    """One card for the whole queue, never one an item."""
    if count:
        words = ngettext("%(count)s thing to check", "%(count)s things to check", count) % {"count": count}
        yield Need(2, "check", words, _("Tellers are waiting"), _("You are a checker."), 5 * count)


def held_need(count: int) -> Iterator[Need]:
    """For the safeguarding lead: what a checker held, which nobody reads until they have looked."""
    if count:
        words = ngettext("%(count)s held story", "%(count)s held stories", count) % {"count": count}
        yield Need(1, "check", words, _("Held"), _("You are the safeguarding lead."), 5 * count, is_due=True)


def patches_need(count: int) -> Iterator[Need]:
    """For whoever looks first: one card for all pledges that nobody else sees yet."""
    if count:
        words = ngettext("%(count)s pledge to look at", "%(count)s pledges to look at", count) % {"count": count}
        because = _("Nobody else sees them until somebody has looked.")
        yield Need(2, "patches", words, _("They are waiting"), because, count)


def stuck_need(count: int) -> Iterator[Need]:
    """For a host: one card for all pledges that are stuck and that nobody has answered."""
    if count:
        words = ngettext("%(count)s pledge is stuck", "%(count)s pledges are stuck", count) % {"count": count}
        because = _("A word from a host within three working days helps most.")
        yield Need(1, "stuck", words, _("They are waiting"), because, 5 * count)


def email_need(count: int) -> Iterator[Need]:
    """For the organiser: what reached nobody. Last week's are on the list of emails, and ask for nothing any more."""
    if count:
        sent = "%(count)s email could not be sent", "%(count)s emails could not be sent"
        because = _("You are an organiser. Somebody may be waiting for it.")
        yield Need(2, "emails", ngettext(*sent, count) % {"count": count}, _("This week"), because, 2, is_due=True)


def joining_need(count: int, *, now: datetime) -> Iterator[Need]:
    """For an organiser: one card for all who ask to join, with how long the first has waited."""
    first = JoinRequest.objects.waiting().first() if count else None
    if first is not None and (since := first.proved_at):
        words = ngettext("%(count)s person asks to join", "%(count)s people ask to join", count) % {"count": count}
        because = _("The first has waited for %(time)s.") % {"time": timesince(since, now)}
        yield Need(1, "joining", words, _("They are waiting"), because, 2 * count)


def risk_need(count: int) -> Iterator[Need]:
    """For the safeguarding lead: that reports wait, and nothing of what they say."""
    if count:
        words = ngettext("%(count)s report waits", "%(count)s reports wait", count) % {"count": count}
        yield Need(1, "safeguarding", words, _("Waits"), _("You are the safeguarding lead."), 10 * count, is_due=True)


def reports_need(count: int) -> Iterator[Need]:
    """One card for all that people told us is wrong."""
    if count:
        words = ngettext("%(count)s report to look at", "%(count)s reports to look at", count) % {"count": count}
        yield Need(2, "reports", words, _("Somebody told us"), _("You look after what is wrong."), 5 * count)
