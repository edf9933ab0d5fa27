"""What people are told about their place. Each is a row, written in the transaction of its cause."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from collab.kit.saving import save_at_once
from events.models import Event, Reminder, Series, SignUp, Way, calendar_of
from events.models.reminders import ReminderQuerySet
from members.models import Member
from outbox.actions import draft_email, write_email, writing
from outbox.models import OutgoingEmail

OFFERED = "events.offered"
PURPOSES = ["events.confirmed", "events.waiting", OFFERED, "events.moved", "events.lapsed"]
PURPOSE_OF = {Reminder.Kind.WEEK: "events.week-before", Reminder.Kind.DAY: "events.day-before"}


def tell_outcome(
    signup: SignUp, event: Event, *, at: datetime, dates: Sequence[Event] = (), brought: Sequence[SignUp] = ()
) -> None:
    """A place, or a number in the line; for whom they bring too."""
    save_at_once([*map(writing, draft_outcome(signup, event, at=at, dates=dates, brought=brought))])


def draft_outcome(
    signup: SignUp, event: Event, *, at: datetime, dates: Sequence[Event] = (), brought: Sequence[SignUp] = ()
) -> list[OutgoingEmail]:
    """The same, not saved: one email, and none for somebody without an address."""
    name = "confirmed" if signup.has_a_place else "waiting"
    subject = _("Your place: {what}, {day}") if signup.has_a_place else _("Waiting list: {what}, {day}")
    own = {"place_in_line": signup.place_in_line() if signup.is_waiting else "", **words_of_brought(brought)}
    return _draft(signup, event, name, subject, at=at, dates=dates, own=own)


def tell_date_added(
    signup: SignUp, event: Event, *, at: datetime, dates: Sequence[Event], brought: Sequence[SignUp]
) -> None:
    """One more date, which their place or their number covers too."""
    subject = _("One more date: {what}, {day}")
    _tell(signup, event, "date_added", subject, at=at, dates=dates, own=words_of_brought(brought))


def words_of_brought(brought: Sequence[SignUp]) -> dict[str, object]:
    """What is said of those whom somebody brings."""
    with_them = [(row, row.place_in_line() if row.is_waiting else None) for row in brought]
    if not with_them:
        return {}
    kinds = {"text": "txt", "html": "html"}
    parts = {kind: f"emails/events/_with_them.{ending}" for kind, ending in kinds.items()}
    return {f"with_them_{kind}": render_to_string(name, {"with_them": with_them}) for kind, name in parts.items()}


def tell_offered(signup: SignUp, dates: Sequence[Event], *, at: datetime) -> None:
    """A place is held for them until a certain time: the one email of an offer."""
    _tell(signup, signup.event, "offered", _("A free place: {what}, {day}"), at=at, dates=dates)


def tell_lapsed(signup: SignUp, event: Event, *, until: datetime, at: datetime) -> None:
    """Nobody answered in time, so the place goes on: what happened, and how to ask again while that is of use."""
    if event.is_cancelled or at >= event.starts_at:
        return
    is_open = event.takes_sign_ups(at)
    _tell(signup, event, "lapsed", _("Place passed on: {what}, {day}"), at=at, until=until, is_open=is_open)


def tell_moved(signup: SignUp, event: Event, *, at: datetime) -> None:
    """There are fewer places than were promised, and they stand first in the line."""
    own = {"place_in_line": signup.place_in_line()}
    _tell(signup, event, "moved", _("We are sorry: {what}, {day}"), at=at, own=own)


def tell_given_back(signup: SignUp, event: Event, *, at: datetime) -> None:
    """Nothing more will come."""
    _tell(signup, event, "given_back", _("You gave back your place: {day}"), at=at)


def tell_taken_off(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A host took them off the list: nothing more will come, and whom to ask."""
    _tell(signup, event, "taken_off", _("Off the list: {what}, {day}"), at=at)


def drop_unsent(*signups: SignUp) -> None:
    """Stop the emails of this time round that have not gone out."""
    OutgoingEmail.objects.filter(purpose__in=PURPOSES, key__in=[one.email_key for one in signups]).cancel()
    drop_reminders(Reminder.objects.filter(signup__in=signups))


def drop_cancelled(signup: SignUp, *, change: int) -> None:
    """Its date is on again before they were told that it is off."""
    OutgoingEmail.objects.about("events.cancelled", f"{signup.email_key}:{change}").cancel()


def drop_reminders(reminders: ReminderQuerySet) -> int:
    """Neither those that are planned nor those in emails not sent yet: given back, moved, cancelled. Says how many."""
    dropped = list(reminders.open().values_list("pk", "email"))
    emails = [email for _pk, email in dropped if email]
    if emails:
        unsent = OutgoingEmail.objects.filter(pk__in=emails)
        unsent.cancel()
        # Its key is free again, for a date that moves there and back.
        unsent.update(key=Concat("key", Value(":"), Cast("uuid", CharField())))
    return Reminder.objects.filter(pk__in=[pk for pk, _email in dropped]).cancel() if dropped else 0


def draft_reminder(reminder: Reminder, event: Event, *, at: datetime) -> OutgoingEmail:
    """Still coming? or: this is tomorrow. Not saved."""
    signup, contact = reminder.signup, reminder.signup.contact
    days_left = (localtime(event.starts_at).date() - localtime(at).date()).days
    url = full(reminder.get_absolute_url())
    return draft_email(
        f"events/{reminder.kind}_before",
        {**words_about(signup, event, at=at), "days_left": days_left},
        purpose=PURPOSE_OF[Reminder.Kind(reminder.kind)],
        key=reminder.email_key,
        to=contact.email,
        to_name=contact.first_name,
        subject=subject_of(reminder, event, days_left=days_left),
        due_at=at,
        own={
            "place_url": full(signup.get_absolute_url()),
            "yes_url": f"{url}?say={Reminder.Said.YES.value}",
            "no_url": f"{url}?say={Reminder.Said.NO.value}",
        },
    )


def subject_of(reminder: Reminder, event: Event, *, days_left: int) -> str:
    """What and when, short enough for a phone."""
    day = date_format(localtime(event.starts_at), "j F")
    if reminder.kind == Reminder.Kind.WEEK:
        return _("Still coming on %(day)s? %(what)s") % {"day": day, "what": event.series.title}
    words = {0: _("Today: %(what)s"), 1: _("Tomorrow: %(what)s")}
    return words.get(days_left, _("%(day)s: %(what)s")) % {"what": event.series.title, "day": day}


def words_about(signup: SignUp, event: Event, *, at: datetime) -> dict[str, object]:
    """What every email about such a place says. The joining link goes to those who have one, from the day before."""
    date = event.apart_from_counts()
    return {
        "event": date,
        "signup": signup.as_anybody(),
        "has_a_place": signup.has_a_place,
        "dates": [date],
        "online_url": signup.online_url(event, at),
    }


def tell_changed(signup: SignUp, event: Event, *, was: str, has_new_link: bool, at: datetime) -> None:
    """One date has changed."""
    subject = _("Changed: {what}, now {day}")
    _tell(signup, event, "changed", subject, at=at, change=event.sequence, was=was, has_new_link=has_new_link)


def tell_cancelled(signup: SignUp, event: Event, *, at: datetime) -> None:
    """One date is off, and why."""
    _tell(signup, event, "cancelled", _("Cancelled: {what}, {day}"), at=at, change=event.sequence)


def tell_back_on(signup: SignUp, event: Event, *, at: datetime) -> None:
    """What was cancelled by mistake is on, and they have what they had."""
    _tell(signup, event, "back_on", _("Back on: {what}, {day}"), at=at, change=event.sequence)


def tell_new_host(series: Series, host: Member, *, by: Member, at: datetime) -> None:
    """A series is theirs from now on, or theirs too."""
    _tell_host("host_added", series, host, _("You host {what}"), by=by, at=at)


def tell_handed_over(series: Series, host: Member, *, to: Member, by: Member, at: datetime) -> None:
    """It is with somebody else now."""
    _tell_host("handed_over", series, host, _("Handed over: {what}"), by=by, at=at, new_host=to)


def _tell_host(name: str, series: Series, host: Member, subject: str, *, by: Member, at: datetime, **more: Any) -> None:
    write_email(
        f"events/{name}",
        {"series": series, "by": by, "host_url": full(reverse("host_series", args=[series.slug])), **more},
        purpose=f"events.{name.replace('_', '-')}",
        key=f"{series.uuid}:{host.uuid}:{at.timestamp():.0f}",
        to=host.email,
        to_name=host.contact.first_name,
        subject=subject.format(what=series.title),
        due_at=at,
    )


def _tell(signup: SignUp, event: Event, name: str, subject: str, *, at: datetime, **more: Any) -> None:
    save_at_once([*map(writing, _draft(signup, event, name, subject, at=at, **more))])


def _draft(
    signup: SignUp,
    event: Event,
    name: str,
    subject: str,
    *,
    at: datetime,
    dates: Sequence[Event] = (),
    change: int | None = None,
    own: Mapping[str, object] | None = None,
    **more: object,
) -> list[OutgoingEmail]:
    to = signup.reached_at
    # People with a phone and no email are not promised messages.
    if not to.email:
        return []
    shown = words_about(signup, event, at=at)
    if len(dates) > 1:
        shown["dates"] = [one.apart_from_counts() for one in dates]
    urls = {"join_url": join_url(event), "series_url": full(event.series.get_absolute_url())}
    email = draft_email(
        f"events/{name}",
        {**shown, **urls, **more},
        purpose=f"events.{name.replace('_', '-')}",
        # Each change of a date is news of its own.
        key=signup.email_key if change is None else f"{signup.email_key}:{change}",
        to=to.email,
        to_name=to.first_name,
        subject=subject.format(what=event.series.title, day=date_format(localtime(event.starts_at), "j F")),
        due_at=at,
        calendar=calendar_file(signup, dates or [event]) if signup.is_coming else "",
        own={
            "whom": signup.contact.name if signup.brought_by_id else "",
            "place_url": full(signup.get_absolute_url()),
            "here_url": full(signup.get_here_url()),
            **(own or {}),
        },
    )
    return [email]


def calendar_file(signup: SignUp, dates: Sequence[Event]) -> str:
    """The date or dates, where this person will be."""
    online = [event.pk for event in dates] if signup.way == Way.ONLINE else []
    return calendar_of(dates, name=dates[0].title, online=online)


def join_url(event: Event) -> str:
    """Where to ask for a place."""
    return full(reverse("event_join", args=[event.series.slug, event.day]))


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"
