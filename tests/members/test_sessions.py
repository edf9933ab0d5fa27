from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry
from members.models import Member, SignIn
from outbox.models import OutgoingEmail
from tests.conftest import showed_just_now
from tests.factories import make_sign_in

SIGN_IN, CODE, WAYS = "/sign-in/", "/sign-in/code/", "/me/sign-in/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1"


def browser(user_agent=FIREFOX):
    return Client(headers={"user-agent": user_agent})


def with_code(client, member):
    client.post(SIGN_IN, {"email": member.email})
    code = OutgoingEmail.objects.filter(to=member.email, purpose="members.code").latest("pk").subject[:7]
    return client.post(CODE, {"code": code})


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def test_a_member_sees_where_they_are_signed_in(amara):
    laptop, phone = browser(), browser(SAFARI)
    with_code(laptop, amara)
    with_code(phone, amara)

    page = laptop.get(WAYS)

    assert [row.browser for row in page.context["sign_ins"]] == ["Safari on iPhone", "Firefox on Windows"]
    assert page.content.decode().count(">Sign out there<") == 1
    assert page.content.decode().count("This one") == 1


def test_one_other_browser_is_signed_out(amara):
    laptop, phone = browser(), browser(SAFARI)
    with_code(laptop, amara)
    with_code(phone, amara)
    row = SignIn.objects.get(browser="Safari on iPhone")

    done = laptop.post(f"{WAYS}{row.uuid}/end/")

    assert done.url == WAYS
    assert (is_signed_in(laptop), is_signed_in(phone)) == (True, False)
    assert [row.browser for row in laptop.get(WAYS).context["sign_ins"]] == ["Firefox on Windows"]


def test_signing_out_everywhere_ends_every_session_and_no_one_elses(amara, denise):
    laptop, phone, other = browser(), browser(SAFARI), browser()
    with_code(laptop, amara)
    with_code(phone, amara)
    with_code(other, denise)

    done = laptop.post(f"{WAYS}everywhere/end/")

    assert done.url == SIGN_IN
    assert [is_signed_in(each) for each in (laptop, phone, other)] == [False, False, True]
    assert [row.member for row in SignIn.objects.all()] == [denise]
    assert "You are signed out everywhere" in laptop.get(SIGN_IN).content.decode()
    assert AuditEntry.objects.get(action="members.signed_out_everywhere").target == amara.uuid


def test_signing_out_takes_the_browser_from_the_list(amara):
    laptop = browser()
    with_code(laptop, amara)

    laptop.post("/sign-out/")

    assert not SignIn.objects.exists()


def test_signing_in_again_in_the_same_browser_makes_no_second_row(amara):
    laptop = browser()
    with_code(laptop, amara)
    laptop.post("/sign-in/again/")
    code = OutgoingEmail.objects.filter(to=amara.email).latest("pk").subject[:7]

    laptop.post(CODE, {"code": code})

    assert SignIn.objects.get().session_key == laptop.session.session_key


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"roles": ["moderator"]}, {"roles": []}, {"sessions_ended": 1}],
    ids=["suspension", "role given", "role taken", "ended"],
)
def test_what_a_session_rests_on_ends_it_at_the_next_request(kwame, change):
    laptop = browser()
    with_code(laptop, kwame)
    before = is_signed_in(laptop)

    Member.objects.filter(pk=kwame.pk).update(**change)

    assert before
    assert not is_signed_in(laptop)


def test_a_changed_role_empties_the_list_too(amara):
    make_sign_in(amara)
    amara.roles = ["moderator"]
    amara.save(update_fields=["roles"])
    control = make_sign_in(amara, browser="Edge on Windows")

    assert list(SignIn.objects.open(amara, now=timezone.now())) == [control]


@pytest.mark.parametrize(("who", "lasts"), [("amara", timedelta(days=90)), ("beatrix", timedelta(hours=12))])
def test_a_session_ends_at_a_fixed_time_however_much_it_is_used(request, monkeypatch, who, lasts):
    member, laptop = request.getfixturevalue(who), browser()
    with_code(laptop, member)
    began_at, now = SignIn.objects.get().began_at, timezone.now()

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + lasts - timedelta(minutes=5))
    late = is_signed_in(laptop)
    session = laptop.session
    session["used"] = "a lot"
    session.save()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + lasts + timedelta(minutes=1))

    assert late
    assert not is_signed_in(laptop)
    assert SignIn.objects.get().ends_at == began_at + lasts


def test_the_second_factor_does_not_make_a_staff_session_longer(orla):
    laptop = browser()
    with_code(laptop, orla)
    showed_just_now(laptop, orla)
    ends_at = SignIn.objects.get().ends_at
    expires_at = laptop.session.get_expiry_date()

    laptop.post("/me/sign-in/recovery-codes/renew/")

    assert expires_at == ends_at
    assert laptop.session.get_expiry_date() == ends_at


def test_a_stolen_cookie_from_before_signing_in_is_worth_nothing(amara):
    laptop, thief = browser(), browser()
    laptop.post(SIGN_IN, {"email": amara.email})
    thief.cookies["sessionid"] = laptop.cookies["sessionid"].value
    code = OutgoingEmail.objects.get(to=amara.email).subject[:7]

    laptop.post(CODE, {"code": code})

    assert is_signed_in(laptop)
    assert not is_signed_in(thief)


def test_the_cookie_is_for_this_site_over_https_and_for_no_script(amara, settings):
    settings.SESSION_COOKIE_SECURE = True
    laptop = browser()

    with_code(laptop, amara)

    cookie = laptop.cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_a_session_is_a_row_of_the_database(amara):
    laptop = browser()
    with_code(laptop, amara)
    before = is_signed_in(laptop)

    Session.objects.all().delete()

    assert before
    assert not is_signed_in(laptop)


def test_the_day_of_the_last_use_is_written_once_a_day(amara, monkeypatch, django_assert_num_queries):
    laptop = browser()
    with_code(laptop, amara)
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=3))

    laptop.get("/help/")
    first = SignIn.objects.get().seen_on
    with django_assert_num_queries(2):
        laptop.get("/help/")

    assert first == timezone.localdate(now + timedelta(days=3))


def test_the_list_is_long_enough_for_many_browsers(amara, django_assert_num_queries):
    laptop = browser()
    with_code(laptop, amara)
    laptop.get(WAYS)
    with django_assert_num_queries(9):
        one = laptop.get(WAYS)
    for name in ("Edge on Windows", "Chrome on Android"):
        make_sign_in(amara, browser=name)
    with django_assert_num_queries(9):
        three = laptop.get(WAYS)

    assert (len(one.context["sign_ins"]), len(three.context["sign_ins"])) == (1, 3)
