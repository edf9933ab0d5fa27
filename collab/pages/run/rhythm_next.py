"""Who will be asked about what in the next fourteen days: worked out as the emails will be, and nothing is written."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.kit.access import role
from members.models import SignedInRequest
from pledges.actions.foreseeing import MOST_PEOPLE, Foreseen, foresee
from pledges.models import Pledge, Visibility

A_PAGE = 50
Day = dict[str, object]


@role("admin")
@require_safe
def run_rhythm_next(request: SignedInRequest) -> HttpResponse:
    emails = foresee(timezone.now())
    days = days_of(emails)
    chosen = next((day for day in days if str(day["day"]) == request.GET.get("day")), days[0] if days else None)
    on_day = [email for email in emails if chosen and day_of(email) == chosen["day"]]
    rows, next_url = page_of(on_day, request.GET.get("after", ""))
    is_cut = len({email.contact.pk for email in emails}) >= MOST_PEOPLE
    context = {"days": days, "chosen": chosen, "rows": rows, "next_url": next_url, "is_cut": is_cut,
               "most": MOST_PEOPLE}  # fmt: skip
    return render(request, "pages/run/rhythm_next.html", context)


def day_of(email: Foreseen) -> date:
    return timezone.localdate(email.at)


def days_of(emails: Sequence[Foreseen]) -> list[Day]:
    """Each day with something on it: how many emails, and how many questions in them."""
    emails_on = Counter(day_of(email) for email in emails)
    asked_on = Counter(day_of(email) for email in emails for _reminder in email.reminders)
    return [{"day": day, "emails": number, "questions": asked_on[day]} for day, number in sorted(emails_on.items())]


def page_of(emails: Sequence[Foreseen], after: str) -> tuple[list[dict[str, object]], str]:
    """Fifty people of one day, and the address of the next ones."""
    keys = [str(email.contact.uuid) for email in emails]
    start = keys.index(after) + 1 if after in keys else 0
    shown = emails[start : start + A_PAGE]
    rows = [{"at": email.at, "name": email.contact.name, "asks": asks(email)} for email in shown]
    if start + A_PAGE >= len(emails):
        return rows, ""
    return rows, f"?day={day_of(shown[-1])}&after={shown[-1].contact.uuid}"


def asks(email: Foreseen) -> list[tuple[str, str]]:
    """Which question, and about what: only words that members may read."""
    return [(str(reminder.get_kind_display()), words_of(reminder.pledge)) for reminder in email.reminders]


def words_of(pledge: Pledge) -> str:
    """The pledge as an organiser may see it."""
    for_members = pledge.visibility in {Visibility.MEMBERS, Visibility.PUBLIC} and not pledge.is_held
    return f"“{pledge.sentence}”" if for_members else _("A pledge that is not for all members")
