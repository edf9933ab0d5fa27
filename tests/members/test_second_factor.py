import subprocess
import sys
from datetime import timedelta
from time import time
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry
from members.actions import demo_code, give_demo_second_factor, has_second_factor, recovery_codes
from members.actions.second_factors import renew_codes
from outbox.models import OutgoingEmail
from tests.conftest import showed_just_now
from tests.factories import make_passkey

SECOND, SET_UP, CODES = "/sign-in/second/", "/sign-in/second/set-up/", "/sign-in/second/recovery-codes/"
STAFF_PAGE, WAYS = "/run/emails/", "/me/sign-in/"


@pytest.fixture(autouse=True)
def _fresh_cache(db):
    cache.clear()


def shown_by_app(secret, steps=0):
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time()) // 30 + steps))


def set_up(client, member):
    client.force_login(member)
    showed_just_now(client, member)
    secret = client.get(SET_UP).context["secret"]
    client.post(SET_UP, {"code": shown_by_app(secret)})
    member.refresh_from_db()
    return secret


def test_a_staff_page_asks_for_the_second_factor_first(client, orla):
    client.force_login(orla)

    answer = client.get(STAFF_PAGE)

    assert answer.url == f"{SECOND}?next=%2Frun%2Femails%2F"


@pytest.mark.parametrize(
    ("page", "goes_on_at"),
    [
        ("http://testserver/host/station/hosts/?x=1", "/host/station/hosts/?x=1"),
        ("https://elsewhere.example/host/", "/host/station/go/ladder/end/"),
        ("", "/host/station/go/ladder/end/"),
    ],
)
def test_whoever_sends_something_too_late_comes_back_to_the_page_it_was_on(client, orla, page, goes_on_at):
    client.force_login(orla)

    answer = client.post("/host/station/go/ladder/end/", headers={"referer": page})

    assert answer.url == f"{SECOND}?{urlencode({'next': goes_on_at})}"


def test_whoever_was_signed_out_meanwhile_comes_back_to_the_page_it_was_on(client):
    answer = client.post("/host/station/go/ladder/end/", headers={"referer": "http://testserver/host/station/go/"})

    assert answer.url == "/sign-in/?next=/host/station/go/"


def test_an_organiser_sets_up_an_app_and_gets_in(client, orla):
    client.force_login(orla)
    showed_just_now(client, orla)
    explained = client.get(SECOND)
    page = client.get(SET_UP)
    done = client.post(SET_UP, {"code": shown_by_app(page.context["secret"]), "next": STAFF_PAGE})
    codes = client.get(done.url)

    assert "Set up the app" in explained.content.decode()
    assert done.url == f"{CODES}?next=%2Frun%2Femails%2F"
    assert len(codes.context["codes"]) == 10
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_later_sign_in_takes_the_code_of_the_app(client, orla):
    secret = set_up(client, orla)
    client.logout()
    client.force_login(orla)
    cache.clear()

    wrong = client.post(SECOND, {"code": "000000"})
    shut = client.get(STAFF_PAGE).status_code
    right = client.post(SECOND, {"code": shown_by_app(secret), "next": STAFF_PAGE})

    assert "does not match" in wrong.content.decode()
    assert shut == 302
    assert right.url == STAFF_PAGE
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_recovery_code_works_once(client, orla):
    set_up(client, orla)
    code = recovery_codes(orla)[0]
    client.logout()
    client.force_login(orla)

    first = client.post(SECOND, {"code": code})
    second = client.post(SECOND, {"code": code})

    assert first.status_code == 302
    assert "does not match" in second.content.decode()


def test_a_code_of_the_app_works_once(client, orla):
    secret = set_up(client, orla)
    code = shown_by_app(secret, steps=1)

    first, second = client.post(SECOND, {"code": code}), client.post(SECOND, {"code": code})

    assert (first.status_code, second.status_code) == (302, 200)


def test_the_second_factor_lasts_twelve_hours(client, orla, monkeypatch):
    set_up(client, orla)
    assert client.get(STAFF_PAGE).status_code == 200

    later = time() + timedelta(hours=12, minutes=1).total_seconds()
    monkeypatch.setattr("collab.kit.access.time", lambda: later)

    assert client.get(STAFF_PAGE).url.startswith(SECOND)


def test_nobody_takes_over_a_second_factor_by_setting_up_another(client, orla):
    set_up(client, orla)
    client.logout()
    client.force_login(orla)

    assert client.get(SET_UP).url == "/sign-in/again/?next=%2Fsign-in%2Fsecond%2Fset-up%2F"
    assert client.get(CODES).status_code == 403


def test_guessing_is_turned_away(client, orla, monkeypatch):
    set_up(client, orla)
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    answers = [client.post(SECOND, {"code": "000000"}).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_in_the_demo_an_invented_organiser_reads_the_code_on_the_page(client, orla, settings):
    settings.DEMO = True
    give_demo_second_factor(orla)
    client.force_login(orla)

    page = client.get(SECOND)
    entered = client.post(SECOND, {"code": page.context["demo_code"], "next": STAFF_PAGE})
    next_code = demo_code(orla)

    assert "Only the demo shows it here" in page.content.decode()
    assert entered.url == STAFF_PAGE
    assert next_code not in ("", page.context["demo_code"])


def test_in_the_demo_a_real_secret_is_shown_to_nobody(client, orla, settings):
    settings.DEMO = True
    set_up(client, orla)

    assert client.get(SECOND).context["demo_code"] == ""


def test_outside_the_demo_no_code_is_ever_shown(client, orla, settings):
    give_demo_second_factor(orla)
    client.force_login(orla)

    settings.DEMO = False
    hidden = client.get(SECOND)
    settings.DEMO = True
    control = client.get(SECOND)

    assert hidden.context["demo_code"] == ""
    assert "Only the demo" not in hidden.content.decode()
    assert "Only the demo" in control.content.decode()


@pytest.mark.parametrize(("environment", "pages"), [("production", 0), ("demo", 3)])
def test_the_pages_of_the_demo_are_mounted_in_the_demo_only(environment, pages, monkeypatch):
    monkeypatch.setenv("DJANGO_ENV", environment)

    routes = subprocess.run([sys.executable, "manage.py", "list_routes"], capture_output=True, text=True, check=True)

    assert routes.stdout.count('"/demo/') == pages


def test_the_app_is_taken_off_with_a_fresh_second_factor_only(client, orla):
    set_up(client, orla)
    client.force_login(orla)
    showed_just_now(client, orla)
    with_code_alone = client.post(f"{WAYS}app/remove/")
    kept = has_second_factor(orla)
    showed_just_now(client, orla, method="mfa")

    client.post(f"{WAYS}app/remove/")

    assert with_code_alone.url == "/sign-in/again/?next=%2Fme%2Fsign-in%2F"
    assert kept
    assert not Authenticator.objects.filter(user=orla).exists()
    assert client.get(STAFF_PAGE).status_code == 200
    assert AuditEntry.objects.filter(action="members.second_factor_removed", target=orla.uuid).count() == 1


def test_adding_and_taking_off_the_app_ends_the_other_sessions_and_tells_its_owner(client, orla):
    elsewhere = Client()
    elsewhere.force_login(orla)
    set_up(client, orla)
    added = elsewhere.get("/me/").status_code, client.get("/me/").status_code
    elsewhere.force_login(orla)
    client.post(f"{WAYS}app/remove/")

    assert added == (302, 200)
    assert (elsewhere.get("/me/").status_code, client.get("/me/").status_code) == (302, 200)
    letters = OutgoingEmail.objects.filter(to=orla.email, purpose="members.sign_in_changed").order_by("pk")
    assert [letter.text.splitlines()[2] for letter in letters] == [
        "An authenticator app was added to your account, as a second step.",
        "The authenticator app was taken off your account.",
    ]


def test_recovery_codes_are_shown_when_they_are_made_and_not_again(client, orla, monkeypatch):
    set_up(client, orla)
    shown = client.get(CODES)
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=16))
    later = client.get(CODES)

    assert [shown.content.decode().count(code) for code in recovery_codes(orla)] == [1] * 10
    assert [code for code in recovery_codes(orla) if code in later.content.decode()] == []
    assert "You have 10 codes left" in later.content.decode()


def test_new_recovery_codes_replace_the_old_ones(client, orla):
    set_up(client, orla)
    old = recovery_codes(orla)

    made = client.post(f"{WAYS}recovery-codes/renew/")
    new = client.get(made.url).context["codes"]
    client.logout()
    client.force_login(orla)
    with_old = client.post(SECOND, {"code": old[0]})
    with_new = client.post(SECOND, {"code": new[0]})

    assert set(old) & set(new) == set()
    assert len(new) == 10
    assert (with_old.status_code, with_new.status_code) == (200, 302)
    assert "New recovery codes were made" in OutgoingEmail.objects.latest("pk").text


def test_nobody_without_a_second_step_makes_recovery_codes(client, amara):
    client.force_login(amara)
    showed_just_now(client, amara)

    answer = client.post(f"{WAYS}recovery-codes/renew/")

    assert answer.url == SECOND
    assert recovery_codes(amara) == []


def test_the_database_holds_no_secret_that_can_be_read(client, orla, settings):
    secret = set_up(client, orla).replace(" ", "")
    rows = str(list(Authenticator.objects.values_list("data", flat=True)))
    before = recovery_codes(orla)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another-key-0123456789-abcdefghijklmnop",
    )
    after = recovery_codes(orla)
    settings.SECRET_KEY_FALLBACKS = []

    assert secret not in rows
    assert rows.count("sealed:") == 2
    assert before == after
    with pytest.raises(InvalidToken):
        recovery_codes(orla)


def test_the_page_of_ways_says_what_is_set_up(client, orla):
    client.force_login(orla)
    before = client.get(WAYS).content.decode()
    set_up(client, orla)
    after = client.get(WAYS).content.decode()

    assert ("Set up the app" in before, "Take the app off" in before) == (True, False)
    assert ("Set up the app" in after, "Take the app off" in after) == (False, True)
    assert "You have 10 codes left" in after


def test_staff_with_a_passkey_alone_can_use_a_recovery_code(client, orla):
    make_passkey(orla)
    renew_codes(orla)
    client.force_login(orla)

    page = client.get(SECOND).content.decode()
    entered = client.post(SECOND, {"code": recovery_codes(orla)[0], "next": STAFF_PAGE})

    assert "A recovery code" in page
    assert "The 6 numbers in your app" not in page
    assert entered.url == STAFF_PAGE
    assert client.get(STAFF_PAGE).status_code == 200
