"""What needs a member today: cards made of real rows, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event, SignUp
from groups.models import Membership
from members.models import Affiliation, Contact, JoinRequest, Member
from network.models.knowing import Claim
from network.models.seen import Seen
from pledges.emails import hand_over_path
from pledges.models import HandOver, Pledge
from stories.models import Story

SOON = timedelta(days=7)
MOST_CARDS = 5
TELLERS_TURN = (Story.State.CHANGES_ASKED, Story.State.APPROVED, Story.State.DRAFT)


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


def email_need(count: int) -> Iterator[Need]:
    """For the organiser: what reached nobody. Last week's are on the list of emails, and ask for nothing any more."""
    if count:
        sent = "%(count)s email could not be sent", "%(count)s emails could not be sent"
        because = _("You are an organiser. Somebody may be waiting for it.")
        yield Need(2, "emails", ngettext(*sent, count) % {"count": count}, _("This week"), because, 2, is_due=True)


def joining_need(member: Member, *, now: datetime) -> Iterator[Need]:
    """For an organiser: one card for all who ask to join, with how long the first has waited."""
    waiting = list(JoinRequest.objects.waiting()[:100]) if member.has_role("admin") else []
    if waiting and (since := waiting[0].proved_at):
        count = len(waiting)
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


def introduction_needs(rows: list[Seen]) -> Iterator[Need]:
    """Somebody would like to meet them, or asks them to bring two people together."""
    for seen in rows:
        asker = {"name": seen.introduction.asked_by.contact.first_name}
        because = _("%(name)s asks you to introduce them.") if seen.is_go_between else _("%(name)s asked.")
        until = _("Until %(day)s") % {"day": day_words(timezone.localdate(seen.introduction.lapses_at))}
        yield Need(2, "introduction", seen, until, because % asker, 2)


def claim_needs(claims: list[Claim]) -> Iterator[Need]:
    """Somebody says that the two of them know each other."""
    for claim in claims:
        because = _("If you do too, each of you is shown as somebody the other knows.")
        yield Need(5, "claim", claim, _("People"), because, 1)


def group_needs(mine: list[Membership]) -> Iterator[Need]:
    """Somebody asks to join a group they lead, they are asked in, or its agreement waits for a yes or a look."""
    for row in mine:
        asks, wants = vars(row)["asks"] or 0, vars(row)
        if row.state == Membership.State.INVITED:
            yield Need(2, "group_invited", row, _("Asked in"), _("A lead would like you in it."), 1)
        elif row.is_lead and asks:
            because = ngettext("%(n)s person waits for your answer.", "%(n)s people wait for your answer.", asks)
            yield Need(1, "group_asks", row, _("Somebody waits"), because % {"n": asks}, asks, is_due=True)
        if row.is_in and wants["to_agree"]:
            yield Need(4, "group_agree", row, _("To agree"), _("You are in the group, and have not said yes yet."), 2)
        elif row.is_lead and wants["to_review"]:
            yield Need(4, "group_review", row, _("To look at again"), _("You lead the group. The day has come."), 5)


def host_need(event: Event | None, *, now: datetime) -> Iterator[Need]:
    """The next date of a series they host, in the week before it."""
    if event is not None and event.starts_at < now + SOON:
        taken = ngettext("%(count)s place is taken.", "%(count)s places are taken.", event.taken)
        because = (
            _("You host this.") + " " + (taken % {"count": event.taken} if event.taken else _("No place is taken yet."))
        )
        yield Need(5, "host", event, moment(event.starts_at), because, 5)


def hosted_event(member: Member, *, now: datetime) -> Event | None:
    hosted = Event.objects.coming(now).filter(series__hosts=member, cancelled_at=None)
    return hosted.select_related("series", "venue").first()


@dataclass(frozen=True)
class Waiting:
    """Who waits for this person's yes: about an organisation, and about a pledge left behind."""

    ties: int
    slug: str
    pledges: int


def waiting_for(member: Member) -> Waiting:
    """All of it in one query."""
    ties = Affiliation.objects.waiting().exclude(contact=member.contact_id)
    if not member.has_role("admin"):
        ties = Affiliation.objects.waiting().decidable_by(member)
    pledges = HandOver.objects.to(member.contact)
    row = Contact.objects.filter(pk=member.contact_id).values_list(
        how_many(ties), Subquery(ties.values("organisation__slug")[:1]), how_many(pledges)
    )
    many, slug, offered = row.first() or (0, "", 0)
    return Waiting(many or 0, slug or "", offered or 0)


def how_many(rows: Any) -> Subquery:
    """Counted inside another query."""
    return Subquery(rows.order_by().values(all=Value(1)).annotate(many=Count("pk")).values("many"))


def organisation_need(member: Member, waiting: Waiting) -> Iterator[Need]:
    """One card for all who say that they work where this person may say yes."""
    if waiting.ties:
        words = ngettext(
            "%(count)s person says where they work", "%(count)s people say where they work", waiting.ties
        ) % {"count": waiting.ties}
        is_organiser = member.has_role("admin")
        because = _("You are an organiser.") if is_organiser else _("You work there, so you may know them.")
        url = reverse("run_organisations") if is_organiser else reverse("affiliation_list", args=[waiting.slug])
        yield Need(2, "organisation", {"words": words, "url": url}, _("Waiting for a yes"), because, waiting.ties)


def hand_over_needs(member: Member, waiting: Waiting) -> Iterator[Need]:
    """Pledges that somebody who left asks this person to take on."""
    if waiting.pledges:
        asked = HandOver.objects.to(member.contact).select_related("pledge__sector", "from_contact")
        for handover in asked.order_by("asked_at")[:MOST_CARDS]:
            because = _("%(name)s has left, and asks you to go on with it.") % {"name": handover.from_contact.name}
            row = {"pledge": handover.pledge, "url": hand_over_path(handover)}
            yield Need(2, "hand_over", row, _("Waiting for your yes or no"), because, 1)


def day_words(day: date) -> str:
    """Friday 20 November."""
    return date_format(day, "l j F")


def moment(when: datetime) -> str:
    """Wednesday 18 November, 5:30pm."""
    local = timezone.localtime(when)
    clock = date_format(local, "g:ia" if local.minute else "ga").replace(".", "").replace(" ", "").lower()
    return f"{day_words(local.date())}, {clock}"
