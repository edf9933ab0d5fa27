"""J6: Jim comes back without a password. Three screens."""

from outbox.models import OutgoingEmail
from tests.factories import make_member


def test_someone_signs_in_with_six_numbers(page, site, axe, transactional_db):
    make_member("Reg Thackeray", sector="residents")

    page.goto(f"{site}/")
    page.get_by_role("link", name="Sign in").first.click()
    axe()
    page.get_by_label("Email").fill("reg.thackeray@westmere.example")
    page.get_by_role("button", name="Send me a code").click()
    axe()
    code = OutgoingEmail.objects.get().subject.split(" is your code")[0]
    page.get_by_label("code").fill(code)
    page.get_by_role("button", name="Sign in").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Hello Reg"
    axe()
