"""The front page for visitors, and what needs a member."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import chain, islice

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from collab.kit.copies import Copy
from collab.kit.statements import Statement
from collab.pages import needs, suggestions
from collab.pages.people_needs import people_needs
from collab.pages.staff_needs import staff_needs
from collab.pages.waiting import TELLERS_TURN, waiting_for
from events.models import Event, SignUp
from members.models import Contact, Member
from pledges.models import Pledge
from stories.models import Story, newest_stories

Context = dict[str, object]
Reader = Member | AnonymousUser
KEPT = Pledge.State.KEPT


@everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if isinstance(request.user, Member):
        return render(request, "pages/home.html", for_member(request.user, now=now))
    return render(request, "pages/front.html", for_visitor(AnonymousUser(), now=now))


def for_visitor(visitor: AnonymousUser, *, now: datetime) -> Context:
    """The newest story, the next date, three fresh patches and one number."""
    return {
        "stories": newest_stories(visitor, 1),
        "event": next_event(visitor, now=now),
        "pledges": FRESH.rows(),
        "numbers": NUMBERS.now(),
    }


def _numbers() -> dict[str, int]:
    made = Pledge.objects.visible_to(AnonymousUser()).exclude(state=Pledge.State.WAITING)
    return made.aggregate(made=Count("pk"), kept=Count("pk", filter=Q(state=KEPT)))


# Counting all pledges took 20 ms of each visit at 50,000 of them.
NUMBERS = Copy(_numbers, seconds=60)


def for_member(member: Member, *, now: datetime) -> Context:
    """The five most pressing needs, and beside them what comes next and what they promised."""
    pledges = their_pledges(member)
    signups = their_signups(member, now=now)
    waiting = waiting_for(member, now=now)
    newest = newest_stories(member, 3)
    hosted = needs.hosted_event(member, now=now) if waiting["hosted"] else None
    found = chain(
        needs.pledge_needs(pledges, now=now),
        needs.event_needs(signups, now=now),
        needs.story_needs(their_stories(member) if waiting["stories"] else []),
        needs.host_need(hosted, now=now, jobs=member.has_role("facilitator", "admin")),
        people_needs(member, waiting, now=now),
        staff_needs(waiting, now=now),
        newcomer_needs(member, signups, newest, now=now),
    )
    return {
        **cards(sorted(found, key=lambda need: need.rank)),
        **pledge_panel(pledges),
        "event": signups[0].event if signups else next_event(member, now=now),
        "signup": signups[0] if signups else None,
        "stories": newest,
    }


def their_stories(member: Member) -> list[Story]:
    """Those that wait for a word of theirs."""
    mine = Story.objects.told_by(member).filter(state__in=TELLERS_TURN, publish_at=None)
    return list(mine.select_related("lead_sector").order_by("changed_at")[:10])


def newcomer_needs(
    member: Member, signups: list[SignUp], newest: list[Story], *, now: datetime
) -> Iterator[needs.Need]:
    """Suggestions for somebody new; nobody else's Home asks for them."""
    if member.is_new(now):
        story, event = next(iter(newest), None), next_event(member, now=now)
        yield from suggestions.newcomer_needs(member, event=event, has_place=bool(signups), story=story)


def cards(found: list[needs.Need]) -> Context:
    """At most five, and how many more there are."""
    shown = list(islice(found, needs.MOST_CARDS))
    return {
        "needs": shown,
        "more": len(found) - len(shown),
        "total": len(found),
        "minutes": sum(need.minutes for need in found),
    }


def pledge_panel(pledges: list[Pledge]) -> Context:
    """A patch of cloth for each kept pledge, an open one for each that goes on."""
    kept = [pledge for pledge in pledges if pledge.state == KEPT]
    going = [pledge for pledge in pledges if pledge.goes_on]
    cloths = [pledge.sector.cloth if pledge.sector else "" for pledge in kept]
    return {"kept": len(kept), "going": len(going), "cloths": cloths[:8], "still_open": len(going[:4])}


def their_pledges(member: Member) -> list[Pledge]:
    return PLEDGES.rows(member.contact_id)


def their_signups(member: Member, *, now: datetime) -> list[SignUp]:
    return SIGN_UPS.rows(member.contact_id, now)


def next_event(reader: Reader, *, now: datetime) -> Event | None:
    """The first that is not cancelled, of those that this reader may see."""
    found = MEMBERS_NEXT.rows(reader.pk, now) if isinstance(reader, Member) else VISITORS_NEXT.rows(now)
    return next(iter(found), None)


def _pledges(contact: int) -> QuerySet[Pledge]:
    mine = Pledge.objects.by(Contact(pk=contact)).select_related("sector", "partner", "event__series")
    return mine.order_by("by_on", "pk")[:100]


def _fresh() -> QuerySet[Pledge]:
    made = Pledge.objects.visible_to(AnonymousUser()).select_related("sector")
    return made.order_by("-made_at", "-pk")[:3]


def _signups(contact: int, now: datetime) -> QuerySet[SignUp]:
    live = SignUp.objects.live().filter(contact=contact, event__ends_at__gt=now, event__cancelled_at=None)
    return live.select_related("event__series", "event__venue").order_by("event__starts_at")[:10]


def _next(reader: Reader, now: datetime) -> QuerySet[Event]:
    coming = Event.objects.visible_to(reader).coming(now).filter(cancelled_at=None)
    return coming.select_related("series", "venue")[:1]


PLEDGES: Statement[Pledge] = Statement(_pledges, int)
SIGN_UPS: Statement[SignUp] = Statement(_signups, int, datetime)
FRESH: Statement[Pledge] = Statement(_fresh)
VISITORS_NEXT: Statement[Event] = Statement(partial(_next, AnonymousUser()), datetime)
MEMBERS_NEXT: Statement[Event] = Statement(lambda pk, now: _next(Member(pk=pk), now), int, datetime)
