"""What people are told when dates change: one email a person, however many of their dates it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.emails.places import drop_cancelled, drop_unsent, full, tell_back_on, tell_cancelled, tell_changed
from events.models import Event, SignUp, Way, calendar_of
from outbox.actions import write_email


@dataclass(frozen=True)
class News:
    """One person's sign-up, and how its date was before."""

    signup: SignUp
    event: Event
    was: str = ""
    has_new_link: bool = False

    @property
    def place_url(self) -> str:
        return full(self.signup.get_absolute_url())


def people_of(event: Event) -> list[SignUp]:
    """All with a place or a number, and whom an email about it goes to."""
    return list(event.signups.live().select_related("contact", "brought_by__contact").order_by("pk"))


def tell_changes(news: Sequence[News], *, at: datetime) -> None:
    """Another day, time, place or link: what it was, what it is now, and the calendar file that puts it right."""
    for theirs in by_person(news):
        if len(theirs) == 1:
            one = theirs[0]
            tell_changed(one.signup, one.event, was=one.was, has_new_link=one.has_new_link, at=at)
        else:
            _tell_all("changed", _("Changed: %(n)s of your dates"), theirs, at=at)


def tell_cancellations(news: Sequence[News], *, at: datetime) -> None:
    """They are off, and why. What has not gone out about them does not go out any more."""
    drop_unsent(*(one.signup for one in news))
    for theirs in by_person(news):
        if len(theirs) == 1:
            tell_cancelled(theirs[0].signup, theirs[0].event, at=at)
        else:
            _tell_all("cancelled", _("Cancelled: %(n)s of your dates"), theirs, at=at)


def tell_all_back_on(news: Sequence[News], *, at: datetime) -> None:
    """What was cancelled by mistake is on, and they have what they had. Who has not heard that it is off never does."""
    for one in news:
        drop_cancelled(one.signup, change=one.event.sequence - 1)
    for theirs in by_person(news):
        tell_back_on(theirs[0].signup, theirs[0].event, at=at)


def by_person(news: Sequence[News]) -> list[list[News]]:
    """Grouped by whom the emails go to, each date once, in order of time; of a date their own row before a guest's."""
    groups: dict[int, dict[int, News]] = {}
    for one in sorted(news, key=lambda row: (row.event.starts_at, row.signup.brought_by_id is not None)):
        groups.setdefault(one.signup.reached_at.pk, {}).setdefault(one.event.pk, one)
    return [list(dates.values()) for dates in groups.values()]


def _tell_all(name: str, subject: str, theirs: list[News], *, at: datetime) -> None:
    first, to = theirs[0], theirs[0].signup.reached_at
    if not to.email:
        return
    coming = [one for one in theirs if one.signup.is_coming]
    online = [one.event.pk for one in coming if one.signup.way == Way.ONLINE]
    write_email(
        f"events/{name}_together",
        {"news": theirs, "series_url": full(first.event.series.get_absolute_url()), "has_a_place": bool(coming)},
        purpose=f"events.{name}",
        # The number of the first date's change is in no other email to them about several.
        key=f"{first.signup.email_key}:{first.event.sequence}:all",
        to=to.email,
        to_name=to.first_name,
        subject=subject % {"n": len(theirs)},
        due_at=at,
        calendar=calendar_of([one.event for one in coming], name=first.event.title, online=online) if coming else "",
    )
