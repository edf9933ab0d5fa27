"""What needs a member today: cards made of real rows, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.kit.statements import Statement
from events.models import Event, SignUp
from members.models import Member
from pledges.models import Pledge
from stories.models import Story

SOON = timedelta(days=7)
MOST_CARDS = 5


@dataclass(frozen=True)
class Need:
    """One card: the row it is about, why it is here, and how long it takes."""

    rank: int
    part: str
    row: Any
    when: str
    because: str
    minutes: int
    is_due: bool = False
    url: str = ""

    @property
    def template(self) -> str:
        return f"pages/home/_{self.part}.html"


def pledge_needs(pledges: list[Pledge], *, now: datetime) -> Iterator[Need]:
    """Live pledges whose day, or whose first step's day, is this week or has come."""
    until = timezone.localdate(now) + SOON
    for pledge in pledges:
        day = asked_day(pledge)
        if day is None or day > until or answered_lately(pledge, now=now):
            continue
        because = _("You said by %(day)s.") % {"day": day_words(day)}
        if pledge.partner:
            because += " " + _("%(name)s is waiting for this one.") % {"name": pledge.partner.first_name}
        rank = 1 if pledge.partner else 3
        yield Need(rank, "pledge", pledge, day_words(day), because, 1, is_due=True)


def asked_day(pledge: Pledge) -> date | None:
    """The day they named: of the first small step until they answered, then of the whole."""
    if not pledge.is_live or pledge.state == Pledge.State.STUCK:
        return None
    if pledge.first_step_on and pledge.answered_at is None:
        return pledge.first_step_on
    return pledge.by_on


def answered_lately(pledge: Pledge, *, now: datetime) -> bool:
    """Said "still going" this week: it is not asked again at once."""
    return pledge.answered_at is not None and pledge.answered_at > now - SOON


def event_needs(signups: list[SignUp], *, now: datetime) -> Iterator[Need]:
    """A place at an event this week, and a place that is offered and waits for a yes."""
    for signup in signups:
        starts = signup.event.starts_at
        if signup.state == SignUp.State.OFFERED and signup.offered_until:
            because = _("A place is free for you. We keep it until %(when)s.") % {"when": moment(signup.offered_until)}
            yield Need(1, "event", signup, moment(starts), because, 1, is_due=True)
        elif signup.state == SignUp.State.CONFIRMED and starts < now + SOON:
            because = _("You have a place. Tell us if you cannot come, so that someone else can.")
            rank = 2 if timezone.localdate(starts) == timezone.localdate(now) else 4
            yield Need(rank, "event", signup, moment(starts), because, 1)


def story_needs(stories: list[Story]) -> Iterator[Need]:
    """A story that came back, one that waits for the teller's yes, and one that was begun."""
    for story in stories:
        if story.state == Story.State.APPROVED:
            because = _("It was checked. It waits for your yes before anyone sees it.")
            yield Need(3, "story_release", story, _("Ready"), because, story.minutes + 1)
        elif story.state == Story.State.DRAFT:
            yield Need(6, "story_draft", story, _("Begun"), _("You began it. Nobody sees it until you send it."), 5)
        else:
            because = _("A checker asks for a change. They say what, and why.")
            yield Need(3, "story_returned", story, _("Back with you"), because, 5)


def host_need(event: Event | None, *, now: datetime, jobs: bool = False) -> Iterator[Need]:
    """The next date of a series they host, in the week before it. With the role, its jobs are one press away."""
    if event is not None and event.starts_at < now + SOON:
        taken = ngettext("%(count)s place is taken.", "%(count)s places are taken.", event.taken)
        because = (
            _("You host this.") + " " + (taken % {"count": event.taken} if event.taken else _("No place is taken yet."))
        )
        url = event.get_host_url() if jobs else event.get_absolute_url()
        yield Need(5, "host", event, moment(event.starts_at), because, 5, url=url)


def hosted_event(member: Member, *, now: datetime) -> Event | None:
    return next(iter(HOSTED.rows(member.pk, now)), None)


def _hosted(member: int, now: datetime) -> QuerySet[Event]:
    hosted = Event.objects.coming(now).filter(series__hosts=member, cancelled_at=None)
    return hosted.select_related("series", "venue")[:1]


HOSTED = Statement(_hosted, int, datetime)


def day_words(day: date) -> str:
    """Friday 20 November."""
    return date_format(day, "l j F")


def moment(when: datetime) -> str:
    """Wednesday 18 November, 5:30pm."""
    local = timezone.localtime(when)
    clock = date_format(local, "g:ia" if local.minute else "ga").replace(".", "").replace(" ", "").lower()
    return f"{day_words(local.date())}, {clock}"
