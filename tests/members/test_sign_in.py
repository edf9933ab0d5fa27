import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commons.models import AuditEntry, NetworkSettings
from members.models import Member
from outbox.models import OutgoingEmail

SIGN_IN, CODE, AGAIN = "/sign-in/", "/sign-in/code/", "/sign-in/code/again/"


def code_sent_to(email):
    letter = OutgoingEmail.objects.filter(to=email, purpose="members.code").latest("pk")
    return letter.subject[:7]


def ask_for_code(client, email, **extra):
    return client.post(SIGN_IN, {"email": email, **extra})


def without_tokens(response):
    words = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r"\S+@\S+\.example", "somebody", words)


def is_signed_in(client):
    return client.get("/me/").status_code == 200


@pytest.fixture
def wrong_code(amara):
    return "000000"


def test_a_member_signs_in_with_the_code_from_the_email(client, amara):
    asked = ask_for_code(client, amara.email.upper())
    page = client.get(asked.url)
    entered = client.post(CODE, {"code": f" {code_sent_to(amara.email.upper())} "})

    assert 'autocomplete="one-time-code"' in page.content.decode()
    assert 'inputmode="numeric"' in page.content.decode()
    assert entered.url == reverse("home")
    assert is_signed_in(client)


def test_the_code_stands_first_in_the_subject_and_waits_in_the_outbox(client, amara):
    ask_for_code(client, amara.email)

    letter = OutgoingEmail.objects.get()
    assert re.fullmatch(r"\d{3} \d{3} is your code for .+", letter.subject)
    assert letter.subject[:7] in letter.text
    assert letter.subject[:7] in letter.html
    assert letter.is_secret
    assert letter.state == "due"
    assert letter.due_at <= timezone.now()


def test_known_and_unknown_addresses_look_the_same(client, amara):
    other = Client()

    known, unknown = ask_for_code(client, amara.email), ask_for_code(other, "nobody@nowhere.example")
    known_page, unknown_page = client.get(CODE), other.get(CODE)
    known_wrong, unknown_wrong = client.post(CODE, {"code": "000000"}), other.post(CODE, {"code": "000000"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert without_tokens(known_page) == without_tokens(unknown_page)
    assert without_tokens(known_wrong) == without_tokens(unknown_wrong)
    assert OutgoingEmail.objects.get(to="nobody@nowhere.example").purpose == "members.no_account"


def test_a_suspended_member_looks_unknown_and_is_out_at_the_next_request(client, amara, denise):
    client.force_login(amara)
    assert is_signed_in(client)
    Member.objects.filter(pk=amara.pk).update(is_active=False)

    after = client.get("/me/")
    ask_for_code(Client(), amara.email)

    assert after.url == "/sign-in/?next=/me/"
    assert OutgoingEmail.objects.get(to=amara.email).purpose == "members.no_account"


def test_a_changed_role_ends_the_session(client, amara):
    client.force_login(amara)
    amara.roles = ["moderator"]
    amara.save(update_fields=["roles"])

    assert not is_signed_in(client)


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_ends_it(client, amara):
    ask_for_code(client, amara.email)

    first = client.post(CODE, {"code": "000000"})
    others = [client.post(CODE, {"code": "000000"}) for _ in range(4)]
    after = client.post(CODE, {"code": code_sent_to(amara.email)})

    assert "You have 4 tries left" in first.content.decode()
    assert others[-1].url == SIGN_IN
    assert after.url == SIGN_IN
    assert not is_signed_in(client)


def test_a_code_works_for_fifteen_minutes(client, amara, monkeypatch):
    ask_for_code(client, amara.email)
    start = timezone.now().timestamp()

    monkeypatch.setattr("time.time", lambda: start + 14 * 60)
    in_time = client.get(CODE)
    monkeypatch.setattr("time.time", lambda: start + 16 * 60)
    too_late = client.post(CODE, {"code": code_sent_to(amara.email)})

    assert in_time.status_code == 200
    assert too_late.url == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.parametrize("typed", ["abcdef", "12345", "1234567", "", "12 34 5", "l23456"])
def test_what_is_no_code_uses_up_no_try(client, amara, typed):
    ask_for_code(client, amara.email)

    answers = [client.post(CODE, {"code": typed}).content.decode() for _ in range(6)]
    client.post(CODE, {"code": code_sent_to(amara.email)})

    assert ["Enter the 6 numbers" in answer or (not typed and "Enter the code" in answer) for answer in answers] == [
        True
    ] * 6
    assert is_signed_in(client)


def test_a_new_code_replaces_the_old_one(client, amara):
    ask_for_code(client, amara.email)
    old = code_sent_to(amara.email)

    client.post(AGAIN)
    new = code_sent_to(amara.email)
    with_old = client.post(CODE, {"code": old})
    client.post(CODE, {"code": new})

    assert old == new or "does not match" in with_old.content.decode()
    assert is_signed_in(client)


def test_the_eleventh_failed_try_in_a_minute_is_turned_away(client, amara, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    answers = []
    for n in range(11):
        if n % 4 == 0:
            ask_for_code(client, amara.email)
        answers.append(client.post(CODE, {"code": "000000"}, headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code)
    right = client.post(CODE, {"code": code_sent_to(amara.email)})

    assert answers == [200] * 10 + [429]
    assert right.status_code == 429


def test_asking_for_codes_without_end_is_turned_away(client, amara, monkeypatch):
    # Windows begin on the clock, so one could end between two of these.
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    answers = [ask_for_code(Client(), amara.email).status_code for _ in range(6)]
    unknown = [ask_for_code(Client(), "nobody@nowhere.example").status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert unknown == answers


def test_people_come_back_to_where_they_wanted_to_go_and_never_to_another_site(client, amara):
    ask_for_code(client, amara.email)
    ours = client.post(CODE, {"code": code_sent_to(amara.email), "next": "/people/"})
    client.logout()
    ask_for_code(client, amara.email)
    theirs = client.post(CODE, {"code": code_sent_to(amara.email), "next": "https://evil.example/"})

    assert ours.url == "/people/"
    assert theirs.url == "/"


def test_the_session_gets_a_new_id_and_lasts_ninety_days(client, amara):
    ask_for_code(client, amara.email)
    before = client.session.session_key

    client.post(CODE, {"code": code_sent_to(amara.email)})

    assert client.session.session_key != before
    assert client.session.get_expiry_age() == pytest.approx(timedelta(days=90).total_seconds(), abs=60)


def test_staff_stay_signed_in_for_twelve_hours_and_go_on_to_their_second_factor(client, beatrix):
    ask_for_code(client, beatrix.email)

    entered = client.post(CODE, {"code": code_sent_to(beatrix.email)})

    assert entered.url == "/sign-in/second/?next=%2F"
    assert client.session.get_expiry_age() == pytest.approx(timedelta(hours=12).total_seconds(), abs=60)


def test_signing_in_and_failing_to_are_in_the_log_without_addresses(client, amara):
    ask_for_code(client, amara.email)
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code_sent_to(amara.email)})

    rows = list(AuditEntry.objects.order_by("pk").values_list("action", "target", "facts"))
    assert rows == [("members.sign_in_failed", amara.uuid, {}), ("members.sign_in", amara.uuid, {"way": "code"})]


def test_signing_out_takes_a_press(client, amara):
    client.force_login(amara)

    asked = client.get("/sign-out/")
    still_in = is_signed_in(client)
    client.post("/sign-out/")

    assert "Sign out on this device?" in asked.content.decode()
    assert still_in
    assert not is_signed_in(client)


@pytest.mark.parametrize("email", ["", "not an address", "x" * 300 + "@example.org", "a\0b@example.org"])
def test_a_bad_address_comes_back_with_what_was_typed(client, db, email):
    page = ask_for_code(client, email)

    assert page.status_code == 200
    assert "Enter" in page.content.decode() or "Ensure" in page.content.decode()
    assert not OutgoingEmail.objects.exists()


def test_no_page_of_signing_in_asks_for_a_password(client, amara):
    ask_for_code(client, amara.email)

    pages = [client.get(SIGN_IN), client.get(CODE)]

    assert ['type="password"' in page.content.decode() for page in pages] == [False, False]


def test_somebody_without_their_email_finds_a_phone_number(client, db):
    NetworkSettings.objects.create(pk=1, phone="01632 960 045")
    NetworkSettings.forget_copy()

    page = client.get(SIGN_IN).content.decode()

    assert "I cannot get into my email" in page
    assert "01632 960 045" in page
