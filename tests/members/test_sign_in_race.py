"""Two at the same moment, on PostgreSQL with a connection a thread; and what happens without the lock."""

from functools import partial
from time import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from collab.kit.openid import Person, Provider
from commons.models import AuditEntry
from members.actions import addresses, single_sign_on
from members.actions.addresses import AddressTaken, AdminExists
from members.models import Member, OutsideIdentity, SecondAddress
from tests.conftest import showed_just_now
from tests.events.test_race import at_once
from tests.factories import make_contact, make_member, sector

pytestmark = pytest.mark.django_db(transaction=True)
SET_UP = "/sign-in/second/set-up/"
COUNCIL = Provider("council", "Council", "https://id.example", "collab")


def outcome(refusal, task):
    try:
        task()
    except refusal:
        return "refused"
    return "done"


def add_one_address_to_all(people, by):
    add = partial(addresses.add_address, email="shared@home.example", check="in_person", by=by, at=timezone.now())
    return at_once([partial(outcome, AddressTaken, partial(add, person)) for person in people])


def make_people(number):
    sector("council")
    return [make_member(f"Person {letter}") for letter in "abcdefghijklmnopqrstuvwxyz"[:number]]


def test_one_address_is_added_to_one_account():
    people, orla = make_people(16), make_member("Orla Fitzsimmons", roles=["admin"])

    outcomes = add_one_address_to_all(people, orla)

    assert sorted(outcomes) == ["done"] + ["refused"] * 15
    assert SecondAddress.objects.count() == 1
    assert AuditEntry.objects.filter(action="members.address_added").count() == 1


def test_two_links_make_one_first_organiser():
    contacts = [make_contact(f"Founder {n}", email=f"founder.{n}@westmere.example") for n in range(16)]
    make = [partial(addresses.make_first_admin, contact.uuid, at=timezone.now()) for contact in contacts]

    outcomes = at_once([partial(outcome, AdminExists, task) for task in make])

    assert sorted(outcomes) == ["done"] + ["refused"] * 15
    assert Member.objects.filter(roles=["admin"]).count() == 1


def test_without_the_lock_there_are_several_first_organisers(monkeypatch):
    contacts = [make_contact(f"Founder {n}", email=f"founder.{n}@westmere.example") for n in range(16)]
    monkeypatch.setattr(addresses, "lock_first_admin", lambda: None)
    make = [partial(addresses.make_first_admin, contact.uuid, at=timezone.now()) for contact in contacts]

    at_once([partial(outcome, AdminExists, task) for task in make])

    assert Member.objects.filter(roles=["admin"]).count() > 1


def test_the_same_answer_in_many_requests_makes_one_member():
    person = Person(COUNCIL.issuer, "a-1", "mei@council.example", "Mei Castellano")
    join = partial(single_sign_on.member_for, COUNCIL, person, now=timezone.now())

    members = at_once([join for _ in range(16)])

    assert len({member.pk for member in members}) == 1
    assert OutsideIdentity.objects.count() == 1


def test_an_app_that_is_set_up_many_times_at_once_is_one():
    orla, browser = make_member("Orla Fitzsimmons", roles=["admin"]), Client()
    browser.force_login(orla)
    showed_just_now(browser, orla)
    secret = browser.get(SET_UP).context["secret"].replace(" ", "")
    code = format_hotp_value(hotp_value(secret, int(time()) // 30))

    def press():
        same = Client()
        same.cookies["sessionid"] = browser.cookies["sessionid"].value
        return same.post(SET_UP, {"code": code}).status_code

    statuses = at_once([press for _ in range(16)])

    assert [status for status in statuses if status >= 500] == []
    assert AuditEntry.objects.filter(action="members.second_factor_added").count() == 1
    assert Authenticator.objects.filter(user=orla).count() == 2
