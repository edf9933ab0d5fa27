from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from commons.models import AuditEntry
from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.actions.reminding import write_due_reminders
from pledges.models import Answer, FollowUps, Reminder, Rhythm, owed
from pledges.models.rhythm_row import BOUNDS
from tests.factories import make_contact, make_pledge

USUAL = {"month_days": "30", "week_days": "7", "rest_days": "14", "repeat_after": "5"}


def reg(n=""):
    return make_contact(email=f"reg{n}@westmere.example")


def test_an_organiser_changes_when_people_are_asked(client, sign_in, orla):
    sign_in(orla)

    client.post("/run/rhythm/", {**USUAL, "month_days": "60"})
    client.post("/run/rhythm/", {**USUAL, "month_days": "60"})

    entry = AuditEntry.objects.get(action="pledges.rhythm_changed")
    assert Rhythm.now().month == timedelta(days=60)
    assert (entry.actor, entry.facts) == (orla.uuid, {"month_days": 60})
    assert "changed when people are reminded" in client.get("/run/rhythm/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"week_days": "1"}, {"month_days": "365"}, {"rest_days": "0"}, {"repeat_after": "x"}, {"month_days": ""}]
)
def test_a_rhythm_that_would_be_a_nuisance_is_refused_and_what_was_typed_stays(client, sign_in, orla, wrong):
    sign_in(orla)

    page = client.post("/run/rhythm/", {**USUAL, **wrong})

    name, value = next(iter(wrong.items()))
    least, most = BOUNDS[name]
    assert page.context["form"].errors == {name: [f"Enter a number of days, from {least} to {most}"]}
    assert page.context["form"][name].value() == value
    assert not Rhythm.objects.exists()


def test_the_database_itself_never_writes_more_than_once_a_week(db):
    with pytest.raises(IntegrityError, match="week_days_is_sensible"):
        Rhythm.objects.create(pk=1, week_days=1)


def test_a_longer_month_asks_later(db):
    pledge = make_pledge(by=reg(), made_at=timezone.now(), by_on=timezone.localdate() + timedelta(days=200))
    today = timezone.localdate()

    usual, longer = (
        dict(owed(pledge, today=today, meet_ups=[], rhythm=rhythm))[Reminder.Kind.MONTHLY]
        for rhythm in (Rhythm(pk=1), Rhythm(pk=1, month_days=90))
    )

    assert usual < today + timedelta(days=40) < today + timedelta(days=85) < longer


def test_a_longer_rest_after_stuck_is_kept(db):
    Rhythm.objects.create(pk=1, rest_days=50)
    now = timezone.now()
    pledge = make_pledge(by=reg(), by_on=timezone.localdate() + timedelta(days=20))

    answer_pledge(pledge, said="stuck", at=now)

    first = pledge.reminders.planned().order_by("due_on").values_list("due_on", flat=True).first()
    assert first >= timezone.localdate() + timedelta(days=50)


def test_two_weeks_between_emails_means_two_weeks(db):
    Rhythm.objects.create(pk=1, week_days=14)
    now, contact = timezone.now(), reg()
    email = OutgoingEmail.objects.create(purpose="pledges.reminder", key="1", to=contact.email, subject="x", due_at=now)
    OutgoingEmail.objects.filter(pk=email.pk).update(written_at=now - timedelta(days=9))
    for number, state in enumerate(["written", "planned"]):
        pledge = make_pledge(f"act {number}", by=contact)
        about = {"email": email} if state == "written" else {}
        Reminder.objects.create(
            pledge=pledge, kind="due", due_on=date(2026, 1, number + 1), due_at=now, state=state, **about
        )

    written = write_due_reminders(now)

    assert written == 0
    assert Reminder.objects.get(state="planned").due_at >= now + timedelta(days=4)


def test_with_few_pledges_nothing_is_said(client, sign_in, orla):
    sign_in(orla)

    assert "Too few to say yet." in client.get("/run/rhythm/").content.decode()


def test_the_numbers_to_judge_it_by_are_sentences(client, sign_in, orla):
    now = timezone.now()
    for number in range(10):
        contact = reg(number)
        kept = number < 8
        pledge = make_pledge(f"act {number}", by=contact, state="kept" if kept else "let-go", answered_at=now)
        Answer.objects.create(pledge=pledge, said="kept" if kept else "let-go", at=now)
        email = OutgoingEmail.objects.create(
            purpose="pledges.reminder",
            key=str(number),
            to=contact.email,
            subject="x",
            due_at=now,
            state="sent",
            sent_at=now,
        )
        Reminder.objects.create(
            pledge=pledge, kind="due", due_on=date(2026, 1, 1), due_at=now, state="written", email=email
        )
    FollowUps.of(contact).stop(at=now)
    sign_in(orla)

    page = client.get("/run/rhythm/").content.decode()

    assert "80 of 100 answered pledges were kept." in page
    assert "100 answers came for every 100 messages." in page
    assert "10 people stopped the emails for every 100 messages." in page


def test_each_question_is_counted_where_it_was_sent_five_times(client, sign_in, orla):
    now = timezone.now()
    for number in range(7):
        pledge = make_pledge(f"act {number}", by=reg(number))
        email = OutgoingEmail.objects.create(
            **{"purpose": "pledges.reminder", "key": str(number), "to": pledge.contact.email},
            **{"subject": "x", "due_at": now, "state": "sent", "sent_at": now},
        )
        kind = "due" if number < 5 else "repeat"
        day = {"kind": kind, "due_on": date(2026, 1, 1), "due_at": now}
        reminder = Reminder.objects.create(pledge=pledge, state="written", email=email, **day)
        if number < 3:
            answer_pledge(pledge, said="going", at=now, reminder=reminder)
    Reminder.objects.create(pledge=pledge, kind="due", due_on=date(2026, 1, 2), due_at=now, state="missed")
    sign_in(orla)

    page = client.get("/run/rhythm/")

    assert page.context["kinds"] == [{"kind": "the date", "sent": 5, "answered": 3, "missed": 1}]
    assert "Too late to send" in page.content.decode()


def test_organisers_see_who_is_asked_and_no_words_that_are_not_for_all(client, sign_in, orla):
    at = timezone.now() + timedelta(days=3)
    for number, visibility in enumerate(["public", "partner"]):
        pledge = make_pledge(f"CANARY-{visibility}", by=reg(number), visibility=visibility)
        Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(at), due_at=at)
    sign_in(orla)

    page = client.get("/run/rhythm/next/").content.decode()

    assert "The date: “I will CANARY-public”" in page
    assert "A pledge that is not for all members" in page
    assert "CANARY-partner" not in page


def test_a_day_with_many_people_has_pages_and_no_day_is_said(client, sign_in, orla):
    at = timezone.now() + timedelta(days=3)
    sign_in(orla)
    empty = client.get("/run/rhythm/next/").content.decode()
    for number in range(60):
        pledge = make_pledge(f"act {number}", by=reg(number))
        Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(at), due_at=at)

    first = client.get("/run/rhythm/next/")
    second = client.get(f"/run/rhythm/next/{first.context['next_url']}")

    assert "Nobody is asked in the next 14 days." in empty
    assert [len(page.context["rows"]) for page in (first, second)] == [50, 10]
    assert second.context["next_url"] == ""
