"""Stuck brings help, from the email to a host's offer, and kept gives thanks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.reminding import write_due_reminders
from pledges.models import HelpOffer, Snag
from tests.browser.steps import Way, come_as_visitor, come_signed_in, follow, heading, link_after, press, words
from tests.factories import make_contact, make_pledge


@pytest.fixture
def reg(site, transactional_db):
    return make_contact(email="reg@westmere.example")


@pytest.fixture
def email(reg):
    """The reminder as Reg gets it, a day after it fell due."""
    joan = make_contact("Joan Ashworth", email="joan@westmere.example")
    pledge = make_pledge(by=reg, made_at=timezone.now() - timedelta(days=20), partner=joan, backer=joan)
    now = timezone.now()
    pledge.reminders.create(kind="due", due_on=timezone.localdate(), due_at=now)
    write_due_reminders(now + timedelta(seconds=1))
    return newest(reg.email, "pledges.reminder")


def newest(to, purpose):
    return OutgoingEmail.objects.filter(to=to, purpose=purpose).latest("pk")


def say_stuck(page, email, why):
    page.goto(link_after("Stuck", email))
    press(page, "Yes, I am stuck")
    page.get_by_label(why).check()
    page.get_by_label("Who or what would help?").fill("Somebody with a van.")
    press(page, "See what helps")


def test_on_a_slow_line_the_whole_way_is_three_screens_and_three_taps(page, email, axe):
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    # A phone at the edge of a town: 400 kilobits a second and almost half a second each way.
    slow.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})  # fmt: skip
    page.set_default_timeout(30_000)
    way = Way().watch(page)

    page.goto(link_after("Stuck", email))
    way.tap(page.get_by_role("button", name="Yes, I am stuck"))
    axe()
    way.tap(page.get_by_label("Time, or another pair of hands"))
    way.tap(page.get_by_role("button", name="See what helps"))

    assert heading(page) == "Another pair of hands"
    assert (len(way.screens), way.taps) == (3, 3)
    axe()


@pytest.mark.parametrize("why", ["Permission from somebody", "Money", "The right person to talk to", "I am not sure"])
def test_each_way_out_has_a_page_that_all_can_use(page, email, axe, why):
    say_stuck(page, email, why)

    axe()
    assert "A host looks at it too" in words(page)


def test_a_letter_is_sent_to_the_backer(page, email, axe):
    say_stuck(page, email, "Permission from somebody")
    page.get_by_label("Your letter").fill("Dear Joan, may we have the key on Tuesdays?")
    press(page, "Send it to Joan")

    letter = newest("joan@westmere.example", "pledges.letter")
    assert "Your letter to Joan goes out today" in words(page)
    assert "may we have the key on Tuesdays?" in letter.text
    axe()


def test_a_host_offers_help_and_it_is_taken_up(page, site, email, orla, axe):
    say_stuck(page, email, "Time, or another pair of hands")
    come_signed_in(page, site, orla)

    page.goto(f"{site}/pledges/stuck/")
    axe()
    follow(page, "Help with this one")
    page.get_by_label("What could help?").fill("The food hub has a van.")
    axe()
    press(page, "Send the offer")
    come_as_visitor(page)
    page.goto(link_after("You do not need to sign in:", newest("reg@westmere.example", "pledges.help")))
    axe()
    press(page, "Yes, I take it up")

    assert heading(page) == "Good. We hope it helps"
    assert HelpOffer.objects.get().is_used is True
    assert Snag.objects.get().heard_at is not None
    axe()


def test_kept_says_who_hears_and_offers_three_lines(page, email, axe):
    page.goto(link_after("Kept", email))
    press(page, "Yes, it is kept")
    said = words(page)
    axe()
    follow(page, "Write three lines")
    page.get_by_label("What did you do?").fill("I rang ten tenants.")
    press(page, "Keep them")

    assert "Joan, your partner, gets an email in an hour." in said
    assert "Saved" in words(page)
    axe()


def test_a_member_says_thanks_in_one_press(page, site, amara, denise, axe, transactional_db):
    pledge = make_pledge(by=amara, state="kept", answered_at=timezone.now())
    come_signed_in(page, site, denise)

    page.goto(site + pledge.get_absolute_url())
    press(page, "Say thanks")

    assert "Thanks from you." in words(page)
    axe()
