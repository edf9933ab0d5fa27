"""The look in a real browser: nothing for axe to find, no sideways scroll, a light first visit."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import LAPTOP, NARROW, PHONE
from tests.browser.steps import go

# The other pages are walked one by one in test_every_page.py.
PAGES = ["/ui/", "/not-here/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_is_clean_at_every_width(page, site, axe, path):
    page.goto(f"{site}{path}")

    for size in (NARROW, PHONE, LAPTOP):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        axe()


@pytest.mark.parametrize("path", ["/ui/", "/privacy/"])
def test_text_twice_the_size_still_fits_a_laptop(page, site, path):
    page.set_viewport_size(LAPTOP)
    page.goto(f"{site}{path}")

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]


def test_a_first_visit_is_five_requests_all_to_us_and_sets_no_cookie(page, site, has_script, context):
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url)))

    page.goto(f"{site}/about/", wait_until="networkidle")

    assert {address.netloc for address in asked} == {urlsplit(site).netloc}
    assert len(asked) <= 5
    assert context.cookies() == []


def test_the_menu_opens_on_a_phone_and_is_open_without_script(page, site, has_script):
    page.goto(f"{site}/about/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="About us")

    if has_script:
        assert not link.is_visible()
        page.get_by_role("button", name="Menu").click()

    assert link.is_visible()


def test_an_error_summary_leads_to_its_field(page, site, has_script):
    page.goto(f"{site}/ui/")

    go(page.get_by_role("link", name="Choose how you will join"))

    where = "document.activeElement" if has_script else "document.querySelector(':target')"
    assert page.evaluate(f"{where}.name") == "wrong-how"
