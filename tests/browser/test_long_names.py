"""Names longer than a phone is wide: they break over lines, and push no page wide and no word out of its box."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import sign_up
from events.models import Venue
from members.models import Contact
from pledges.emails.partners import partner_path
from tests.browser.conftest import NARROW, PHONE
from tests.browser.steps import come_as_visitor, come_signed_in
from tests.factories import (
    make_contact,
    make_event,
    make_member,
    make_organisation,
    make_pledge,
    make_series,
    make_story,
)
from tests.pledges.screens import pledge_url, private_url, wall_url

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
# Words that stand out of the box they are in, and so are cut off or lie over others.
STICK_OUT = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline"
        && box.clientWidth > 1 && !box.matches("input, textarea, select"))
    .map((box) => box.className || box.tagName)"""


@pytest.fixture
def browser_context_args():
    """Where a name breaks has nothing to do with the script, so these pages are walked once."""
    return {"viewport": PHONE, "locale": "en-GB"}


@pytest.fixture
def has_script():
    return True


@pytest.fixture
def world(site, transactional_db):
    """One of each thing, with a name without a space."""
    organisation = make_organisation(LONG)
    member = make_member(f"{LONG} {LONG}")
    Contact.objects.filter(pk=member.contact.pk).update(organisation=organisation)
    venue = Venue.objects.create(name=LONG, address=LONG)
    event = make_event(in_days=1, series=make_series(title=LONG, venue=venue, wall_opens_before=timedelta(days=2)))
    sign_up(event, member.contact, at=timezone.now(), show_name=True)
    settled = timezone.now() - timedelta(minutes=1)
    pledge = make_pledge(LONG, by=member, event=event, role_or_place=LONG, cue=LONG, obstacle=LONG, made_at=settled)
    other = sign_up(
        event, make_contact(f"{LONG} {LONG}", email="other@long.example"), at=timezone.now(), show_name=True
    )
    promise = make_pledge(LONG, by=member)
    beside = promise.partner_asks.create(
        role="partner", to_contact=other.contact, asked_at=timezone.now(), lapses_at=timezone.now() + timedelta(days=14)
    )
    story = make_story(LONG, teller=member, what_we_did=LONG)
    return {"member": member, "pages": [
        "/", "/stories/", story.get_absolute_url(), "/pledges/", pledge.get_absolute_url(), "/events/",
        event.get_absolute_url(), f"{event.get_absolute_url()}join/", wall_url(event), pledge_url(event),
        "/organisations/", organisation.get_absolute_url(),
    ], "own": ["/people/", "/me/", "/pledges/mine/", "/stories/mine/", private_url(pledge),
        f"{private_url(pledge)}partner/", f"{private_url(pledge)}card/", partner_path(beside),
    ]}  # fmt: skip


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("width", [NARROW, PHONE], ids=["320", "390"])
def test_long_names_stay_inside_the_page_and_their_boxes(page, site, world, who, width):
    come_as_visitor(page) if who == "visitor" else come_signed_in(page, site, world["member"])
    page.set_viewport_size(width)
    faults = {}

    for path in world["pages"] + (world["own"] if who == "member" else []):
        page.goto(site + path)
        wide, out = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(STICK_OUT)
        if wide > width["width"] or out:
            faults[path] = (wide, out)

    assert faults == {}
