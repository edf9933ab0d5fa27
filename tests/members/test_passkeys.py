import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry, NetworkSettings
from members.actions.passkeys import passkeys
from members.models import Member, SignIn
from outbox.models import OutgoingEmail
from tests.conftest import showed_just_now
from tests.factories import make_passkey
from tests.passkeys import Phone

SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
USE, USE_OPTIONS = "/sign-in/passkey/", "/sign-in/passkey/options/"
NEW, NEW_OPTIONS, WAYS = "/me/sign-in/passkeys/new/", "/me/sign-in/passkeys/options/", "/me/sign-in/"
STAFF_PAGE = "/run/emails/"


@pytest.fixture
def client():
    """Browsers keep passkeys for names, and this is the one that is safe without https."""
    return Client(SERVER_NAME="localhost", headers={"user-agent": "Mozilla/5.0 (Android 16) Firefox/150.0"})


@pytest.fixture(autouse=True)
def _localhost(settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]


def come(client, member):
    member.refresh_from_db()
    client.force_login(member)
    showed_just_now(client, member)


def make(client, phone, name="My phone", **extra):
    credential = phone.make(client.post(NEW_OPTIONS).json())
    return client.post(NEW, {"name": name, "credential": credential, **extra})


def use(client, phone, **extra):
    return client.post(USE, {"credential": phone.use(client.post(USE_OPTIONS).json()), **extra})


def with_code(client, member, **extra):
    client.post(SIGN_IN, {"email": member.email})
    code = OutgoingEmail.objects.filter(to=member.email, purpose="members.code").latest("pk").subject[:7]
    return client.post(CODE, {"code": code, **extra})


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def test_a_member_makes_a_passkey_and_signs_in_with_it(client, amara):
    phone = Phone()
    come(client, amara)

    made = make(client, phone)
    client.post("/sign-out/")
    out = is_signed_in(client)
    entered = use(client, phone, next="/people/")

    assert made.url == WAYS
    assert not out
    assert entered.url == "/people/"
    assert is_signed_in(client)
    assert SignIn.objects.get(member=amara).way == "passkey"


def test_staff_open_a_staff_page_by_passkey_alone(client, orla):
    phone = Phone()
    come(client, orla)
    make(client, phone)
    client.post("/sign-out/")

    entered = use(client, phone, next=STAFF_PAGE)

    assert entered.url == STAFF_PAGE
    assert client.get(STAFF_PAGE).status_code == 200


def test_a_passkey_is_the_second_step_after_a_code(client, orla):
    phone = Phone()
    make_passkey(orla, phone=phone)
    asked = with_code(client, orla)
    shut = client.get(STAFF_PAGE)

    passed = use(client, phone, next=STAFF_PAGE)

    assert asked.url.startswith("/sign-in/second/")
    assert shut.url.startswith("/sign-in/second/")
    assert "Use a passkey" in client.get(asked.url).content.decode()
    assert passed.url == STAFF_PAGE
    assert client.get(STAFF_PAGE).status_code == 200


def test_staff_with_a_first_passkey_get_recovery_codes_and_members_need_none(client, orla, amara):
    for member in (orla, amara):
        come(client, member)
        make(client, Phone())

    kinds = Authenticator.objects.values_list("user", "type").order_by("user", "type")

    assert set(kinds) == {(orla.pk, "recovery_codes"), (orla.pk, "webauthn"), (amara.pk, "webauthn")}


def test_a_passkey_that_asks_nobody_for_a_finger_is_refused(client, amara):
    lax = Phone(verifies=False)
    come(client, amara)

    made = make(client, lax)

    assert "was not made" in made.content.decode()
    assert not passkeys(amara).exists()


@pytest.mark.parametrize("wrong", ["another phone", "no finger", "another site", "used before", "rubbish", "{}", ""])
def test_what_is_not_their_passkey_signs_nobody_in(client, amara, wrong):
    phone = Phone()
    make_passkey(amara, phone=phone)
    thief = Phone()
    thief.ident, thief.handle = phone.ident, phone.handle
    options = client.post(USE_OPTIONS).json()
    answers = {
        "another phone": thief.use(options),
        "used before": phone.use({"publicKey": {**options["publicKey"], "challenge": "b2xk"}}),
    }
    phone.verifies, phone.origin = (
        wrong != "no finger",
        "https://evil.example" if wrong == "another site" else phone.origin,
    )
    answer = answers.get(wrong, wrong if wrong in ("rubbish", "{}", "") else phone.use(options))

    refused = client.post(USE, {"credential": answer})

    assert refused.url == SIGN_IN
    assert "We do not know that passkey" in client.get(SIGN_IN).content.decode()
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(action="members.sign_in_failed").count() == 1


def test_the_same_answer_signs_in_once(client, amara):
    phone = Phone()
    make_passkey(amara, phone=phone)
    answer = phone.use(client.post(USE_OPTIONS).json())

    first = client.post(USE, {"credential": answer})
    client.post("/sign-out/")
    second = client.post(USE, {"credential": answer})

    assert first.url == "/"
    assert second.url == SIGN_IN
    assert not is_signed_in(client)


def test_an_answer_that_was_copied_with_its_cookie_signs_in_once(client, amara):
    phone, thief = Phone(), Client(SERVER_NAME="localhost")
    make_passkey(amara, phone=phone)
    answer = phone.use(client.post(USE_OPTIONS).json())
    thief.cookies["passkey"] = client.cookies["passkey"].value

    first = client.post(USE, {"credential": answer})
    second = thief.post(USE, {"credential": answer})

    assert first.url == "/"
    assert second.headers["Location"] == SIGN_IN
    assert not is_signed_in(thief)


def test_a_challenge_lasts_a_quarter_of_an_hour(client, amara, monkeypatch):
    phone = Phone()
    make_passkey(amara, phone=phone)
    answer, now = phone.use(client.post(USE_OPTIONS).json()), timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: now + 901)

    refused = client.post(USE, {"credential": answer})

    assert refused.url == SIGN_IN


def test_a_challenge_that_we_did_not_sign_is_worth_nothing(client, amara):
    phone = Phone()
    make_passkey(amara, phone=phone)
    answer = phone.use(client.post(USE_OPTIONS).json())
    client.cookies["passkey"] = client.cookies["passkey"].value[:-1] + "x"

    refused = client.post(USE, {"credential": answer})

    assert refused.url == SIGN_IN


def test_asking_for_a_challenge_writes_nothing(client, db, django_assert_num_queries):
    NetworkSettings.current()
    with django_assert_num_queries(0):
        answer = client.post(USE_OPTIONS)

    cookie = answer.cookies["passkey"]
    assert list(answer.cookies) == ["passkey"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/sign-in/")


def test_a_suspended_member_is_not_let_in_by_passkey(client, amara):
    phone = Phone()
    make_passkey(amara, phone=phone)
    Member.objects.filter(pk=amara.pk).update(is_active=False)

    refused = use(client, phone)

    assert refused.url == SIGN_IN
    assert not is_signed_in(client)


def test_somebody_elses_passkey_is_no_second_step(client, orla, beatrix):
    phone = Phone()
    make_passkey(orla)
    make_passkey(beatrix, phone=phone)
    come(client, orla)

    refused = use(client, phone, next=STAFF_PAGE)

    assert refused.url == "/sign-in/second/?next=%2Frun%2Femails%2F"
    assert client.get(STAFF_PAGE).url.startswith("/sign-in/second/")


def test_the_eleventh_wrong_passkey_in_a_minute_is_turned_away(client, amara, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    answers = [client.post(USE, {"credential": "{}"}).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]


def test_a_browser_that_can_is_offered_a_passkey_and_not_again_for_a_while(client, amara):
    first = with_code(client, amara, can_passkey="1", next="/people/")
    offered = client.get(first.url)
    client.post("/sign-out/")
    second = with_code(client, amara, can_passkey="1")
    client.post("/sign-out/")
    Member.objects.filter(pk=amara.pk).update(passkey_offered_at=timezone.now() - timedelta(days=91))
    later = with_code(client, amara, can_passkey="1")

    assert first.url == f"{NEW}?next=%2Fpeople%2F"
    assert "Sign in faster next time" in offered.content.decode()
    assert '<a href="/people/">Not now</a>' in offered.content.decode()
    assert second.url == "/"
    assert later.url.startswith(NEW)


def test_nobody_is_offered_what_their_browser_cannot_make_or_what_they_have(client, amara, denise):
    make_passkey(denise)

    without_script = with_code(client, amara)
    client.post("/sign-out/")
    has_one = with_code(client, denise, can_passkey="1")

    assert without_script.url == "/"
    assert has_one.url == "/"


def test_a_passkey_is_made_only_by_someone_who_showed_just_now_who_they_are(client, amara):
    client.force_login(amara)

    page, options = client.get(NEW), client.post(NEW_OPTIONS)
    asked = client.get(page.url)

    assert page.url == "/sign-in/again/?next=%2Fme%2Fsign-in%2Fpasskeys%2Fnew%2F"
    assert options.status_code == 403
    assert amara.email in asked.content.decode()


def test_a_code_in_the_same_browser_is_sign_enough(client, amara):
    client.force_login(amara)
    client.post("/sign-in/again/", {"next": NEW})
    code = OutgoingEmail.objects.get(to=amara.email).subject[:7]

    entered = client.post(CODE, {"code": code, "next": NEW})

    assert entered.url == NEW
    assert client.get(NEW).status_code == 200


def test_who_has_a_passkey_shows_it_before_making_another(client, amara):
    phone = Phone()
    make_passkey(amara, phone=phone)
    come(client, amara)

    page = client.get(NEW)
    again = client.get(page.url)
    passed = use(client, phone, next=NEW)

    assert again.url.startswith("/sign-in/second/")
    assert passed.url == NEW
    assert client.get(NEW).status_code == 200


def test_a_name_that_is_missing_or_long_is_said(client, amara):
    come(client, amara)
    row = make_passkey(amara)
    page = f"{WAYS}passkeys/{row.data['uuid']}/"

    missing, long = client.post(page, {"name": ""}), client.post(page, {"name": "x" * 61})
    right = client.post(page, {"name": "The old phone"})

    assert "Enter a name for the passkey" in missing.content.decode()
    assert "Cut the name to 60 letters or fewer" in long.content.decode()
    assert "x" * 61 in long.content.decode()
    assert right.url == WAYS
    assert "The old phone" in client.get(WAYS).content.decode()


def test_a_passkey_is_taken_off_and_its_owner_is_told(client, amara):
    phone = Phone()
    row = make_passkey(amara, phone=phone)
    come(client, amara)
    use(client, phone)
    page = f"{WAYS}passkeys/{row.data['uuid']}/remove/"

    first, second = client.post(page), client.post(page)
    client.post("/sign-out/")

    assert (first.url, second.status_code) == (WAYS, 404)
    assert use(client, phone).url == SIGN_IN
    told = OutgoingEmail.objects.get(purpose="members.sign_in_changed")
    assert "A passkey was taken off your account." in told.text
    assert AuditEntry.objects.filter(action="members.passkey_removed", target=amara.uuid).count() == 1


def test_making_and_taking_off_a_passkey_ends_the_other_sessions(client, amara):
    elsewhere, phone = Client(SERVER_NAME="localhost"), Phone()
    with_code(elsewhere, amara)
    come(client, amara)

    make(client, phone)
    made = is_signed_in(elsewhere), is_signed_in(client)
    with_code(elsewhere, amara)
    client.post(f"{WAYS}passkeys/{passkeys(amara).get().data['uuid']}/remove/")
    taken_off = is_signed_in(elsewhere), is_signed_in(client)

    assert made == (False, True)
    assert taken_off == (False, True)


def test_the_list_shows_names_and_days_and_no_number_of_the_database(client, amara, django_assert_num_queries):
    come(client, amara)
    make_passkey(amara, "Phone")
    client.get(WAYS)

    with django_assert_num_queries(9):
        one = client.get(WAYS).content.decode()
    for name in ("Laptop", "A" * 60):
        make_passkey(amara, name)
    with django_assert_num_queries(9):
        three = client.get(WAYS).content.decode()

    assert one.count("Made on") == 1
    assert three.count("Made on") == 3
    assert f"passkeys/{Authenticator.objects.first().pk}/" not in three


def test_the_challenge_asks_for_a_finger_and_names_this_site(client, amara):
    visitor = client.post(USE_OPTIONS).json()["publicKey"]
    come(client, amara)
    maker = client.post(NEW_OPTIONS).json()["publicKey"]

    assert visitor["userVerification"] == "required"
    assert visitor["rpId"] == "localhost"
    assert visitor.get("allowCredentials", []) == []
    assert maker["authenticatorSelection"]["userVerification"] == "required"
    assert maker["authenticatorSelection"]["residentKey"] == "required"
    assert json.dumps(maker).find(amara.email) > 0
