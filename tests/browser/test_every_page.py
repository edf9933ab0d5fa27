"""Every page and emailed link that anybody may open, in a real browser that runs scripts, as mail scanners do.

Each is clean for axe, quiet, ours alone and fit for a narrow phone; and opening it changes nothing.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from collab.kit.routes import every_route
from tests.access_world import make_world, signed_in_client
from tests.browser.conftest import AXE, BEST_PRACTICE, LAPTOP, NARROW, PHONE
from tests.test_access import TABLE, address_of, kept_out
from tests.test_safe_requests import changed, everything

ACTORS = ["visitor", "member", "facilitator", "moderator", "safeguarding", "admin"]
# Pages that a laptop lays out in another way.
ALSO_WIDE = {"/", "/stories/", "/stories/<slug:slug>/", "/events/<slug:slug>/<day:day>/", "/check/<uuid:uuid>/"}
# The projector's has no bars to skip.
NOTHING_TO_SKIP = {"/events/<slug:slug>/<day:day>/screen/"}
# The skip link is off the page until it has focus; then it is as wide as the page.
LOOK = """() => ({
    heads: document.querySelectorAll("h1").length, title: document.title,
    errors: document.querySelectorAll(".govuk-error-summary").length,
    focus: [document.activeElement.className, document.activeElement.getBoundingClientRect().width > 100],
})"""
TATTLE = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`blocked by the policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@pytest.fixture
def browser_context_args():
    """axe needs the script, so these pages are walked with it alone; without motion, since half faded in is pale."""
    return {"viewport": PHONE, "locale": "en-GB", "reduced_motion": "reduce"}


@pytest.fixture
def has_script():
    return True


@pytest.fixture
def world(site, transactional_db):
    cache.clear()
    return make_world()


@pytest.fixture
def noise(page, site):
    """What no page may do: complain, be blocked, or talk to anybody but us."""
    heard: list[str] = []

    def hear(words, *, matters=True):
        if matters:
            heard.append(words)

    page.add_init_script(TATTLE)
    page.on("console", lambda said: hear(said.text, matters=said.type in ("error", "warning")))
    page.on("pageerror", lambda error: hear(str(error)))
    page.on("request", lambda asked: hear(asked.url, matters=urlsplit(asked.url).netloc != urlsplit(site).netloc))
    return heard


def pages_for(actor, world, shown):
    """The pages this person may open, except those that were walked with the very same main part."""
    client = signed_in_client(world, actor)
    for pattern in dict.fromkeys(route.pattern for route in every_route() if "GET" in route.methods):
        if kept_out(TABLE[pattern]["rule"], actor) is None:
            address = address_of(pattern, world)
            answer = client.get(address)
            # Not a piece of one, which a script puts into the page that is open.
            is_page = answer.status_code < 300 and answer.getvalue().lstrip()[:15].lower() == b"<!doctype html>"
            if is_page and (key := (pattern, main_part(answer))) not in shown:
                shown.add(key)
                yield pattern, address


def main_part(answer):
    """What stands between the bars, without the values that differ each time."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r' value="[^"]*"|[\w-]+:[\w-]+:[\w-]+', "", main)


def come_as(page, site, world, actor):
    page.context.clear_cookies()
    cookies = signed_in_client(world, actor).cookies
    if "sessionid" in cookies:
        page.context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": site}])


def axe_finds(page):
    found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", BEST_PRACTICE)
    return [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"]]


def faults_of(page, pattern):
    """What is wrong with the page that is open, in words."""
    page.keyboard.press("Tab")
    look = page.evaluate(LOOK)
    page.evaluate(AXE.read_text())
    yield from (f"axe: {found}" for found in axe_finds(page))
    # The page of components also shows the panel that is another page's heading.
    if look["heads"] != 1 and pattern != "/ui/":
        yield f"{look['heads']} headings of the first level"
    if not look["title"].partition(" – ")[0].strip():
        yield f"title {look['title']!r}"
    # A page with something to put right starts there.
    starts_there = look["errors"] or pattern in NOTHING_TO_SKIP
    if not starts_there and ("govuk-skip-link" not in look["focus"][0] or not look["focus"][1]):
        yield f"the first key leads to {look['focus']}"
    yield from faults_at_other_widths(page, pattern)


def faults_at_other_widths(page, pattern):
    """Sideways scroll on the narrowest phone, and what else a laptop shows."""
    page.set_viewport_size(NARROW)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        yield f"{wide} px wide at {NARROW['width']}"
    if pattern in ALSO_WIDE:
        page.set_viewport_size(LAPTOP)
        yield from (f"axe on a laptop: {found}" for found in axe_finds(page))
    page.set_viewport_size(PHONE)


def test_every_page_is_clean_quiet_fits_and_changes_nothing(page, site, world, noise):
    faults: list[str] = []
    shown: set[str] = set()

    for actor in ACTORS:
        come_as(page, site, world, actor)
        pages = list(pages_for(actor, world, shown))
        before = everything()
        for pattern, address in pages:
            page.goto(site + address)
            faults += [f"{actor} {pattern}: {fault}" for fault in [*faults_of(page, pattern), *noise]]
            noise.clear()
        faults += [f"looking changed {table}" for table in changed(before)]

    assert not faults, "\n".join(faults)
    assert len(shown) >= len(TABLE) / 2


def test_the_walk_hears_what_a_bad_page_does(page, site, noise):
    page.goto(f"{site}/about/")

    page.evaluate("document.querySelector('h1').remove(), document.body.append(new Image())")
    page.evaluate("new Promise(done => { const it = new Image(); it.onerror = done; it.src = 'http://127.0.0.1:1/x' })")
    found = list(faults_of(page, "/about/"))

    assert any(said.startswith("axe: ('image-alt'") for said in found)
    assert "0 headings of the first level" in found
    assert any("blocked by the policy: img-src" in said for said in noise)
