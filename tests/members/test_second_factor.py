import subprocess
import sys
from datetime import timedelta
from time import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.utils import timezone

from members.actions import demo_code, give_demo_second_factor, recovery_codes
from tests.conftest import showed_just_now

SECOND, SET_UP, CODES = "/sign-in/second/", "/sign-in/second/set-up/", "/sign-in/second/recovery-codes/"
STAFF_PAGE = "/run/emails/"


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
