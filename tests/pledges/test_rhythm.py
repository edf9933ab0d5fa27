"""The rhythm of product.md, a sentence a test, where test_reminders.py has none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail, State
from pledges.actions.booking import book_reminders
from pledges.actions.making import make_pledge as make_and_tell
from pledges.actions.reminding import write_due_reminders
from pledges.models import FollowUps, Pledge, Reminder
from pledges.models.quiet import is_quiet, quiet_for
from pledges.models.rhythm import asked_at
from pledges.models.working_days import morning
from tests.factories import make_contact, make_event, make_group, make_pledge
from tests.pledges.screens import private_url, seen

pytestmark = pytest.mark.django_db
Kind = Reminder.Kind
# A Friday with a working Monday after it, and a Wednesday.
FRIDAY, WEDNESDAY = date(2026, 9, 18), datetime(2026, 9, 16, 11, tzinfo=UTC)


def make(act="ring ten tenants", *, by=None, made_at=WEDNESDAY, **fields):
    return make_pledge(act, by=by or make_contact(email="reg@westmere.example"), made_at=made_at, **fields)


def due(pledge, at, kind="due"):
    return Reminder.objects.create(pledge=pledge, kind=kind, due_on=timezone.localdate(at), due_at=at)


def ask(pledge, *, sent_at, kind="due"):
    """A question that was sent."""
    email = OutgoingEmail.objects.create(
        **{"purpose": "pledges.reminder", "key": f"{pledge.pk} {sent_at}", "to": "reg@westmere.example"},
        **{"subject": "x", "due_at": sent_at, "state": State.SENT, "sent_at": sent_at},
    )
    about = {"due_on": timezone.localdate(sent_at), "due_at": sent_at, "state": "written", "email": email}
    return Reminder.objects.create(pledge=pledge, kind=kind, **about)


def test_the_confirmation_is_written_at_once_with_the_pledge():
    pledge = Pledge(act="ring ten tenants", first_name="Reg")

    make_and_tell(pledge, at=WEDNESDAY, email="reg@westmere.example")

    (email,) = OutgoingEmail.objects.all()
    assert (email.purpose, email.due_at) == ("pledges.made", WEDNESDAY)


@pytest.mark.parametrize(
    ("words", "hour"), [("ring Joan at 2pm", 14), ("look out at 11pm", 9), ("ring at 2pm or 3pm", 9), ("", 9)]
)
def test_a_first_step_is_asked_about_at_the_time_that_its_words_name_but_never_at_night(words, hour):
    at = asked_at(Pledge(first_step=words), Kind.FIRST_STEP, FRIDAY)

    assert timezone.localtime(at).hour == hour


def test_a_first_step_is_asked_about_at_its_time_else_at_nine_on_a_working_day():
    saturday = date(2026, 9, 19)
    at_two = make(first_step="ring Joan at 2pm", first_step_on=saturday)
    at_nine = make("sing", by=at_two.contact, first_step="ring Joan", first_step_on=saturday)
    for pledge in (at_two, at_nine):
        book_reminders(pledge, now=WEDNESDAY)

    times = [
        timezone.localtime(pledge.reminders.get(kind="first-step").due_at).strftime("%a %H:%M")
        for pledge in (at_two, at_nine)
    ]

    assert times == ["Mon 14:00", "Mon 09:00"]
    assert asked_at(at_two, Kind.DUE, FRIDAY) == morning(FRIDAY)


def test_another_time_in_its_words_is_another_time_of_what_is_planned():
    pledge = make(first_step="ring Joan at 2pm", first_step_on=FRIDAY)
    book_reminders(pledge, now=WEDNESDAY)
    pledge.first_step = "ring Joan at 4pm"

    book_reminders(pledge, now=WEDNESDAY)

    (reminder,) = pledge.reminders.filter(kind="first-step")
    assert timezone.localtime(reminder.due_at).hour == 16


def test_what_is_left_over_from_friday_waits_for_monday_and_is_not_missed():
    pledge = make()
    left = due(pledge, morning(FRIDAY))
    saturday, monday = morning(FRIDAY + timedelta(days=1)), morning(FRIDAY + timedelta(days=3))

    on_saturday = write_due_reminders(saturday)
    left.refresh_from_db()
    on_monday = write_due_reminders(monday)

    assert (on_saturday, left.due_at, on_monday) == (0, monday, 1)


def test_a_pause_ends_on_a_working_day_and_nothing_is_lost():
    pledge = make()
    due(pledge, morning(FRIDAY))
    FollowUps.of(pledge.contact).pause(until=date(2026, 12, 26))

    written = [write_due_reminders(morning(FRIDAY)), write_due_reminders(morning(date(2026, 12, 29)))]

    assert written == [0, 1]


def test_asked_about_twice_without_a_word_a_pledge_is_quiet_until_there_is_one():
    pledge = make()
    now = WEDNESDAY + timedelta(days=40)
    states = [is_quiet(pledge, now=now)]
    for days in (5, 12):
        ask(pledge, sent_at=WEDNESDAY + timedelta(days=days), kind="due" if days == 5 else "repeat")
        states.append(is_quiet(pledge, now=now))
    just_asked = is_quiet(pledge, now=WEDNESDAY + timedelta(days=14))
    pledge.answer("going", at=now)
    states.append(is_quiet(pledge, now=now))

    assert (states, just_asked) == ([False, False, True, False], False)


def test_one_email_with_two_questions_about_it_is_not_asked_twice():
    pledge = make()
    first = ask(pledge, sent_at=WEDNESDAY + timedelta(days=5))
    fields = {"due_on": first.due_on, "due_at": first.due_at, "state": "written", "email": first.email}
    Reminder.objects.create(pledge=pledge, kind="first-step", **fields)

    assert not is_quiet(pledge, now=WEDNESDAY + timedelta(days=40))


def quiet_pledge(act, **fields):
    now = timezone.now()
    pledge = make(act, by=make_contact(act.title(), email=f"{act}@westmere.example"),
                  made_at=now - timedelta(days=60), **fields)  # fmt: skip
    for days in (40, 30):
        ask(pledge, sent_at=now - timedelta(days=days))
    return pledge


def test_its_maker_and_its_hosts_see_that_it_is_quiet_and_nobody_else(client, sign_in, kwame, amara):
    event = make_event(in_days=-60)
    event.series.hosts.add(kwame)
    group = make_group(lead=kwame)
    ours = quiet_pledge("bake", event=event)
    quiet_pledge("sing", group=group, visibility="group")
    quiet_pledge("dance")
    quiet_pledge("whisper", event=event, visibility="partner")

    mine = seen(client.get(private_url(ours)))
    public = seen(client.get(ours.get_absolute_url()))
    listed = seen(sign_in(kwame).get(reverse("pledge_quiet_list")))
    member = sign_in(amara).get(reverse("pledge_quiet_list"))

    assert "It has been quiet" in mine
    assert "quiet" not in public
    assert {pledge.act for pledge in quiet_for(kwame, now=timezone.now())} == {"bake", "sing"}
    assert "Bake" in listed
    assert "dance" not in listed
    assert member.status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_quiet_ones_costs_the_same_with_one_and_three(sign_in, kwame, rows, django_assert_num_queries):
    event = make_event(in_days=-60)
    event.series.hosts.add(kwame)
    for number in range(rows):
        quiet_pledge(f"bake{number}", event=event)
    host = sign_in(kwame)
    host.get(reverse("pledge_quiet_list"))

    with django_assert_num_queries(3):
        host.get(reverse("pledge_quiet_list"))


def test_three_days_without_a_beat_each_person_hears_once_and_the_stale_are_counted():
    tuesday, friday = morning(date(2026, 9, 15)), morning(FRIDAY)
    for number in range(6):
        person = make_contact(f"P{number}", email=f"p{number}@westmere.example")
        due(make(f"act {number}", by=person), tuesday + timedelta(days=number % 4))

    written = [write_due_reminders(friday + timedelta(minutes=minute)) for minute in range(3)]

    assert written == [4, 0, 0]
    assert Reminder.objects.filter(state="missed").count() == 2
    # Each of those is asked about again in its month: none is forgotten.
    assert Reminder.objects.filter(state="missed", pledge__reminders__state="planned").distinct().count() == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [(date(2026, 3, 27), date(2026, 3, 30)), (date(2026, 10, 23), date(2026, 10, 26))],
)
def test_over_both_clock_changes_each_is_written_once_at_nine(before, after):
    for number, day in enumerate((before, after)):
        person = make_contact(f"P{number}", email=f"p{number}@westmere.example")
        due(make(f"act {number}", by=person, made_at=morning(before) - timedelta(days=3)), morning(day))

    early = write_due_reminders(morning(before) - timedelta(minutes=1))
    moments = []
    now = morning(before)
    while now <= morning(after) + timedelta(hours=3):
        moments += [timezone.localtime(now).strftime("%a %H:%M")] * write_due_reminders(now)
        now += timedelta(minutes=30)

    assert (early, moments) == (0, ["Fri 09:00", "Mon 09:00"])
