"""A real browser over a real server: each journey with and without JavaScript, on a phone and on a laptop."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

# The browser's loop runs in this thread, and Django would refuse its database calls beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 700}
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
BEST_PRACTICE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_chromium():
    """Debian's chromium, without its window where that is there (decision 163). Or another one on the path."""
    names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session", autouse=True)
def _needs_a_browser():
    if find_chromium() is None:
        why = "no chromium on this machine"
        if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(why)
        pytest.skip(why)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find_chromium(), "args": [*quiet, *as_root, "--disable-gpu", "--disable-sync"]}


@pytest.fixture(params=["script", "no-script"])
def browser_context_args(request):
    """Every journey runs twice: with JavaScript and without."""
    return {"viewport": PHONE, "java_script_enabled": request.param == "script", "locale": "en-GB"}


@pytest.fixture(autouse=True)
def _soon_or_never(context):
    """What is not on the page after five seconds will not come."""
    context.set_default_timeout(5000)


@pytest.fixture
def has_script(browser_context_args):
    return browser_context_args["java_script_enabled"]


@pytest.fixture
def site(live_server, settings):
    """The address of a running server, which also knows it as its own."""
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    call_command("createcachetable", verbosity=0)
    return live_server.url


@pytest.fixture
def axe(page, has_script):
    """Call it on a page: no violation of WCAG 2.2 AA or of axe's best practice. Needs script, so one run of the two."""

    def check():
        if not has_script:
            return
        page.evaluate(AXE.read_text())
        found = page.evaluate("tags => axe.run({runOnly: tags})", BEST_PRACTICE)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []

    return check
