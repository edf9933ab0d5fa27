"""Pledges that several people make: me too, and I will if others will."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from members.models import Contact, Member
from outbox.models import OutgoingEmail
from pledges.actions.booking import book_reminders, drop_all, lock
from pledges.actions.making import count_for_story, make_pledge
from pledges.emails import ASK_AHEAD, ask_ahead, company_key, tell_ahead, tell_off
from pledges.models import FollowUps, Pledge, Reminder, Visibility

# Without a word from whoever wanted others, nobody waits for longer.
ANSWERED_WITHIN = timedelta(days=14)
State = Pledge.State


@transaction.atomic
def me_too(pledge: Pledge, *, by: Member, at: datetime) -> Pledge:
    """The same words as a pledge of this member's own. Pressed twice, it is one."""
    contact = Contact.objects.select_for_update(no_key=True).get(pk=by.contact_id)
    first = Pledge.objects.select_for_update(of=["self"]).get(pk=pledge.shared_with_id or pledge.pk)
    mine = first.sharers.by(contact).exclude(state__in=[State.LET_GO, State.OFF]).first()
    return mine or make_pledge(same_words(first, contact, at=at), at=at)


def same_words(first: Pledge, contact: Contact, *, at: datetime) -> Pledge:
    """As its own row, not saved: for members to see, or for the group that it is for.

    Where the first was made, and by when, is not theirs.
    """
    is_for_group = first.visibility == Visibility.GROUP
    return Pledge(
        act=first.act,
        language=first.language,
        shared_with=first,
        contact=contact,
        first_name=contact.first_name,
        sector=contact.sector,
        story_id=first.story_id,
        group_id=first.group_id if is_for_group else None,
        visibility=Visibility.GROUP if is_for_group else Visibility.MEMBERS,
        state=State.WAITING if first.is_waiting else State.MADE,
        confirmed_at=at,
    )


@transaction.atomic
def want_others(pledge: Pledge, *, wanted: int, by: date, at: datetime) -> None:
    """It waits until so many have said me too, and is not asked about meanwhile."""
    pledge = lock(pledge)
    if pledge.may_want_others:
        drop_question(pledge)
        pledge.want(wanted, by=by)
        drop_all(Reminder.objects.filter(pledge=pledge))
        count_for_story(pledge)


def settle_all(now: datetime) -> int:
    """Begin what found enough others, ask about near misses, end what nobody answered. Safe to run twice."""
    today = timezone.localdate(now)
    over = Q(wanted_by__lt=today, asked_ahead_at=None) | Q(asked_ahead_at__lte=now - ANSWERED_WITHIN)
    waiting = Pledge.objects.filter(state=State.WAITING)
    ready = waiting.filter(wanted__isnull=False).with_company().filter(Q(company__gte=F("wanted")) | over)
    # The one they joined was begun, ended or deleted without a word to them.
    left = waiting.filter(wanted=None).exclude(shared_with__state=State.WAITING)
    firsts = list(ready.values_list("pk", flat=True)) + list(left.values_list("shared_with", flat=True).distinct())
    return sum(settle(pk, now=now) for pk in firsts)


@transaction.atomic
def settle(first: int | None, *, now: datetime) -> bool:
    """One of them, under the locks of all who wait for it. Whether anything was done."""
    pledges = lock_waiting(first)
    lead = next((row for row in pledges if row.pk == first), None)
    others = [row for row in pledges if row.pk != first]
    if lead is None or not lead.is_waiting:
        goes_on = lead is not None and (lead.is_live or lead.state == State.KEPT)
        begin(others, at=now) if goes_on else call_off(others, at=now)
        return bool(others)
    if Pledge.objects.with_others().filter(shared_with=lead).count() >= (lead.wanted or 0):
        begin(pledges, at=now)
    elif lead.asked_ahead_at is None and lead.wanted_by and lead.wanted_by < timezone.localdate(now):
        lead.asked_ahead_at = now
        lead.save(update_fields=["asked_ahead_at"])
        if is_told(lead):
            ask_ahead(lead, found=len(others), at=now)
    elif lead.asked_ahead_at and lead.asked_ahead_at <= now - ANSWERED_WITHIN:
        call_off(pledges, at=now)
    return True


@transaction.atomic
def decide(pledge: Pledge, *, goes_ahead: bool, at: datetime) -> None:
    """Go ahead with those there are, or let it rest; the others are told. The first answer stands."""
    pledges = lock_waiting(pledge.pk)
    lead = next(row for row in pledges if row.pk == pledge.pk)
    if lead.is_waiting:
        begin(pledges, at=at, by=lead) if goes_ahead else call_off(pledges, at=at, by=lead)


def lock_waiting(first: int | None) -> list[Pledge]:
    """This one and all that wait for it, the oldest first: their people before them, as everywhere."""
    rows = Q(pk=first) | Q(shared_with=first, state=State.WAITING)
    if first is None:
        rows = Q(shared_with=None, wanted=None, state=State.WAITING)
    people = Pledge.objects.filter(rows).values("contact")
    list(Contact.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    found = Pledge.objects.select_for_update(of=["self"]).filter(rows).order_by("pk")
    return list(found.select_related("contact", "event", "group"))


def begin(pledges: Sequence[Pledge], *, at: datetime, by: Pledge | None = None) -> None:
    """They count from now on and are asked about; each is told, but whoever said so."""
    for pledge in pledges:
        pledge.settle(State.MADE, at=at)
        book_reminders(pledge, now=at)
        drop_question(pledge)
        count_for_story(pledge)
        if pledge != by and is_told(pledge):
            tell_ahead(pledge, at=at)


def call_off(pledges: Sequence[Pledge], *, at: datetime, by: Pledge | None = None) -> None:
    """They did not come together: nothing is owed, and each is told kindly, but whoever said so."""
    for pledge in pledges:
        pledge.settle(State.OFF, at=at)
        drop_all(Reminder.objects.filter(pledge=pledge))
        drop_question(pledge)
        count_for_story(pledge)
        if pledge != by and is_told(pledge):
            tell_off(pledge, at=at)


def drop_question(pledge: Pledge) -> None:
    """Nobody needs to be asked whether it goes ahead any more."""
    OutgoingEmail.objects.about(ASK_AHEAD, company_key(pledge)).cancel()


def is_told(pledge: Pledge) -> bool:
    """Whether its maker has an address that is theirs, and wants to hear."""
    contact = pledge.contact
    if contact is None or not contact.email or pledge.confirmed_at is None:
        return False
    return FollowUps.of(contact).stopped_at is None
