import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry
from members.actions import give_demo_second_factor
from members.actions.addresses import FIRST_ADMIN
from members.models import Contact, Member, SecondAddress
from outbox.models import OutgoingEmail
from tests.conftest import showed_just_now
from tests.factories import make_contact, make_member, make_passkey, make_second_address

SIGN_IN, CODE, WAYS = "/sign-in/", "/sign-in/code/", "/me/sign-in/"
NEW_ADDRESS = "amara@home.example"


def page_of(member):
    return f"/run/people/{member.uuid}/sign-in/"


def add_address(client, member, email=NEW_ADDRESS, check="in_person"):
    return client.post(page_of(member), {"email": email, "check": check})


def reset(client, member, check="question"):
    return client.post(f"{page_of(member)}reset/", {"reset-check": check})


def with_code(client, typed, inbox):
    client.post(SIGN_IN, {"email": typed})
    code = OutgoingEmail.objects.filter(to=inbox, purpose="members.code").latest("pk").subject[:7]
    return client.post(CODE, {"code": code})


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def told(purpose="members.sign_in_changed"):
    return sorted(OutgoingEmail.objects.filter(purpose=purpose).values_list("to", flat=True))


@pytest.fixture
def runs(sign_in, orla):
    return sign_in(orla)


def test_an_organiser_adds_an_address_and_a_code_comes_to_it(runs, orla, amara):
    added = add_address(runs, amara, " Amara@Home.example ")
    by_new, by_old = Client(), Client()
    with_code(by_new, NEW_ADDRESS, NEW_ADDRESS)
    with_code(by_old, amara.email, NEW_ADDRESS)

    assert added.url == page_of(amara)
    assert (is_signed_in(by_new), is_signed_in(by_old)) == (True, True)
    row = AuditEntry.objects.get(action="members.address_added")
    assert (row.actor, row.target, row.facts) == (orla.uuid, amara.uuid, {"check": "in_person"})


def test_both_addresses_are_told(runs, amara):
    add_address(runs, amara)

    letters = OutgoingEmail.objects.filter(purpose="members.sign_in_changed")
    assert told() == [amara.email, NEW_ADDRESS]
    assert [NEW_ADDRESS in letter.text for letter in letters] == [True, True]


@pytest.mark.parametrize("what", ["address", "second step"])
def test_every_other_organiser_is_told_who_let_whom_in(runs, amara, denise, what):
    ines, _suspended = (make_member(name, roles=["admin"]) for name in ("Ines Duarte", "Left Long Ago"))
    Member.objects.filter(contact__name="Left Long Ago").update(is_active=False)

    if what == "address":
        add_address(runs, amara)
        add_address(runs, amara)
    else:
        reset(runs, amara)

    assert told("members.way_back") == [ines.email]
    letter = OutgoingEmail.objects.get(purpose="members.way_back")
    said = {"address": "added another address", "second step": "took off their second step and passkeys"}[what]
    assert f"Orla Fitzsimmons checked who Amara Nwachukwu is, and {said}." in letter.text
    assert said in letter.html
    assert f"http://testserver{page_of(amara)}" in letter.text
    assert NEW_ADDRESS not in letter.text


def test_an_organiser_who_was_let_back_in_is_told_once(runs, kwame):
    Member.objects.filter(pk=kwame.pk).update(roles=["admin"])

    reset(runs, kwame)

    assert told() == [kwame.email]
    assert told("members.way_back") == []


def test_adding_the_same_address_twice_is_adding_it_once(runs, amara):
    answers = [add_address(runs, amara).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert SecondAddress.objects.count() == 1
    assert len(told()) == 2


@pytest.mark.parametrize("whose", ["first", "second", "their own"])
def test_an_address_that_signs_somebody_in_is_not_added(runs, amara, denise, whose):
    make_second_address(denise, "denise@home.example")
    taken = {"first": denise.email.upper(), "second": "Denise@Home.example", "their own": amara.email}[whose]

    page = add_address(runs, amara, taken)

    assert "Somebody signs in with this one already" in page.content.decode()
    assert taken in page.content.decode()
    assert not amara.second_addresses.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": "", "check": "in_person"}, "Enter the other email address"),
        ({"email": "home", "check": "in_person"}, "name@example.com"),
        ({"email": NEW_ADDRESS}, "Choose how you checked who they are"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(runs, amara, data, said):
    page = runs.post(page_of(amara), data)

    assert said in page.content.decode()
    assert data["email"] in page.content.decode()
    assert not SecondAddress.objects.exists()


def test_nobody_lets_themselves_back_in(runs, orla):
    give_demo_second_factor(orla)

    shown = runs.get(page_of(orla))
    answers = [add_address(runs, orla), reset(runs, orla), runs.post(f"{page_of(orla)}end/")]

    assert "Another organiser lets you back in" in shown.content.decode()
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not SecondAddress.objects.exists()
    assert Authenticator.objects.filter(user=orla).exists()


def test_a_lost_second_factor_is_reset_and_its_owner_is_told(runs, orla, beatrix):
    elsewhere = Client()
    with_code(elsewhere, beatrix.email, beatrix.email)
    give_demo_second_factor(beatrix)
    make_passkey(beatrix)
    before = is_signed_in(elsewhere)

    done = reset(runs, beatrix)

    assert before
    assert done.url == page_of(beatrix)
    assert not Authenticator.objects.filter(user=beatrix).exists()
    assert not is_signed_in(elsewhere)
    assert told() == [beatrix.email]
    row = AuditEntry.objects.get(action="members.second_factor_reset")
    assert (row.actor, row.target, row.facts) == (orla.uuid, beatrix.uuid, {"check": "question"})


def test_after_a_reset_a_new_one_is_set_up_before_any_staff_page(runs, client, beatrix):
    give_demo_second_factor(beatrix)
    reset(runs, beatrix)
    browser = Client()

    entered = with_code(browser, beatrix.email, beatrix.email)

    assert entered.url == "/sign-in/second/?next=%2F"
    assert "Set up a second step" in browser.get(entered.url).content.decode()
    assert browser.get("/check/").status_code != 200


def test_a_reset_says_how_it_was_checked(runs, beatrix):
    give_demo_second_factor(beatrix)

    page = runs.post(f"{page_of(beatrix)}reset/")

    assert page.content.decode().count("Choose how you checked who they are") == 2
    assert Authenticator.objects.filter(user=beatrix).exists()


def test_somebody_who_lost_a_phone_is_signed_out_everywhere(runs, amara):
    phone = Client()
    with_code(phone, amara.email, amara.email)
    before = is_signed_in(phone)

    runs.post(f"{page_of(amara)}end/")

    assert (before, is_signed_in(phone)) == (True, False)


def test_a_member_takes_a_second_address_off_and_both_are_told(client, amara):
    row = make_second_address(amara)
    client.force_login(amara)
    stale = client.post(f"{WAYS}addresses/{row.uuid}/remove/")
    kept = SecondAddress.objects.exists()
    showed_just_now(client, amara)

    client.post(f"{WAYS}addresses/{row.uuid}/remove/")

    assert stale.url.startswith("/sign-in/again/")
    assert kept
    assert not SecondAddress.objects.exists()
    assert told() == [amara.email, NEW_ADDRESS]


def test_a_second_address_looks_like_every_other_to_a_stranger(amara):
    make_second_address(amara)
    known, unknown = Client(), Client()

    answers = [
        known.post(SIGN_IN, {"email": NEW_ADDRESS}),
        unknown.post(SIGN_IN, {"email": "nobody@home.example"}),
    ]
    pages = [browser.get(CODE).content.decode() for browser in (known, unknown)]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, CODE)}
    hidden = [re.sub(r'value="\w+"|\w+@home.example', "", page) for page in pages]
    assert hidden[0] == hidden[1]


def test_signing_in_by_a_second_address_does_not_verify_the_first(client, amara):
    Contact.objects.filter(pk=amara.contact_id).update(email_verified_at=None)
    make_second_address(amara)

    with_code(client, NEW_ADDRESS, NEW_ADDRESS)
    with_code(Client(), amara.email, NEW_ADDRESS)
    by_second = Contact.objects.get(pk=amara.contact_id).email_verified_at
    SecondAddress.objects.all().delete()
    with_code(Client(), amara.email, amara.email)

    assert by_second is None
    assert Contact.objects.get(pk=amara.contact_id).email_verified_at is not None


def test_the_database_keeps_one_account_an_address(amara, denise):
    make_second_address(amara)
    wrongs = [
        lambda: make_second_address(denise),
        lambda: make_second_address(denise, "Denise@Home.example"),
        lambda: make_second_address(denise, "denise@home.example", added_by=denise),
        lambda: Member.objects.create_user(NEW_ADDRESS),
    ]

    for wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def link_for(email):
    out = StringIO()
    call_command("first_admin", email, stdout=out)
    return out.getvalue().strip().removeprefix("http://testserver")


def test_a_network_that_nobody_runs_gets_its_first_organiser(client, db):
    link = link_for("Founder@westmere.example")

    shown = client.get(link)
    nobody_yet = Member.objects.exists()
    done = client.post(link)
    entered = with_code(client, "founder@westmere.example", "founder@westmere.example")

    assert "founder@westmere.example" in shown.content.decode()
    assert not nobody_yet
    assert done.url == "/sign-in/?email=founder%40westmere.example"
    member = Member.objects.get()
    assert member.roles == ["admin"]
    assert member.contact.email_verified_at is not None
    assert entered.url.startswith("/sign-in/second/")
    assert AuditEntry.objects.get(action="members.first_admin").target == member.uuid


def test_a_member_who_is_there_already_keeps_their_account(client, amara):
    client.post(link_for(amara.email))

    assert Member.objects.get().roles == ["admin"]
    assert Member.objects.get().pk == amara.pk


def test_the_link_works_once_and_signs_nobody_in(client, db):
    link = link_for("founder@westmere.example")
    other = link_for("other@westmere.example")

    client.post(link)
    after = is_signed_in(client)
    again, second = client.post(link), client.post(other)

    assert not after
    assert (again.status_code, second.status_code) == (410, 410)
    assert Member.objects.count() == 1


def test_the_link_runs_out_after_an_hour(client, db, monkeypatch):
    link = link_for("founder@westmere.example")
    later = timezone.now().timestamp() + timedelta(minutes=61).total_seconds()
    monkeypatch.setattr("time.time", lambda: later)

    answer = client.post(link)

    assert answer.status_code == 410
    assert not Member.objects.exists()


def test_a_link_of_another_kind_makes_no_organiser(client, db):
    contact = make_contact(email="reg@westmere.example")
    token = FIRST_ADMIN.token(contact.uuid)

    wrong = client.post(f"/sign-in/first/{token[:-1]}x/")

    assert wrong.status_code == 410
    assert not Member.objects.exists()


def test_a_network_with_an_organiser_makes_no_other_by_command(orla):
    with pytest.raises(CommandError, match="has an organiser already"):
        link_for("founder@westmere.example")


def test_a_suspended_organiser_does_not_lock_the_network(db, orla):
    Member.objects.filter(pk=orla.pk).update(is_active=False)

    assert link_for("founder@westmere.example").startswith("/sign-in/first/")


def test_the_command_wants_an_address(db):
    with pytest.raises(CommandError, match=r"name@example\.com"):
        link_for("founder")
