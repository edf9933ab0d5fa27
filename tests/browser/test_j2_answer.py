"""J2: a reminder is answered with one click in the email and one button on the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pledges.actions.reminding import write_due_reminders
from pledges.models import Answer, Pledge
from tests.browser.steps import Way, everything, follow, heading, link_after, newest_email, press, words
from tests.factories import make_contact, make_pledge


@pytest.fixture
def email(site, transactional_db):
    """The reminder as Reg gets it, a day after it fell due."""
    reg = make_contact(email="reg@westmere.example")
    pledge = make_pledge(by=reg, made_at=timezone.now() - timedelta(days=20))
    now = timezone.now()
    pledge.reminders.create(kind="due", due_on=timezone.localdate(), due_at=now)
    write_due_reminders(now + timedelta(seconds=1))
    return newest_email(reg.email, "pledges.reminder")


def answers():
    return list(Answer.objects.order_by("pk").values_list("said", flat=True))


def test_a_reminder_is_answered_with_one_click_and_one_button(page, email, axe):
    way = Way().watch(page)

    page.goto(link_after("Stuck", email))
    question = words(page)
    buttons = page.get_by_role("main").get_by_role("button").all_inner_texts()
    axe()
    way.tap(page.get_by_role("button", name="Yes, I am stuck"))

    assert "“I will ring ten tenants”" in question
    assert buttons == ["Yes, I am stuck"]
    assert heading(page) == "Thank you for saying so"
    assert (len(way.screens), way.taps) == (2, 1)
    assert (Pledge.objects.get().state, answers()) == ("stuck", ["stuck"])
    axe()


def test_opening_every_link_of_the_email_changes_nothing(page, email):
    links = [word for word in email.text.split() if word.startswith("http")]
    before = everything()

    for link in links:
        page.request.head(link)
        page.request.head(link)
        page.goto(link)
        page.reload()
        assert page.url == link

    assert len(links) == 5
    assert everything() == before


def test_an_answer_is_corrected_and_both_are_kept(page, email):
    page.goto(link_after("Stuck", email))
    press(page, "Yes, I am stuck")

    page.goto(link_after("Stuck", email))
    said = words(page)
    follow(page, "Kept")
    press(page, "Yes, it is kept")

    assert "You said “Stuck”" in said
    assert heading(page) == "Thank you. It is kept"
    assert (Pledge.objects.get().state, answers()) == ("kept", ["stuck", "kept"])


def test_a_line_about_it_is_added_after_the_answer(page, email, axe):
    page.goto(link_after("Kept", email))
    press(page, "Yes, it is kept")
    page.get_by_label("What happened?").fill("Nine of ten picked up.")
    press(page, "Save your line")

    assert Answer.objects.get().note == "Nine of ten picked up."
    assert "Saved" in words(page)
    axe()
