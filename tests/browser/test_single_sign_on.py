"""Signing in through another organisation, over a real provider, with the content security policy as it is."""

import oidc_provider_mock
import pytest

from tests.browser.steps import come_signed_in, heading, press, words
from tests.conftest import showed_just_now
from tests.factories import make_member


@pytest.fixture
def council(settings, site):
    """A provider of its own origin, which knows one person."""
    claims = {"email": "mei@council.example", "email_verified": True, "name": "Mei Castellano"}
    user = oidc_provider_mock.User(sub="s-7", claims=claims)
    with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=[user]) as server:
        settings.OIDC_PROVIDERS = [
            {
                "id": "council",
                "name": "Westmere City Council",
                "issuer": f"http://localhost:{server.server_port}",
                "client_id": "collab",
                "client_secret": "secret",
            }
        ]
        yield


def say_yes_there(page):
    """The provider's own page: it asks who it is, and sends people back."""
    page.get_by_role("button", name="s-7").click()


def test_a_council_officer_signs_in_through_the_council(page, site, council, axe, transactional_db):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/sign-in/")
    axe()

    press(page, "Sign in with Westmere City Council")
    say_yes_there(page)
    page.wait_for_url(f"{site}/")

    assert heading(page) == "Hello Mei"
    assert [text for text in refused if "Content Security Policy" in text] == []


def test_a_member_adds_the_council_and_sees_it_in_their_list(page, site, council, axe, transactional_db):
    mei = make_member("Mei Castellano")
    come_signed_in(page, site, mei, then=showed_just_now)
    page.goto(f"{site}/me/sign-in/")

    press(page, "Add Westmere City Council")
    say_yes_there(page)
    page.wait_for_url(f"{site}/me/sign-in/")
    axe()

    assert "You can now sign in through Westmere City Council" in words(page)
    assert page.get_by_role("button", name="Take off Westmere City Council").count() == 1
