"""What is kept of who comes, and how a place is freed by somebody who leaves."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import AgreedTo, Kept, Limit, OnErasure, Person, Rows, Term
from events.actions import leave
from events.models import WORDINGS, AccessNeed, Attendance, Together, Visit
from events.models.attendance import visitor_marks
from members.models import Contact, Leaving


def free_places(person: Person, rows: Rows, at: datetime) -> None:
    """Places to come go to the next in line; of dates that are over the number of people stays."""
    for signup in rows.select_related("event__series", "event__venue").order_by("event"):
        dates = Together.lock(signup.event, at=at)
        if not dates.of(signup.event).is_over(at):
            leave(signup, dates)
    rows.delete()


def still_coming(since: datetime) -> Q:
    return Q(event__ends_at__gte=since) | Q(changed_at__gte=since)


def came_since(since: datetime) -> Q:
    return Q(event__ends_at__gte=since) | Q(noted_at__gte=since)


def forget_visits(person: Person, rows: Rows, at: datetime) -> None:
    """Who asked to go is not known again at the door: the visit is counted, as a stranger's."""
    if Leaving.objects.filter(contact=person.contact).exists():
        marks = {mark for row in rows.select_related("contact") for mark in visitor_marks(row.contact)}
        for visit in Visit.objects.filter(who__in=marks):
            visit.who = f"{uuid4().hex}{uuid4().hex}"[:48]
            visit.save(update_fields=["who"])
    rows.delete()


NOT_THERE = [Attendance.State.MISSED, Attendance.State.APOLOGIES]

MESSAGES = Term("event-messages", _("What we sent before a date, and the answer"), days=90, least=30)
ABSENT = Term("absent", _("That somebody did not come, after the date is closed"), days=90, least=30)
TAPS = Term("taps", _("When somebody was ticked off at the door"), days=30, least=7)
DEBRIEFS = Term("debriefs", _("What hosts remembered of a date"), days=730, least=180)

NEEDS = Term("access-needs", _("What people need to take part, after the meeting"), days=14, least=1)


def agreements(contact: Contact) -> Iterator[AgreedTo]:
    """That we keep what helps them take part; what it is stands on a page of its own, not here."""
    rows = (
        AccessNeed.objects.filter(signup__contact=contact)
        .select_related("signup__event__series")
        .defer("needs", "words")
    )
    for row in rows.order_by("-agreed_at", "-pk"):
        event = row.signup.event
        yield AgreedTo(
            what=_("What helps you take part: %(what)s, %(day)s")
            % {"what": event.title, "day": date_format(event.day, "j F")},
            details=WORDINGS[row.wording],
            said_at=row.agreed_at,
            ended_at=row.taken_back_at,
            url="" if row.taken_back_at else row.signup.get_needs_url(),
            change=_("Change it or take it back"),
        )


KEPT = [
    Kept(
        "events.Attendance",
        personal="event contact state is_walk_in noted_at has_answered",
        neither="id uuid by locked_at",
        of_contact="contact",
        erase=forget_visits,
        turn=1,
        alive=came_since,
        what=_("which events you came to"),
        why=_("we know who has met, and can thank those who came"),
        limits=[Limit("locked_at", ABSENT, only=Q(state__in=NOT_THERE))],
        until=_("as long as your details; that you did not come, %(absent)s after the date is closed"),
    ),
    Kept(
        "events.Tap",
        personal="event contact at",
        neither="id key",
        of_contact="contact",
        turn=1,
        what=_("when you were ticked off at the door"),
        why=_("a press that a phone sends twice counts once"),
        limits=[Limit("at", TAPS)],
        until=_("%(taps)s"),
    ),
    Kept("events.Closing", neither="id event closed_at by came walk_ins apologies missed"),
    # A keyed hash: it tells that the same person came before, and not who.
    Kept("events.Visit", neither="id event who sector"),
    Kept("events.Feedback", neither="id event worth_it met_someone"),
    Kept(
        "events.NoNotes",
        personal="contact since",
        of_contact="contact",
        turn=1,
        what=_("that you want no note after a meeting"),
        why=_("we send none"),
        until=_("as long as your details"),
    ),
    Kept(
        "events.Debrief",
        neither="id event went_well was_hard next_time written_at by",
        limits=[Limit("written_at", DEBRIEFS)],
    ),
    Kept("events.Retelling", neither="id event story noted_at by"),
    Kept(
        "events.SignUp",
        personal="event contact state position way has_carer show_name signed_up_at changed_at offered_until",
        neither="id uuid turn form_key brought_by added_by",
        withheld="form_key",
        of_contact="contact",
        erase=free_places,
        turn=1,
        alive=still_coming,
        what=_("which events you have a place at"),
        why=_("we know how many are coming, and can tell you if something changes"),
        until=_("as long as your details; afterwards only how many came"),
    ),
    Kept(
        "events.Reminder",
        personal="signup kind starts_at due_at state said said_at",
        neither="id uuid turn email",
        of_contact="signup__contact",
        turn=2,
        what=_("what we sent you before a date, and whether you said you still come"),
        why=_("you are told once, and the host knows who comes"),
        limits=[Limit("starts_at", MESSAGES)],
        until=_("%(event-messages)s after the date"),
    ),
    Kept(
        "events.CalendarFeed",
        personal="member made_at",
        neither="id nonce token_hash",
        withheld="nonce token_hash",
        of_member="member",
        what=_("that you made an address for your calendar, and when"),
        why=_("your calendar program finds your dates"),
        until=_("until you stop it, or leave"),
    ),
    Kept(
        "events.AccessNeed",
        personal="signup met wording agreed_at taken_back_at",
        special="needs words",
        neither="id",
        of_contact="signup__contact",
        what=_("what you need to take part in a meeting, if you tell us"),
        why=_("the one person who looks after access there can get it ready"),
        limits=[Limit("signup__event__ends_at", NEEDS)],
        until=_(
            "%(access-needs)s after the meeting, or until you take it back or give back your place; "
            "afterwards only how many asked for what"
        ),
    ),
    Kept("events.AccessTotal", neither="id event need asked met"),
    Kept(
        "events.Call",
        personal="signup about turn rung_at",
        neither="id uuid rung_by sequence",
        of_contact="signup__contact",
        what=_("that we rang you, when you have a phone and no email"),
        why=_("nobody is rung twice, or forgotten"),
        until=_("as long as your place is kept"),
    ),
    Kept(
        "events.Series",
        personal="hosts",
        neither=(
            "id uuid slug title standfirst rule rule_in_words first_on starts ends arrive kind audience group capacity "
            "online_capacity online_link wall_opens_before wall_shuts_after venue organisation plan skipped "
            "is_taken_as_a_whole form_key held"
        ),
        of_member="hosts",
        on_erasure=OnErasure.KEEP,
        because="The meeting goes on; the name of its host comes off with the account.",
        what=_("which meetings you host"),
        why=_("people know whom to ask"),
        until=_("as long as you host them"),
    ),
    Kept(
        "events.Event",
        neither=(
            "id uuid series day rule_day starts_at ends_at theme standfirst venue plan is_public cancelled_at "
            "cancelled_because capacity taken online_capacity online_taken online_link access_lead last_position "
            "held_until sequence changed_at moved_at"
        ),
    ),
    Kept(
        "events.Answer",
        personal="words signup question",
        neither="id",
        of_contact="signup__contact",
        what=_("your answers to what a host asks"),
        why=_("the host can prepare for you"),
        until=_("as long as your place at the event"),
    ),
    Kept("events.Question", neither="id uuid series event kind words options is_required retired_at"),
    Kept("events.HeldPlaces", neither="id event sector places"),
    Kept("events.Venue", neither="id name address travel place access"),
]
