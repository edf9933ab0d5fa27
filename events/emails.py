"""What people are told about their place. Each is a row, written in the transaction of its cause."""

from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Event, Reminder, SignUp, calendar_of
from events.models.reminders import ReminderQuerySet
from outbox.actions import draft_email, write_email
from outbox.models import OutgoingEmail

PURPOSES = ["events.confirmed", "events.waiting", "events.promoted"]
PURPOSE_OF = {Reminder.Kind.WEEK: "events.week-before", Reminder.Kind.DAY: "events.day-before"}


def tell_outcome(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A place, or a number in the line."""
    name = "confirmed" if signup.has_a_place else "waiting"
    subject = _("Your place: {what}, {day}") if signup.has_a_place else _("Waiting list: {what}, {day}")
    _tell(signup, event, name, subject, at=at, place_in_line=signup.place_in_line() if signup.is_waiting else None)


def tell_promoted(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A place came free, and it is theirs."""
    _tell(signup, event, "promoted", _("A place came free: {day}"), at=at)


def tell_given_back(signup: SignUp, event: Event, *, at: datetime) -> None:
    """Nothing more will come."""
    _tell(signup, event, "given_back", _("You gave back your place: {day}"), at=at)


def drop_unsent(*signups: SignUp) -> None:
    """Stop the emails of this time round that have not gone out."""
    OutgoingEmail.objects.filter(purpose__in=PURPOSES, key__in=[one.email_key for one in signups]).cancel()
    drop_reminders(Reminder.objects.filter(signup__in=signups))


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
        {
            **words_about(signup, event, at=at),
            "days_left": days_left,
            "yes_url": f"{url}?say={Reminder.Said.YES.value}",
            "no_url": f"{url}?say={Reminder.Said.NO.value}",
        },
        purpose=PURPOSE_OF[Reminder.Kind(reminder.kind)],
        key=reminder.email_key,
        to=contact.email,
        to_name=contact.first_name,
        subject=subject_of(reminder, event, days_left=days_left),
        due_at=at,
    )


def subject_of(reminder: Reminder, event: Event, *, days_left: int) -> str:
    """What and when, short enough for a phone."""
    day = date_format(localtime(event.starts_at), "j F")
    if reminder.kind == Reminder.Kind.WEEK:
        return _("Still coming on %(day)s? %(what)s") % {"day": day, "what": event.series.title}
    words = {0: _("Today: %(what)s"), 1: _("Tomorrow: %(what)s")}
    return words.get(days_left, _("%(day)s: %(what)s")) % {"what": event.series.title, "day": day}


def words_about(signup: SignUp, event: Event, *, at: datetime) -> dict[str, object]:
    """What every email about a place says. The joining link goes to those who have one, from the day before."""
    return {
        "event": event,
        "signup": signup,
        "dates": [event],
        "place_url": full(signup.get_absolute_url()),
        "online_url": signup.online_url(event, at),
    }


def _tell(signup: SignUp, event: Event, name: str, subject: str, *, at: datetime, **more: object) -> None:
    contact = signup.contact
    # People with a phone and no email are not promised messages.
    if not contact.email:
        return
    write_email(
        f"events/{name}",
        {**words_about(signup, event, at=at), "join_url": join_url(event), **more},
        purpose=f"events.{name.replace('_', '-')}",
        key=signup.email_key,
        to=contact.email,
        to_name=contact.first_name,
        subject=subject.format(what=event.series.title, day=date_format(localtime(event.starts_at), "j F")),
        due_at=at,
        calendar=calendar_file(signup, event) if signup.has_a_place else "",
    )


def calendar_file(signup: SignUp, event: Event) -> str:
    """The date, where this person will be."""
    online = [event.pk] if signup.way == SignUp.Way.ONLINE else []
    return calendar_of([event], name=event.title, online=online)


def join_url(event: Event) -> str:
    """Where to ask for a place."""
    return full(reverse("event_join", args=[event.series.slug, event.day]))


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"
