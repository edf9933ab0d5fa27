"""The wall in a hall: what is new waits to be asked for, hosts hold a patch, the projector shows it large."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pledges.models import Pledge, Wall
from tests import factories
from tests.browser.conftest import LAPTOP
from tests.browser.steps import come_signed_in, go, press
from tests.factories import make_member
from tests.pledges.screens import open_event, screen_url, wall_url

HALL = {"width": 1920, "height": 1080}
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
URDU = "میں اپنے پڑوسیوں کے ساتھ چائے پیوں گا"


def make_pledge(act, event, *, seconds_ago=60, **fields):
    made_at = timezone.now() - timedelta(seconds=seconds_ago)
    return factories.make_pledge(act, event=event, made_at=made_at, **fields)


@pytest.fixture
def host(transactional_db):
    return make_member("Kwame Asiedu", sector="charity", roles=["facilitator"])


@pytest.fixture
def evening(host):
    """A meet-up that is on, with two patches on its wall."""
    event = open_event()
    event.series.hosts.add(host)
    make_pledge("bring a kettle", event, seconds_ago=90)
    make_pledge("hold the door", event, seconds_ago=80)
    return event


def ask(page):
    """What the page does every four seconds, now: it asks whenever it comes into sight."""
    with page.expect_response(lambda answer: "/now/" in answer.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def acts(page):
    return page.locator(".patch blockquote:visible").all_inner_texts()


def holds_still(page):
    """How far down the second patch stands."""
    return page.locator(".patch").nth(1).bounding_box()["y"]


def test_new_pledges_are_said_in_one_line_and_shown_when_asked_for(page, site, axe, has_script, evening):
    page.goto(site + wall_url(evening))
    before, where = acts(page), page.evaluate("scrollY")
    make_pledge("knock on ten doors", evening, seconds_ago=6)
    make_pledge("ring Reg", evening, seconds_ago=7)
    if not has_script:
        page.reload()
        assert len(acts(page)) == 4
        return

    ask(page)
    said = page.get_by_role("status").inner_text()
    meanwhile = acts(page), page.evaluate("scrollY")
    axe()
    press(page, "Show them")

    assert " ".join(said.split()) == "2 new pledges. Show them"
    assert meanwhile == (before, where)
    assert acts(page)[0] == "“I will knock on ten doors”"
    assert len(acts(page)) == 4
    assert page.locator("li.is-new").count() == 2
    assert page.get_by_role("status").inner_text().strip() == ""
    assert page.evaluate("document.activeElement.innerText") == "“I will knock on ten doors”"
    axe()


def test_a_held_patch_leaves_the_phones_without_being_asked_for(page, site, has_script, evening):
    if not has_script:
        pytest.skip("without a script the page is as it was opened")
    page.goto(site + wall_url(evening))

    Pledge.objects.filter(act="hold the door").update(is_held=True)
    ask(page)
    page.get_by_text("hold the door").wait_for(state="hidden")

    assert acts(page) == ["“I will bring a kettle”"]
    assert page.get_by_role("button", name="Show them").count() == 0


def test_with_no_connection_the_page_says_from_when_it_is(page, site, context, has_script, evening):
    if not has_script:
        pytest.skip("without a script nothing is asked for")
    page.goto(site + wall_url(evening))
    ask(page)

    context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("Showing what we had at").wait_for()
    lost = page.get_by_role("status").inner_text()
    context.set_offline(False)
    ask(page)
    page.get_by_text("Showing what we had at").wait_for(state="hidden")

    assert lost.strip().endswith(("am", "pm"))
    assert len(acts(page)) == 2


def test_a_page_out_of_sight_asks_for_nothing(page, site, has_script, evening):
    if not has_script:
        pytest.skip("without a script nothing is asked for")
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => window.isAway === true})")
    page.goto(site + wall_url(evening))
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/now/" in request.url else None)

    page.evaluate("window.isAway = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    away = len(asked)
    page.evaluate("window.isAway = false")
    ask(page)

    assert (away, len(asked)) == (0, 1)


def test_the_band_on_the_events_page_is_live_too(page, site, axe, has_script, evening):
    page.goto(site + evening.get_absolute_url())
    make_pledge("knock on ten doors", evening, seconds_ago=6)
    if has_script:
        ask(page)
        press(page, "Show them")
    else:
        page.reload()

    assert "“I will knock on ten doors”" in acts(page)
    assert page.get_by_role("link", name="Make a pledge").count() >= 1
    axe()


@pytest.fixture
def looking_after(page, site, host, evening):
    """The host's laptop, with the wall's own page open."""
    page.set_viewport_size(LAPTOP)
    come_signed_in(page, site, host)
    page.goto(f"{site}{wall_url(evening)}host/")
    return evening


def is_held(act):
    return Pledge.objects.get(act=act).is_held


def test_a_host_holds_what_nobody_sees_yet(page, axe, has_script, looking_after):
    axe()
    make_pledge("ring 01632 960001", looking_after, seconds_ago=0)
    if has_script:
        ask(page)
    else:
        page.reload()
    go(page.get_by_role("listitem").filter(has_text="01632").get_by_role("button", name="Hold it"))
    page.get_by_role("heading", name="Waiting for your look").wait_for()
    axe()

    assert is_held("ring 01632 960001")


def test_one_key_holds_the_newest_once_it_is_turned_on(page, axe, has_script, looking_after):
    box = page.get_by_label("The H key holds the newest patch")
    if not has_script:
        assert not box.is_visible()
        return
    make_pledge("be rude", looking_after, seconds_ago=0)
    ask(page)

    page.keyboard.press("h")
    before = is_held("be rude")
    box.check()
    with page.expect_navigation():
        page.keyboard.press("h")

    assert (before, is_held("be rude"), is_held("hold the door")) == (False, True, False)
    assert box.is_checked()


def test_on_the_projector_a_new_patch_is_large_for_a_moment(page, site, axe, has_script, evening):
    page.set_viewport_size(HALL)
    page.goto(site + screen_url(evening))
    axe()
    if not has_script:
        assert page.get_by_role("link", name="Load it again").is_visible()
        assert page.get_by_role("button", name="Pause").count() == 0
        return

    make_pledge("knock on ten doors", evening, seconds_ago=6)
    ask(page)
    large = page.locator("[data-wall-large]")
    large.wait_for()
    words = large.locator("blockquote").inner_text()
    size = large.locator("blockquote").evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
    axe()

    assert words == "“I will knock on ten doors”"
    assert size >= 80
    assert page.get_by_role("link", name="Load it again").count() == 0


def test_pause_keeps_the_projector_still_and_the_host_can_pause_it_too(page, site, has_script, evening):
    if not has_script:
        pytest.skip("without a script nothing moves")
    page.set_viewport_size(HALL)
    page.goto(site + screen_url(evening))

    press(page, "Pause")
    # Shown from this moment on, and not yet in the one at which the picture stands still.
    make_pledge("knock on ten doors", evening, seconds_ago=5)
    ask(page)
    paused = acts(page)
    press(page, "Pause")
    page.get_by_text("knock on ten doors").first.wait_for()
    Wall.objects.create(event=evening, is_paused=True)
    ask(page)
    make_pledge("ring Reg", evening, seconds_ago=6)
    ask(page)

    assert sorted(paused) == ["“I will bring a kettle”", "“I will hold the door”"]
    assert page.locator("[data-wall-large]:visible").count() == 0


@pytest.mark.parametrize("many", [1, 14, 60, 200])
def test_the_projectors_picture_is_full_legible_and_small(page, site, has_script, evening, many):
    Pledge.objects.all().delete()
    for number in range(many):
        words = f"ring {number} tenants " + "and ask what they would like " * (number % 6)
        make_pledge((LONG, URDU)[number % 9] if number % 9 < 2 else words.strip(), evening, seconds_ago=1000 - number)
    page.set_viewport_size(HALL)
    page.goto(site + screen_url(evening))

    sizes = page.locator(".quilt blockquote").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    spills = page.evaluate(
        "document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
    )
    cut = page.locator(".quilt .patch").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )

    assert min(sizes) >= 39.99
    assert len(sizes) <= 14
    assert (spills, cut) == (False, 0)
    assert page.locator(".qr").bounding_box()["width"] >= 240
    assert page.evaluate("document.querySelectorAll('*').length") < 250


def test_two_hundred_patches_scroll_on_a_phone_without_a_long_frame(page, site, has_script, evening):
    for number in range(198):
        make_pledge(f"ring {number} tenants and ask what they would like", evening, seconds_ago=1000 - number)
    page.goto(site + wall_url(evening))

    assert len(acts(page)) == 100
    assert page.evaluate("document.querySelectorAll('*').length") < 1000
    if has_script:
        make_pledge("knock on ten doors", evening, seconds_ago=6)
        ask(page)
        press(page, "Show them")
        assert len(acts(page)) == 100
        assert page.evaluate("document.querySelectorAll('*').length") < 1000
