"""J6 with a passkey: the browser offers it in the email box. A phone is stood in for by Chromium's own test device."""

import pytest

from tests.browser.steps import come_signed_in, follow, go, heading, newest_email, press
from tests.conftest import showed_just_now
from tests.factories import make_member

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def phone(page, has_script):
    """A device that keeps passkeys. Chromium hands it over to scripts alone."""
    if not has_script:
        pytest.skip("a passkey needs a script; without one there is the code")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable", {"enableUI": False})
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})

    def keys():
        wanted = {"authenticatorId": made["authenticatorId"]}
        return devices.send("WebAuthn.getCredentials", wanted)["credentials"]

    return keys


def with_code(page, member):
    page.get_by_label("Your email address").fill(member.email)
    press(page, "Send me a code")
    page.get_by_label("Your code").fill(newest_email(member.email, "members.code").subject.split(" is your code")[0])
    press(page, "Sign in")


def sign_out(page, site):
    page.goto(f"{site}/sign-out/")
    go(page.get_by_role("main").get_by_role("button", name="Sign out"))
    page.wait_for_url(f"{site}/")


def test_someone_makes_a_passkey_and_comes_back_without_a_code(page, site, axe, phone, transactional_db):
    reg = make_member("Reg Thackeray", sector="residents")
    page.goto(f"{site}/sign-in/")
    with_code(page, reg)
    offered = heading(page)
    axe()
    press(page, "Make a passkey")
    page.get_by_text("Your passkey is made").wait_for()
    kept = len(phone())
    sign_out(page, site)

    # The box asks for passkeys by itself, and this device answers at once.
    page.goto(f"{site}/sign-in/")
    page.wait_for_url(f"{site}/")

    assert offered == "Sign in faster next time"
    assert kept == 1
    assert heading(page) == "Hello Reg"


def test_a_passkey_is_used_by_its_button_where_the_box_does_not_offer_it(page, site, phone, transactional_db):
    reg = make_member("Reg Thackeray", sector="residents")
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    page.goto(f"{site}/sign-in/")
    with_code(page, reg)
    press(page, "Make a passkey")
    page.get_by_text("Your passkey is made").wait_for()
    sign_out(page, site)
    page.goto(f"{site}/sign-in/")

    press(page, "Use a passkey")
    page.wait_for_url(f"{site}/")

    assert heading(page) == "Hello Reg"


def test_an_organiser_opens_a_staff_page_by_passkey_alone(page, site, axe, phone, transactional_db):
    orla = make_member("Orla Fitzsimmons", sector="charity", roles=["admin"])
    page.goto(f"{site}/run/emails/")
    with_code(page, orla)
    follow(page, "Make a passkey")
    axe()
    press(page, "Make a passkey")
    page.wait_for_url(f"{site}/run/emails/")
    sign_out(page, site)

    page.goto(f"{site}/run/emails/")
    page.get_by_role("heading", name="Emails").wait_for()

    assert page.url == f"{site}/run/emails/"


def test_not_now_goes_where_they_were_going_and_the_offer_rests(page, site, phone, transactional_db):
    reg = make_member("Reg Thackeray", sector="residents")
    page.goto(f"{site}/pledges/mine/")
    with_code(page, reg)
    follow(page, "Not now")
    came_to = page.url
    sign_out(page, site)
    page.goto(f"{site}/sign-in/")
    with_code(page, reg)

    assert came_to == f"{site}/pledges/mine/"
    assert heading(page) == "Hello Reg"


def test_without_a_script_the_page_says_that_a_code_goes_on_working(page, site, has_script, axe, transactional_db):
    reg = make_member("Reg Thackeray", sector="residents")
    come_signed_in(page, site, reg, then=showed_just_now)
    page.goto(f"{site}/me/sign-in/")
    axe()
    follow(page, "Make a passkey")

    press = page.get_by_role("button", name="Make a passkey")
    sorry = page.get_by_text("This browser cannot make a passkey on this page")
    (press if has_script else sorry).wait_for()
    shown, said = press.is_visible(), sorry.is_visible()

    assert (shown, said) == (has_script, not has_script)
