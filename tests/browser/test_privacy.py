"""Somebody takes a copy of everything, leaves, thinks better of it, and leaves after all."""

from io import BytesIO
from time import time
from zipfile import ZipFile

from django.test import Client
from django.utils import timezone

from collab.privacy.requests import carry_out
from members.models import Leaving, Member
from members.models.requests import PAUSE
from outbox.models import OutgoingEmail, State
from tests.browser.steps import (
    come_as_visitor,
    come_signed_in,
    follow,
    heading,
    link_after,
    newest_email,
    press,
    words,
    wrongs,
)
from tests.factories import make_contact, make_member, make_pledge


def come_freshly(page, site, member):
    """With a code typed a moment ago."""
    come_signed_in(page, site, member)
    client = Client()
    client.cookies["sessionid"] = page.context.cookies()[0]["value"]
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time(), "email": member.email}]
    session["account_authentication_methods_user"] = str(member.pk)
    session.save()


def show_it_is_them(page, member):
    """The address is known, so the code is all that is asked for."""
    press(page, "Send me a code")
    page.get_by_label("Your code").fill(newest_email(member.email, "members.code").subject.split(" is your code")[0])
    press(page, "Sign in")


def go_to_the_copy(page, axe):
    """From one's own page, to the page that asks for a fresh sign-in."""
    follow(page, "What you agreed to, a copy of everything, leaving")
    axe()
    follow(page, "Download everything about me")
    axe()


def fetch(page):
    """The bytes of what is downloaded."""
    with page.expect_download() as fetched:
        press(page, "Fetch my copy")
    return fetched.value.path().read_bytes()


def test_a_member_signs_in_once_more_and_takes_a_copy(page, site, axe, transactional_db):
    reg = make_member("Reg Thackeray", sector="residents")
    make_pledge("mend the kettle", by=reg)
    come_signed_in(page, site, reg)
    page.goto(f"{site}/me/")

    go_to_the_copy(page, axe)
    again = heading(page)
    show_it_is_them(page, reg)
    axe()
    press(page, "Make my copy")
    making = words(page)
    carry_out(timezone.now())
    page.goto(link_after("Fetch my copy:", newest_email(reg.email, "privacy.download")))
    axe()
    file = fetch(page)
    page.reload()

    assert (again, "We are making your copy" in making) == ("Is it you?", True)
    assert b"mend the kettle" in ZipFile(BytesIO(file)).read("about-you.html")
    assert "We do not have it any more." in words(page)


def leave(page, site):
    page.goto(f"{site}/me/leave/")
    page.get_by_label("Yes, delete everything about me").check()
    press(page, "Leave")


def wait_72_hours():
    """The clock rings, the last email is sent, the clock rings once more."""
    for _ in range(2):
        carry_out(timezone.now() + PAUSE)
        OutgoingEmail.objects.filter(state=State.DUE).update(state=State.SENT, sent_at=timezone.now())


def test_a_box_that_was_not_ticked_is_asked_for(page, site, axe, transactional_db):
    come_freshly(page, site, make_member("Reg Thackeray", sector="residents"))

    page.goto(f"{site}/me/leave/")
    axe()
    press(page, "Leave")
    axe()

    assert wrongs(page) == ["Tick the box to say that you are sure"]


def test_a_member_leaves_stays_after_all_and_then_goes(page, site, axe, transactional_db):
    reg = make_member("Reg Thackeray", sector="residents")
    come_freshly(page, site, reg)
    leave(page, site)
    under_way = words(page)
    axe()

    come_as_visitor(page)
    page.goto(link_after("Stop, I want to stay:", newest_email(reg.email, "privacy.begun")))
    axe()
    press(page, "Stop, I want to stay")
    stopped = heading(page)
    come_freshly(page, site, reg)
    leave(page, site)
    wait_72_hours()
    page.reload()

    assert "You are leaving" in under_way
    assert stopped == "You have not left"
    assert not Member.objects.filter(email=reg.email).exists()
    assert "/sign-in/" in page.url


def test_somebody_without_an_account_asks_for_a_link_and_leaves(page, site, axe, transactional_db):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example")
    make_pledge("mend the kettle", by=guest)

    page.goto(f"{site}/privacy/")
    axe()
    follow(page, "See what we keep about you, take a copy, or have it deleted")
    axe()
    page.get_by_label("Your email address").fill("reg@westmere.example")
    press(page, "Send me a link")
    axe()
    page.goto(link_after("What we keep about me:", newest_email("reg@westmere.example", "privacy.asked")))
    axe()
    with page.expect_download() as fetched:
        press(page, "Download everything about me")
    page.get_by_label("Yes, delete everything about me").check()
    press(page, "Delete my details")
    axe()

    assert fetched.value.suggested_filename.endswith(".zip")
    assert "You are leaving" in words(page)
    assert Leaving.objects.get().contact == guest


def test_an_organiser_begins_it_for_somebody_who_rang(page, site, axe, transactional_db):
    orla = make_member("Orla Fitzsimmons", sector="charity", roles=["admin"])
    make_contact("Reg Thackeray", phone="01632 960 001")
    come_signed_in(page, site, orla)

    page.goto(f"{site}/run/leaving/")
    axe()
    page.get_by_label("Their email address or phone number").fill("01632 960 001")
    page.get_by_label("I have checked that it is them").check()
    press(page, "Begin")
    axe()

    assert "Ring them to say so: 01632 960 001" in words(page)
