"""Who is here, in a hall whose signal drops: presses wait on the phone, survive a reload, and are sent once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Attendance, SignUp, Tap
from tests.browser.steps import Way, come_signed_in, go, heading, press, words
from tests.events.door import at, make_evening, noted
from tests.factories import make_contact, make_member, make_series, sector

NAMES = ["Ada Quill", "Ben O’Brien", "Cy Webb", "Dee Walker"]


@pytest.fixture
def host(transactional_db):
    return make_member("Kwame Asiedu", sector="charity", roles=["facilitator"])


@pytest.fixture
def evening(host):
    """A date that is on, with four people who have a place."""
    sector("nhs")
    series = make_series()
    series.hosts.add(host)
    event, then = make_evening(series=series), timezone.now() - timedelta(days=3)
    for name in NAMES:
        contact = make_contact(name, email=f"{name.split()[0].lower()}@people.example")
        SignUp.objects.create(event=event, contact=contact, state="confirmed", signed_up_at=then, changed_at=then)
    return event


@pytest.fixture
def open_list(page, site, host, evening):
    """The host's phone, with the list open."""
    come_signed_in(page, site, host)

    def opened():
        page.goto(site + at("event_here", evening))

    opened()
    return opened


def here(page, name):
    page.locator("[data-door-row]", has_text=name).get_by_role("button", name=re.compile("^Here")).click()


def waiting(page):
    """How many presses the page says are waiting, 0 when it says nothing."""
    shown = page.locator("[data-door-waiting]:not([hidden]) [data-door-number]")
    return int(shown.inner_text()) if shown.count() else 0


def settle(page):
    page.locator("[data-door-waiting]").wait_for(state="hidden")


def came(evening):
    return sorted(name for name, state in noted(evening).items() if state == "came")


def test_find_press_and_undo(page, axe, has_script, open_list, evening):
    page.get_by_label("Find by the first three letters of a name").fill("qui")
    if not has_script:
        press(page, "Find")
    shown = page.locator("[data-door-row]:visible b").all_inner_texts()
    here(page, "Ada Quill")
    page.get_by_text("1 here,").wait_for()
    axe()
    pressed = noted(evening)
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("0 here,").wait_for()

    assert shown == ["Ada Quill"]
    assert pressed == {"Ada Quill": "came"}
    assert noted(evening) == {}


def test_with_a_keyboard_letters_and_enter_twice_say_who_is_here(page, has_script, open_list, evening):
    if not has_script:
        pytest.skip("without a script the button after the letters is pressed first")
    find = page.get_by_label("Find by the first three letters of a name")
    find.focus()
    page.keyboard.type("wal")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_text("1 here,").wait_for()
    on = page.evaluate("document.activeElement.innerText")

    # The next name is typed over the last one, without the apostrophe.
    find.focus()
    page.keyboard.type("obr")

    assert came(evening) == ["Dee Walker"]
    assert on.startswith("Undo")
    assert page.locator("[data-door-row]:visible b").all_inner_texts() == ["Ben O’Brien"]


def test_somebody_who_walks_in(page, axe, has_script, open_list, evening):
    page.get_by_label("Their name").fill("Eli Stone")
    page.get_by_label("Organisation or group").fill("Lantern")
    press(page, "They are here")
    page.get_by_text("1 walked in").wait_for()
    if has_script:
        go(page.get_by_role("link", name="Open the list again to put it right"))
    go(page.get_by_role("link", name=re.compile("^Put right.*Eli Stone")).first)

    assert heading(page) == "Put details right"
    assert noted(evening) == {"Eli Stone": "came"}
    axe()


def test_a_walk_in_is_one_tap_a_name_and_one_key(page, open_list, evening):
    fields, way = page.locator("form[data-door-walk-in]").locator("input:visible, select:visible"), Way()

    way.tap(page.get_by_role("link", name="Not on the list? Write them down"))
    focused = page.evaluate("document.activeElement.name")
    page.keyboard.type("Eli Stone")
    page.keyboard.press("Enter")
    way.taps += 1
    page.get_by_text("1 walked in").wait_for()

    assert noted(evening) == {"Eli Stone": "came"}
    # Four fields, of which one is typed in; and no page in between.
    assert (focused, way.taps, fields.count()) == ("name", 2, 4)


def test_presses_without_a_signal_are_kept_and_sent_later_once(page, has_script, open_list, evening, context):
    if not has_script:
        pytest.skip("without a script nothing can be kept")
    context.set_offline(True)
    here(page, "Ada Quill")
    here(page, "Ben O’Brien")
    page.get_by_label("Their name").fill("Eli Stone")
    press(page, "They are here")
    kept, told, before = waiting(page), words(page), noted(evening)

    context.set_offline(False)
    settle(page)

    assert (kept, before) == (3, {})
    assert "3 waiting to be sent" in told
    assert came(evening) == ["Ada Quill", "Ben O’Brien", "Eli Stone"]
    assert Tap.objects.count() == 3


def test_presses_that_wait_survive_a_reload(page, site, has_script, open_list, evening):
    if not has_script:
        pytest.skip("without a script nothing can be kept")
    page.route("**/here/tap/", lambda route: route.abort())
    here(page, "Ada Quill")
    here(page, "Cy Webb")
    before = waiting(page)

    open_list()
    after, marked = waiting(page), page.locator("[data-door-row][data-state=came]").count()
    page.unroute("**/here/tap/")
    open_list()
    settle(page)

    assert (before, after, marked) == (2, 2, 2)
    assert came(evening) == ["Ada Quill", "Cy Webb"]


def test_an_answer_that_is_lost_on_the_way_back_counts_once(page, has_script, open_list, evening):
    if not has_script:
        pytest.skip("without a script nothing is sent twice")
    arrived = []

    def lose_the_answer(route):
        arrived.append(route.fetch().status)
        route.abort()

    page.route("**/here/tap/", lose_the_answer)
    here(page, "Ada Quill")
    while not arrived:
        page.wait_for_timeout(50)
    still_waits = waiting(page)
    page.unroute("**/here/tap/")
    page.evaluate("dispatchEvent(new Event('online'))")
    settle(page)

    assert (arrived, still_waits) == ([200], 1)
    assert (came(evening), Tap.objects.count()) == (["Ada Quill"], 1)


def test_a_host_who_is_signed_out_loses_no_press(page, site, host, has_script, open_list, evening):
    if not has_script:
        pytest.skip("without a script nothing can be kept")
    page.context.clear_cookies()
    here(page, "Ada Quill")
    page.get_by_text("You are signed out.").wait_for()
    kept = waiting(page)
    come_signed_in(page, site, host)

    open_list()
    settle(page)

    assert kept == 1
    assert came(evening) == ["Ada Quill"]


def test_the_sheet_of_paper_the_next_day(page, axe, open_list, evening):
    go(page.get_by_role("link", name="Tick names from a sheet of paper"))
    axe()
    page.get_by_role("group", name="Ada Quill").get_by_label("Came", exact=True).check()
    page.get_by_role("group", name="Ben O’Brien").get_by_label("Did not come").check()
    page.get_by_label("Who else came?").fill("Eli Stone, Lantern")
    press(page, "Save the sheet")

    assert heading(page) == "Who is here"
    assert noted(evening) == {"Ada Quill": "came", "Ben O’Brien": "missed", "Eli Stone": "came"}


def test_a_guest_ticks_themselves_off_by_the_poster(page, site, axe, evening):
    page.goto(site + at("event_arrive", evening))
    axe()
    page.get_by_label("Email or mobile number").fill("ada@people.example")
    press(page, "I am here")

    assert heading(page) == "Thank you. Come in"
    assert came(evening) == ["Ada Quill"]
    assert Attendance.objects.get().by is None
    axe()
