"""What is kept of who comes, and how a place is freed by somebody who leaves."""

from datetime import datetime
from uuid import uuid4

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Kept, Limit, OnErasure, Person, Rows
from events.actions import leave
from events.models import Attendance, Event, Visit
from events.models.attendance import visitor_marks
from members.models import Leaving


def free_places(person: Person, rows: Rows, at: datetime) -> None:
    """Places to come go to the next in line; of dates that are over the number of people stays."""
    for signup in rows.select_related("event__series", "event__venue").order_by("event"):
        event = Event.objects.lock(signup.event)
        signup.refresh_from_db(fields=["state"])
        if signup.is_live and not event.is_over(at):
            leave(signup, event, at=at)
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
        limits=[Limit("locked_at", days=90, only=Q(state__in=NOT_THERE))],
        until=_("as long as your details; that you did not come, 90 days after the date is closed"),
    ),
    Kept(
        "events.Tap",
        personal="event contact at",
        neither="id key",
        of_contact="contact",
        turn=1,
        what=_("when you were ticked off at the door"),
        why=_("a press that a phone sends twice counts once"),
        limits=[Limit("at", days=30)],
        until=_("30 days"),
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
        limits=[Limit("written_at", days=730)],
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
        "events.Series",
        personal="hosts",
        neither=(
            "id uuid slug title standfirst rule rule_in_words first_on starts ends arrive kind audience group capacity "
            "online_capacity online_link wall_opens_before wall_shuts_after venue organisation plan"
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
            "sequence changed_at"
        ),
    ),
    Kept("events.Venue", neither="id name address travel place access"),
]
