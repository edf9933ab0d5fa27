from datetime import date, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.after import pledges_made_at
from collab.tasks import write_after_notes as notes_task
from commons.models import AuditEntry
from events.actions.afterwards import write_after_notes, write_debrief
from events.actions.attendance import Press, Settled, note
from events.actions.closing import close, close_old, reopen
from events.emails.after import after_key
from events.models import FEEDBACK_LINK, LONDON, Attendance, Closing, Debrief, Feedback, SignUp, Visit
from events.models.afterwards import sends_notes_at
from outbox.models import OutgoingEmail, State
from tests.events.door import at, end, make_evening, noted, press, text
from tests.events.test_here import place
from tests.factories import make_attendance, make_contact, make_event, make_pledge, make_series, make_story


@pytest.fixture
def evening(kwame):
    series = make_series()
    series.hosts.add(kwame)
    return make_evening(series=series)


def person(evening, name, state="came", *, signed_up="confirmed", **fields):
    """Somebody with a place, and what was noted of them."""
    contact = make_contact(name, email=f"{name.split()[0].lower()}@people.example", **fields)
    if signed_up:
        place(evening, contact, signed_up)
    return make_attendance(evening, contact, state=state) if state else contact


def tell(evening, when=None):
    """The clock rings when the notes are due."""
    return write_after_notes(when or sends_notes_at(evening), said_there=pledges_made_at)


def told(purpose):
    return sorted(OutgoingEmail.objects.filter(purpose=f"events.{purpose}").values_list("to", flat=True))


def test_the_day_after_those_who_came_and_those_who_did_not_get_different_notes(evening):
    person(evening, "Ada Quill")
    person(evening, "Ben Webb", "missed")
    person(evening, "Cy Stone", "apologies")
    person(evening, "Dee Walker", None)
    person(evening, "Eli Back", "missed", signed_up="cancelled")
    person(evening, "Flo In", signed_up="")

    tell(evening)

    assert (told("came"), told("missed")) == (["ada@people.example", "flo@people.example"], ["ben@people.example"])


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24), date(2026, 11, 18)])
def test_the_notes_go_at_ten_in_the_morning_by_the_clock_on_the_wall(db, day):
    event = make_series().date_on(day)

    due = sends_notes_at(event)

    assert (due.hour, due.minute, due.date()) == (10, 0, day + timedelta(days=1))
    assert due.utcoffset() == datetime.combine(day + timedelta(days=1), due.time(), LONDON).utcoffset()


def test_nothing_goes_before_ten_or_twice(evening):
    person(evening, "Ada Quill")

    early = tell(evening, sends_notes_at(evening) - timedelta(minutes=1))
    first, again = tell(evening), tell(evening, sends_notes_at(evening) + timedelta(hours=2))

    assert (early, first, again, told("came")) == (0, 1, 0, ["ada@people.example"])


def test_whoever_is_ticked_off_from_paper_later_that_day_still_hears(evening):
    tell(evening)
    person(evening, "Ada Quill")

    tell(evening, sends_notes_at(evening) + timedelta(hours=5))

    assert told("came") == ["ada@people.example"]


def test_a_note_not_sent_yet_is_dropped_when_what_was_noted_changes(evening, kwame):
    row = person(evening, "Ada Quill", "missed")
    tell(evening)

    note(evening, row.contact, "came", Press(row.uuid, timezone.now(), kwame), now=timezone.now())
    tell(evening)

    states = dict(OutgoingEmail.objects.values_list("purpose", "state"))
    assert states == {"events.missed": State.CANCELLED, "events.came": State.DUE}


def test_nobody_hears_about_a_date_that_was_called_off(evening):
    person(evening, "Ada Quill")
    evening.cancelled_at, evening.cancelled_because = timezone.now(), "Snow"
    evening.save()

    assert tell(evening) == 0


def test_the_thanks_hold_what_they_said_they_would_do(evening):
    row = person(evening, "Ada Quill")
    make_pledge("ring ten tenants", by=row.contact, event=evening, partner=make_contact("Joan Ashworth"))
    make_pledge("never tell", by=make_contact("Other One"), event=evening)

    tell(evening)

    email = OutgoingEmail.objects.get(purpose="events.came")
    assert "I will ring ten tenants. With Joan." in email.text
    assert "never tell" not in email.text + email.html


def test_the_clock_rings_the_notes(evening):
    person(evening, "Ada Quill")
    # Whatever the hour is now, ten on the next day is past.
    end(evening, days_ago=2)

    notes_task()
    notes_task()

    assert told("came") == ["ada@people.example"]


def link_to(row):
    return reverse("feedback", args=[FEEDBACK_LINK.token(row.uuid)])


ANSWERS = {"worth_it": "very", "met_someone": "yes"}


def test_two_questions_are_answered_once_and_by_pressing(client, evening):
    row = person(evening, "Ada Quill")

    client.get(link_to(row))
    opened = Feedback.objects.count()
    client.post(link_to(row), ANSWERS)
    page = client.post(link_to(row), {"worth_it": "not", "met_someone": "no"})

    assert opened == 0
    assert list(Feedback.objects.values_list("worth_it", "met_someone")) == [("very", "yes")]
    assert "Thank you for your answers" in text(page)


def test_the_two_questions_say_what_is_missing(client, evening):
    page = client.post(link_to(person(evening, "Ada Quill")), {"worth_it": "very"})

    assert "Choose whether you met somebody" in text(page)
    assert 'value="very" class="govuk-radios__input" id="id_worth_it_0" checked' in text(page)


@pytest.mark.parametrize("state", ["missed", "apologies"])
def test_only_those_who_came_are_asked(client, evening, state):
    row = person(evening, "Ada Quill", state)

    assert client.post(link_to(row), ANSWERS).status_code == 404
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(("answers", "is_shown"), [(4, False), (5, True)])
def test_the_host_reads_answers_as_numbers_from_five_on(sign_in, kwame, client, evening, answers, is_shown):
    for number in range(answers):
        client.post(link_to(person(evening, f"Guest{number} Web")), ANSWERS)

    page = text(sign_in(kwame).get(at("host_after", evening)))

    assert ("Fewer than five people have answered" in page) == (not is_shown)
    assert ('<th scope="row">Yes, very much</th> <td>5</td>' in page) == is_shown


def test_what_was_answered_points_at_nobody():
    columns = {field.name for field in Feedback._meta.get_fields()}

    assert columns == {"id", "event", "worth_it", "met_someone"}


def test_closing_locks_who_came_and_reopening_is_in_the_log(sign_in, kwame, evening):
    client, row = sign_in(kwame), person(evening, "Ada Quill")
    end(evening)

    client.post(at("host_close", evening))
    press(client, evening, row.contact, "undo")
    locked = noted(evening)
    client.post(at("host_reopen", evening))
    press(client, evening, row.contact, "undo")

    assert (locked, noted(evening)) == ({"Ada Quill": "came"}, {})
    log = AuditEntry.objects.filter(target=evening.uuid).order_by("pk").values_list("action", "actor")
    assert list(log) == [("events.close", kwame.uuid), ("events.reopen", kwame.uuid)]


def test_closing_twice_is_closing_once(kwame, orla, evening):
    person(evening, "Ada Quill")
    person(evening, "Ben Webb", "missed")
    end(evening)

    close(evening, by=kwame, at=timezone.now())
    close(evening, by=orla, at=timezone.now())

    closing = Closing.objects.get()
    assert (closing.by, closing.came, closing.missed, Visit.objects.count()) == (kwame, 1, 1, 1)
    assert Attendance.objects.filter(locked_at=None).count() == 0


def test_a_date_that_is_not_over_cannot_be_closed(sign_in, kwame, evening):
    answer = sign_in(kwame).post(at("host_close", evening))

    assert (answer.status_code, Closing.objects.count()) == (403, 0)


def test_opening_it_again_counts_nobody_twice(kwame, evening):
    row = person(evening, "Ada Quill")
    person(evening, "Ben Webb")
    end(evening)
    close(evening, by=kwame, at=timezone.now())

    reopen(evening, by=kwame, at=timezone.now())
    row.delete()
    close(evening, by=kwame, at=timezone.now())

    assert (Closing.objects.get().came, Visit.objects.count()) == (1, 1)


def test_the_clock_closes_what_nobody_closed_but_not_what_was_opened_again(kwame, evening):
    now = timezone.now()
    person(evening, "Ada Quill")
    end(evening, days_ago=13)
    too_soon = close_old(now)
    end(evening, days_ago=15)

    first, again = close_old(now), close_old(now)
    reopen(evening, by=kwame, at=now)
    after = close_old(timezone.now())

    assert (too_soon, first, again, after) == (0, 1, 0, 0)


def test_the_box_to_find_a_story_begins_empty_and_keeps_what_was_looked_for(sign_in, kwame, evening):
    page, address = sign_in(kwame), reverse("host_after", args=[evening.series.slug, evening.day])

    before, after = text(page.get(address)), text(page.get(address, {"story": "Fairy"}))

    assert ('type="search" value=""' in before, 'type="search" value="Fairy"' in after) == (True, True)


def test_a_debrief_is_kept_and_shown_to_the_hosts_of_the_next_date(sign_in, kwame, evening):
    client = sign_in(kwame)
    client.post(at("host_after", evening), {"next_time": "Fewer chairs"})
    following = make_event(in_days=30, series=evening.series)

    found = Debrief.objects.before(following)

    assert found == Debrief.objects.get(by=kwame)
    assert Debrief.objects.get().said == [("What will we do next time?", "Fewer chairs")]
    assert Debrief.objects.before(evening) is None
    assert "Fewer chairs" in text(client.get(at("host_after", evening)))


def test_an_empty_debrief_is_not_kept(sign_in, kwame, evening):
    page = sign_in(kwame).post(at("host_after", evening), {"went_well": ""})

    assert "Write at least one thing to remember" in text(page)
    assert Debrief.objects.count() == 0


def test_a_debrief_of_another_series_is_not_shown(kwame, evening):
    words = {"went_well": "All", "was_hard": "", "next_time": ""}
    other = make_event(in_days=-3, series=make_series("other"))
    write_debrief(other, **words, by=kwame, at=timezone.now())

    assert Debrief.objects.before(make_event(in_days=30, series=evening.series)) is None


def test_a_host_says_which_stories_were_told_again(sign_in, kwame, evening):
    client, story = sign_in(kwame), make_story()
    make_story("Nothing to see", state="draft")

    offered = client.get(at("host_after", evening), {"story": "bus"}).context["offered"]
    told = {"story": story.slug}
    client.post(at("host_story", evening), told)
    client.post(at("host_story", evening), told)
    draft = client.post(at("host_story", evening), {"story": "nothing-to-see"})

    assert list(offered) == [story]
    assert list(evening.retellings.values_list("story", "by")) == [(story.pk, kwame.pk)]
    assert draft.status_code == 404


def test_a_story_taken_down_is_no_longer_named(sign_in, kwame, evening):
    client, story = sign_in(kwame), make_story()
    client.post(at("host_story", evening), {"story": story.slug})
    before = story.title in text(client.get(at("host_after", evening)))
    story.consents.update(ended_at=timezone.now())

    after = story.title in text(client.get(at("host_after", evening)))

    assert (before, after) == (True, False)


def test_a_story_told_by_mistake_is_taken_off(sign_in, kwame, evening):
    client, story = sign_in(kwame), make_story()
    client.post(at("host_story", evening), {"story": story.slug})

    client.post(at("host_story", evening), {"story": story.slug, "drop": "1"})

    assert evening.retellings.count() == 0


def test_a_press_kept_on_a_phone_cannot_change_a_closed_date(kwame, evening):
    ada = place(evening, make_contact("Ada Quill"))
    end(evening)
    close(evening, by=kwame, at=timezone.now())

    with pytest.raises(Settled):
        note(evening, ada.contact, "came", Press(ada.uuid, evening.ends_at, kwame), now=timezone.now())
    assert SignUp.objects.count() == 1


def test_whoever_wants_no_notes_presses_once_and_gets_none(client, evening):
    row = person(evening, "Ada Quill")
    tell(evening)
    email = OutgoingEmail.objects.get()
    later = make_evening(series=evening.series, day=evening.day + timedelta(days=1),
                         rule_day=evening.day + timedelta(days=1))  # fmt: skip
    make_attendance(later, row.contact)
    path = email.unsubscribe_url.removeprefix("http://testserver")

    client.get(path)
    after_looking = OutgoingEmail.objects.get().state
    Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    stopped = (tell(later), OutgoingEmail.objects.get().state)
    client.post(path, {"start": "1"})
    tell(later)

    assert (after_looking, stopped) == (State.DUE, (0, State.CANCELLED))
    assert OutgoingEmail.objects.filter(state=State.DUE).get().key == after_key(later, row.contact.uuid)
    assert email.unsubscribe_url in email.text


def test_the_jobs_of_a_date_hold_what_was_remembered_from_the_one_before(kwame, evening, django_assert_num_queries):
    write_debrief(evening, went_well="", was_hard="Cold", next_time="Coats", by=kwame, at=timezone.now())
    following = make_event(in_days=9, series=evening.series)

    with django_assert_num_queries(2):
        jobs = " ".join(render_to_string("events/host/_door_jobs.html", {"event": following}).split())

    assert "<b>What was hard?</b></p> <p>Cold</p>" in jobs
    assert at("event_labels", following) in jobs
    assert at("host_after", following) not in jobs


def test_the_jobs_of_a_date_that_is_over_say_what_is_to_do(evening):
    end(evening)

    jobs = render_to_string("events/host/_door_jobs.html", {"event": evening})

    assert at("host_after", evening) in jobs
    assert "To do" in jobs
    assert at("event_labels", evening) not in jobs
