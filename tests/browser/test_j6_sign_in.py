"""J6: Jim comes back without a password. Three screens."""

from outbox.models import OutgoingEmail
from tests.browser.steps import app_shows, follow, go, heading, newest_email, press, wrongs
from tests.factories import make_member


def test_someone_signs_in_with_six_numbers(page, site, axe, transactional_db):
    make_member("Reg Thackeray", sector="residents")

    page.goto(f"{site}/")
    go(page.get_by_role("link", name="Sign in").first)
    axe()
    page.get_by_label("Email").fill("reg.thackeray@westmere.example")
    go(page.get_by_role("button", name="Send me a code"))
    axe()
    code = OutgoingEmail.objects.get().subject.split(" is your code")[0]
    page.get_by_label("code").fill(code)
    go(page.get_by_role("button", name="Sign in"))

    assert page.get_by_role("heading", level=1).inner_text() == "Hello Reg"
    axe()


def test_a_wrong_code_is_said_with_the_tries_that_are_left(page, site, axe, transactional_db):
    make_member("Reg Thackeray", sector="residents")
    page.goto(f"{site}/sign-in/")
    page.get_by_label("Your email address").fill("reg.thackeray@westmere.example")
    press(page, "Send me a code")
    code = OutgoingEmail.objects.get().subject.split(" is your code")[0]

    page.get_by_label("Your code").fill("000 000" if code != "000 000" else "111 111")
    press(page, "Sign in")
    wrong = wrongs(page)
    axe()
    page.get_by_label("Your code").fill(code)
    press(page, "Sign in")

    assert wrong == ["That code does not match. Check the email and try again. You have 4 tries left"]
    assert heading(page) == "Hello Reg"


def sign_in_by_code(page, member):
    page.get_by_label("Your email address").fill(member.email)
    press(page, "Send me a code")
    page.get_by_label("Your code").fill(newest_email(member.email, "members.code").subject.split(" is your code")[0])
    press(page, "Sign in")


def wrongs_when_they_come(page):
    """A busy machine takes a moment for the page that says them."""
    page.locator(".govuk-error-summary").wait_for()
    return wrongs(page)


def test_an_organiser_sets_up_a_second_step_and_gets_in(page, site, axe, transactional_db):
    orla = make_member("Orla Fitzsimmons", sector="charity", roles=["admin"])
    page.goto(f"{site}/run/emails/")
    sign_in_by_code(page, orla)
    asked = heading(page)
    axe()
    follow(page, "Set up the app")
    axe()
    secret = page.locator("main p b").inner_text()
    page.get_by_label("The 6 numbers it shows").fill("12")
    press(page, "Finish")
    wrong = wrongs_when_they_come(page)
    page.get_by_label("The 6 numbers it shows").fill(app_shows(secret))
    press(page, "Finish")
    codes = page.get_by_role("main").get_by_role("listitem").count()
    axe()
    follow(page, "I have kept them: go on")

    assert asked == "Set up a second step"
    assert wrong == ["That code does not match. Wait for the next one and try again"]
    assert codes == 10
    assert heading(page) == "Emails"
