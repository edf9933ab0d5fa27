import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry
from members.actions import may_join, member_for
from members.actions.joining import decide
from members.models import ApprovedDomain, Contact, JoinRequest, Member
from outbox.models import OutgoingEmail
from tests import factories
from tests.browser.steps import link_after
from tests.factories import make_invitation, make_join_request, make_organisation
from tests.members.test_sign_in import AGAIN, CODE, ask_for_code, code_sent_to, is_signed_in, without_tokens

IDA = "ida@quill.example"


@pytest.fixture
def council(db):
    row = make_organisation("Westmere City Council", cloth="council")
    ApprovedDomain.objects.create(organisation=row, domain="westmere.gov.example")
    return row


def purposes(email):
    return list(OutgoingEmail.objects.filter(to=email).order_by("pk").values_list("purpose", flat=True))


def ask(client, **fields):
    typed = {"name": "Ida Quill", "email": IDA, "why": "I run a food shelf.", "organisation": "", **fields}
    return client.post("/join/ask/", typed)


def prove_link(email=IDA):
    letter = OutgoingEmail.objects.filter(to=email, purpose="members.join_request").latest("pk")
    return link_after("Yes, this is my address:", letter).removeprefix("http://testserver")


def test_an_address_at_an_approved_domain_comes_in_with_a_code(client, council):
    ask_for_code(client, "Lena.Fisk@Westmere.gov.example")
    letter = OutgoingEmail.objects.get(purpose="members.code")
    before = Member.objects.count()
    arrived = client.post(CODE, {"code": code_sent_to("Lena.Fisk@Westmere.gov.example")})

    member = Member.objects.get()
    assert before == 0
    assert "You can join" in letter.text
    assert arrived.url == "/welcome/"
    assert member.email == "lena.fisk@westmere.gov.example"
    assert (member.contact.organisation, member.contact.sector) == (council, council.sector)
    assert member.roles == []
    assert AuditEntry.objects.filter(action="members.join", facts={"way": "domain"}).count() == 1


@pytest.mark.parametrize(
    "email",
    [
        "lena@gov.example",
        "lena@evil-westmere.gov.example",
        "lena@sub.westmere.gov.example",
        "lena@westmere.gov.example.evil.example",
        "westmere.gov.example@evil.example",
    ],
)
def test_another_domain_is_another_domain(client, council, email):
    ask_for_code(client, email)

    assert purposes(email) == ["members.no_account"]


def test_a_new_code_reaches_somebody_who_joins(client, council):
    email = "lena@westmere.gov.example"
    ask_for_code(client, email)
    client.post(AGAIN)

    client.post(CODE, {"code": code_sent_to(email)})

    assert purposes(email) == ["members.code", "members.code"]
    assert is_signed_in(client)


def test_a_way_in_that_closed_meanwhile_lets_nobody_in(client, council):
    email = "lena@westmere.gov.example"
    ask_for_code(client, email)
    ApprovedDomain.objects.all().delete()

    answer = client.post(CODE, {"code": code_sent_to(email)})

    assert answer.url == "/sign-in/"
    assert not Member.objects.exists()
    assert not is_signed_in(client)


def test_a_suspended_member_does_not_come_back_by_another_way(client, council, amara):
    Member.objects.filter(pk=amara.pk).update(is_active=False)
    make_invitation(factories.make_member("Hal Brook"), amara.email)

    ask_for_code(client, amara.email)

    assert not may_join(amara.email, now=timezone.now())
    assert member_for(amara.email, now=timezone.now()) is None
    assert purposes(amara.email) == ["members.no_account"]


def test_known_unknown_invited_and_approved_look_the_same(council, amara):
    make_invitation(amara, "invited@guest.example")
    make_join_request(
        email="said-yes@guest.example", proved_at=timezone.now(), decided_at=timezone.now(), is_accepted=True
    )
    emails = [amara.email, "nobody@nowhere.example", "invited@guest.example", "lena@westmere.gov.example"]
    emails += ["said-yes@guest.example"]
    seen = []

    for email in emails:
        client = Client()
        asked = ask_for_code(client, email)
        pages = client.get(CODE), client.post(CODE, {"code": "000000"}), client.post(AGAIN, follow=True)
        shown = [re.sub(re.escape(email), "somebody", without_tokens(page)) for page in pages]
        seen.append((asked.status_code, asked.url, shown))

    assert all(one == seen[0] for one in seen)
    assert [purposes(email)[0] for email in emails] == ["members.code", "members.no_account", *["members.code"] * 3]


def test_who_has_no_account_reads_how_to_join(client, db):
    ask_for_code(client, IDA)

    assert "http://testserver/join/" in OutgoingEmail.objects.get().text


def test_visitors_find_the_ways_to_join(client, db):
    links = [client.get(page).content.decode().count('href="/join/"') for page in ("/", "/sign-in/")]
    page = client.get("/join/").content.decode()

    assert links == [1, 1]
    assert 'href="/join/ask/"' in page
    assert 'href="/sign-in/"' in page


def test_an_address_is_proved_by_a_button_and_then_an_organiser_sees_who_asks(orla, sign_in, council):
    asked = ask(Client(), organisation="westmere city council")
    looked = Client().get(prove_link()).content.decode()
    unproved = JoinRequest.objects.get().proved_at
    proved = Client().post(prove_link(), follow=True).content.decode()
    staff = sign_in(orla)
    listed = staff.get("/run/joining/").content.decode()
    page = staff.get(f"/run/joining/{JoinRequest.objects.get().uuid}/").content.decode()

    assert (asked.url, unproved) == ("/join/asked/", None)
    assert "Is this your address?" in looked
    assert "The organisers have it" in proved
    assert "Ida Quill" in listed
    assert "Waiting for 0" in listed
    assert "I run a food shelf." in page


def test_who_is_accepted_reads_so_and_comes_in_with_a_code(orla, sign_in, council):
    row = make_join_request(proved_at=timezone.now(), organisation=council, sector=council.sector)
    answered = sign_in(orla).post(f"/run/joining/{row.uuid}/", {"answer": "yes", "reason": ""}, follow=True)
    ida = Client()
    ask_for_code(ida, IDA)
    ida.post(CODE, {"code": code_sent_to(IDA)})

    contact = Member.objects.get(email=IDA).contact
    assert "They will read your answer in an email" in answered.content.decode()
    assert purposes(IDA) == ["members.join_decided", "members.code"]
    assert (contact.name, contact.organisation, contact.sector) == ("Ida Quill", council, council.sector)
    assert is_signed_in(ida)
    assert JoinRequest.objects.filter(joined_as__email=IDA).count() == 1


def test_a_no_says_why(orla, sign_in):
    row = make_join_request(proved_at=timezone.now())
    staff = sign_in(orla)

    silent = staff.post(f"/run/joining/{row.uuid}/", {"answer": "no", "reason": ""})
    unanswered = staff.post(f"/run/joining/{row.uuid}/", {"reason": "A long reason I typed"})
    staff.post(f"/run/joining/{row.uuid}/", {"answer": "no", "reason": "We work in Westmere alone."})
    after = staff.get(f"/run/joining/{row.uuid}/").content.decode()
    ask_for_code(Client(), IDA)

    letter = OutgoingEmail.objects.get(purpose="members.join_decided")
    assert "Write why not. They will read it" in silent.content.decode()
    assert "Choose yes or no" in unanswered.content.decode()
    assert "A long reason I typed" in unanswered.content.decode()
    assert "We work in Westmere alone." in letter.text
    assert "The answer was no: We work in Westmere alone." in after
    assert purposes(IDA) == ["members.join_decided", "members.no_account"]
    entry = AuditEntry.objects.get(action="members.join_decided")
    assert (entry.actor, entry.target, entry.facts) == (orla.uuid, row.uuid, {"is_accepted": False})


def test_the_first_answer_stands(orla, sign_in, db):
    row = make_join_request(proved_at=timezone.now())
    other = factories.make_member("Prakash Sundaram", roles=["admin"])

    decide(row, is_accepted=True, reason="", by=other, at=timezone.now())
    again = sign_in(orla).post(f"/run/joining/{row.uuid}/", {"answer": "no", "reason": "No"}, follow=True)

    row.refresh_from_db()
    assert (row.is_accepted, row.decided_by) == (True, other)
    assert "Somebody else answered before you" in again.content.decode()
    assert purposes(IDA) == ["members.join_decided"]


def test_what_was_not_proved_is_shown_to_nobody(orla, sign_in):
    row = make_join_request()

    staff = sign_in(orla)

    assert "Nobody is waiting." in staff.get("/run/joining/").content.decode()
    assert staff.get(f"/run/joining/{row.uuid}/").status_code == 404


def test_asking_looks_the_same_for_every_address_and_only_the_email_says_more(amara, council):
    make_invitation(amara, "invited@guest.example")
    suspended = factories.make_member("Sid Vane")
    Member.objects.filter(pk=suspended.pk).update(is_active=False)
    emails = [amara.email, IDA, "invited@guest.example", "lena@westmere.gov.example", suspended.email]

    answers = [ask(Client(), email=email) for email in emails]

    assert {(answer.status_code, answer.url, bytes(answer.content)) for answer in answers} == {
        (302, "/join/asked/", b"")
    }
    assert [purposes(email) for email in emails] == [
        ["members.join_known"], ["members.join_request"], *[["members.join_known"]] * 3,
    ]  # fmt: skip
    assert [row.email for row in JoinRequest.objects.all()] == [IDA]
    letter = OutgoingEmail.objects.get(to=suspended.email)
    assert "can come in now" not in letter.text


def test_whoever_types_the_address_again_does_not_change_what_was_proved(client, db):
    ask(client, why="The first words")
    ask(client, why="Other words, not proved yet")
    client.post(prove_link())

    ask(Client(), name="Somebody Else", why="Words of a stranger")

    row = JoinRequest.objects.get()
    assert (row.name, row.why) == ("Ida Quill", "Other words, not proved yet")
    assert "The organisers have it" in OutgoingEmail.objects.latest("pk").text


def test_an_address_is_written_to_three_times_a_day(db):
    answers = [ask(Client()).status_code for _ in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert len(purposes(IDA)) == 3


def test_a_robot_is_thanked_and_nothing_is_kept(client, db):
    answer = ask(client, website="https://buy.example")

    assert answer.url == "/join/asked/"
    assert not JoinRequest.objects.exists()
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter your name"),
        ({"email": "ida at quill"}, "in the format name@example.com"),
        ({"why": ""}, "Write why you would like to join"),
        ({"why": "x" * 620}, "Cut 20 characters"),
        ({"sector": "nonsense"}, "Choose one of the sectors shown"),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, db, typed, said):
    page = ask(client, organisation="The Food Shelf", **typed).content.decode()

    assert said in page
    assert "The Food Shelf" in page
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("token", ["x", "AAAA:bbb:ccc"])
def test_a_link_that_is_not_ours_says_so_kindly(client, db, token):
    answer = client.get(f"/join/address/{token}/")

    assert answer.status_code == 410
    assert "This link has run out" in answer.content.decode()


def test_the_link_runs_out_after_fourteen_days(client, db, monkeypatch):
    ask(client)
    link, start = prove_link(), timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: start + timedelta(days=15).total_seconds())

    answer = client.post(link)

    assert answer.status_code == 410
    assert JoinRequest.objects.get().proved_at is None


def test_the_list_is_by_age_and_costs_the_same_for_one_and_three(orla, sign_in, django_assert_num_queries):
    staff, now = sign_in(orla), timezone.now()
    make_join_request("Second", "b@quill.example", proved_at=now - timedelta(days=2))
    staff.get("/run/joining/")
    with django_assert_num_queries(4):
        staff.get("/run/joining/")
    make_join_request("First", "a@quill.example", proved_at=now - timedelta(days=5))
    make_join_request("Third", "c@quill.example", proved_at=now)

    with django_assert_num_queries(4):
        page = staff.get("/run/joining/")

    assert [row.name for row in page.context["page"]] == ["First", "Second", "Third"]
    assert "Waiting for 5\xa0days" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "declined_requests_say_why",
            {"is_accepted": False, "decided_at": timezone.now(), "proved_at": timezone.now()},
        ),
        ("decided_requests_say_what", {"is_accepted": True, "decided_at": timezone.now()}),
        ("decided_requests_say_what", {"is_accepted": True}),
    ],
)
def test_the_database_refuses_half_answers(db, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_join_request(**fields)


@pytest.mark.parametrize("domain", ["Westmere.gov.example", "@westmere.example", "westmere", "", "a b.example"])
def test_a_domain_is_written_plainly(council, domain):
    with pytest.raises(IntegrityError, match="domains_are_written_plainly"), transaction.atomic():
        ApprovedDomain.objects.create(organisation=council, domain=domain)


def test_a_guest_of_an_event_keeps_their_row_and_gets_the_organisation(council):
    guest = Contact.objects.create(name="Lena F", email="lena@westmere.gov.example", organisation_typed="the council")

    member = member_for("lena@westmere.gov.example", now=timezone.now())

    guest.refresh_from_db()
    assert member
    assert member.contact == guest
    assert (guest.name, guest.organisation, guest.organisation_typed) == ("Lena F", council, "")
