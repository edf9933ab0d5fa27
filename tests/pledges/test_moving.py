"""Another day or other words, with what it said before kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pledges.actions.moving import move_pledge
from pledges.actions.reminding import write_due_reminders
from pledges.emails import move_path, private_path
from pledges.models import Move, Reminder
from pledges.models.working_days import working_day
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge():
    by_on = timezone.localdate() + timedelta(days=10)
    return make_pledge("paint the gate", by=make_contact("Reg", email="reg@westmere.example"), by_on=by_on)


def day(days):
    return timezone.localdate() + timedelta(days=days)


def written(on):
    return f"{on.day} {on:%B %Y}"


def test_a_new_day_keeps_the_old_one_and_is_asked_about(client, pledge):
    was = pledge.by_on

    client.post(move_path(pledge), {"by_on": written(day(30)), "act": pledge.act, "initial-act": pledge.act})

    move, pledge = Move.objects.get(), type(pledge).objects.get()
    assert (pledge.by_on, move.was_by_on, move.by_on) == (day(30), was, day(30))
    planned = Reminder.objects.planned().filter(kind="due").values_list("due_on", flat=True)
    assert list(planned) == [working_day(day(30))]


def test_an_email_that_was_written_and_not_sent_about_the_old_day_is_taken_back(pledge):
    now = timezone.now()
    Reminder.objects.create(pledge=pledge, kind="due", due_on=day(0), due_at=now)
    assert write_due_reminders(now) == 1

    move_pledge(pledge, act=pledge.act, by_on=day(30), is_doubtful=False, at=now)

    reminder = Reminder.objects.get(due_on=day(0))
    assert reminder.state == "cancelled"
    assert reminder.email is None


def test_pressed_twice_it_is_moved_once(client, pledge):
    for _ in range(2):
        client.post(move_path(pledge), {"by_on": written(day(30)), "act": pledge.act})

    assert Move.objects.count() == 1


def test_new_words_keep_the_old_ones_on_both_pages(client, pledge):
    client.post(move_path(pledge), {"by_on": written(pledge.by_on), "act": "oil the gate"})
    client.post(private_path(pledge), {"act": "mend the gate", "visibility": "public"})

    assert [move.was_act for move in Move.objects.all()] == ["oil the gate", "paint the gate"]


def test_a_page_opened_before_does_not_bring_old_words_back(client, pledge):
    opened = {"by_on": written(pledge.by_on), "initial-by_on": written(pledge.by_on), "act": "paint the gate",
              "initial-act": "paint the gate"}  # fmt: skip
    type(pledge).objects.update(act="oil the gate")

    client.post(move_path(pledge), opened | {"by_on": written(day(30))})

    pledge.refresh_from_db()
    assert (pledge.act, pledge.by_on) == ("oil the gate", day(30))


def test_a_day_that_is_not_clear_comes_back_with_what_was_typed(client, pledge):
    page = client.post(move_path(pledge), {"by_on": "soon", "act": "paint the gate"})

    assert "Enter a day, like 20 November" in seen(page)
    assert 'value="soon"' in page.content.decode()
    assert not Move.objects.exists()


def test_opening_the_page_changes_nothing(client, pledge):
    assert "Change the date" in seen(client.get(move_path(pledge)))
    assert not Move.objects.exists()


def test_the_history_says_from_which_day_to_which_and_others_do_not_read_it(sign_in, client, amara, denise):
    pledge = make_pledge("paint the gate", by=amara, by_on=day(10))
    move_pledge(pledge, act="oil the gate", by_on=day(30), is_doubtful=False, at=timezone.now())

    own, other = (seen(sign_in(who).get(pledge.get_absolute_url())) for who in (amara, denise))

    assert f"Moved from {written(day(10))} to {written(day(30))}" in own
    assert "Before: “I will paint the gate”" in own
    assert "oil the gate" in other
    assert "paint" not in other
    assert "Moved" not in other


def test_the_database_refuses_a_move_that_changes_nothing(pledge):
    for days in ({"was_by_on": None, "by_on": None}, {"was_by_on": day(1), "by_on": day(1)}):
        with pytest.raises(IntegrityError, match="a_move_changes_something"), transaction.atomic():
            Move.objects.create(pledge=pledge, was_act="a", act="a", at=timezone.now(), **days)
    Move.objects.create(pledge=pledge, was_act="a", act="a", at=timezone.now(), was_by_on=None, by_on=day(1))


def test_the_private_page_leads_there(client, pledge):
    url = private_path(pledge)

    assert f'href="{url}move/"' in client.get(url).content.decode()
