"""What is kept of who comes, and how a place is freed by somebody who leaves."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import AgreedTo, Kept, Limit, OnErasure, Person, Rows
from events.actions import leave
from events.models import WORDINGS, AccessNeed, Event
from members.models import Contact


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
        "events.AccessNeed",
        personal="signup met wording agreed_at taken_back_at",
        special="needs words",
        neither="id",
        of_contact="signup__contact",
        what=_("what you need to take part in a meeting, if you tell us"),
        why=_("the one person who looks after access there can get it ready"),
        limits=[Limit("signup__event__ends_at", days=14)],
        until=_("14 days after the meeting, or until you take it back; afterwards only how many asked for what"),
    ),
    Kept("events.AccessTotal", neither="id event need asked met"),
    Kept(
        "events.Call",
        personal="signup about turn rung_at",
        neither="id uuid rung_by",
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
