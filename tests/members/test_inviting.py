from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry
from members.actions import member_for
from members.actions.inviting import TooMany, invite
from members.models import Contact, Invitation, Member
from outbox.models import OutgoingEmail
from tests.browser.steps import link_after
from tests.factories import make_invitation, make_member
from tests.members.test_sign_in import CODE, code_sent_to, is_signed_in

JO = "jo@guest.example"
WORDS = "We talked on Wednesday about the food shelf."


def letters(to=JO, purpose="members.invitation"):
    return OutgoingEmail.objects.filter(to=to, purpose=purpose).order_by("pk")


def send_invitation(client, email=JO, **fields):
    return client.post("/invite/", {"email": email, "name": "Jo Barker", "words": WORDS, **fields}, follow=True)


def link_in(letter):
    return link_after("Read the invitation:", letter).removeprefix("http://testserver")


@pytest.fixture
def inviting(client, amara):
    client.force_login(amara)
    return client


def test_somebody_invited_reads_who_invites_proves_the_address_and_is_in(inviting, amara):
    page = send_invitation(inviting, email="Jo@Guest.example").content.decode()
    letter, jo = letters().get(), Client()
    shown = jo.get(link_in(letter)).content.decode()
    members_before = Member.objects.count()
    asked = jo.post(link_in(letter))
    on_screen = jo.get(asked["Location"]).content.decode()
    arrived = jo.post(CODE, {"code": code_sent_to(JO)})

    member = Member.objects.get(email=JO)
    row = Invitation.objects.get()
    assert "We have written to jo@guest.example" in page
    assert "Amara Nwachukwu invites you" in shown
    assert WORDS in shown
    assert "We sent 6 numbers to <b>jo@guest.example</b>" in on_screen
    assert members_before == 1
    assert arrived["Location"] == "/welcome/"
    assert is_signed_in(jo)
    assert (member.contact.name, member.roles) == ("Jo Barker", [])
    assert member.contact.email_verified_at is not None
    assert (row.accepted_by, row.state(timezone.now())) == (member, "accepted")
    assert AuditEntry.objects.filter(action="members.join", target=member.uuid, facts={"way": "invitation"}).exists()


def test_the_email_says_who_and_in_their_words_and_its_subject_holds_none_of_them(inviting):
    send_invitation(inviting)

    letter = letters().get()
    assert [WORDS in letter.text, WORDS in letter.html, WORDS in letter.subject] == [True, True, False]
    assert ["Amara" in letter.text, "Amara" in letter.subject] == [True, False]


@pytest.mark.parametrize(("name", "greeting"), [("Jo Barker", "Dear Jo Barker"), ("", "Dear friend")])
def test_the_email_greets_them_and_says_why_they_get_it(inviting, name, greeting):
    send_invitation(inviting, name=name)

    letter = letters().get()
    assert letter.text.startswith(f"{greeting}\n")
    assert greeting in letter.html
    for words in (letter.text, letter.html):
        assert "You get this because Amara Nwachukwu asked us to write to you." in words


def test_the_link_alone_signs_nobody_in_and_looking_changes_nothing(inviting):
    send_invitation(inviting)
    link, jo = link_in(letters().get()), Client()

    jo.get(link), jo.head(link), jo.get(link)
    wrong = jo.post(link), jo.post(CODE, {"code": "000000"})

    assert wrong[1].status_code == 200
    assert not is_signed_in(jo)
    assert not Member.objects.filter(email=JO).exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_forwarded_link_sends_the_code_to_the_address_that_was_invited(inviting):
    send_invitation(inviting)

    Client().post(link_in(letters().get()))

    assert [letter.to for letter in OutgoingEmail.objects.filter(purpose="members.code")] == [JO]


def test_who_came_to_an_event_before_keeps_their_row(inviting):
    guest = Contact.objects.create(name="Jo B", email="JO@guest.example")
    make_invitation(make_member("Hal Brook"))

    member = member_for(JO, now=timezone.now())

    assert member
    assert member.contact == guest
    assert member.contact.name == "Jo B"


def test_a_member_who_is_invited_signs_in_as_before(inviting, denise):
    send_invitation(inviting, email=denise.email)
    browser, link = Client(), link_in(letters(denise.email).get())
    browser.post(link)
    arrived = browser.post(CODE, {"code": code_sent_to(denise.email)})

    assert arrived["Location"] == "/"
    assert Invitation.objects.get().accepted_by == denise
    assert "was used already" in Client().get(link).content.decode()


@pytest.mark.parametrize("ended", ["withdrawn", "lapsed", "suspended", "forged"])
def test_an_invitation_that_has_ended_lets_nobody_in(inviting, amara, ended):
    send_invitation(inviting)
    row, link = Invitation.objects.get(), link_in(letters().get())
    if ended == "withdrawn":
        inviting.post(f"/invite/{row.uuid}/withdraw/")
    if ended == "lapsed":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    if ended == "suspended":
        Member.objects.update(is_active=False)
    if ended == "forged":
        link = "/join/invitation/AAAA:bbbb:cccc/"
    jo = Client()

    seen, pressed = jo.get(link), jo.post(link)
    Client().post("/sign-in/", {"email": JO})

    assert (seen.status_code, pressed.status_code) == (410, 410)
    assert WORDS not in seen.content.decode()
    assert "See the ways to join" in seen.content.decode()
    codes = OutgoingEmail.objects.filter(to=JO, purpose="members.code").count()
    assert codes == (1 if ended == "forged" else 0)


def test_taking_it_back_stops_the_email_that_has_not_left(inviting):
    send_invitation(inviting)

    inviting.post(f"/invite/{Invitation.objects.get().uuid}/withdraw/")
    inviting.post(f"/invite/{Invitation.objects.get().uuid}/withdraw/")

    assert letters().get().state == "cancelled"
    assert "withdrawn" in inviting.get("/invite/").content.decode()


def test_it_is_sent_again_a_day_later_and_four_times_at_most(inviting, monkeypatch):
    send_invitation(inviting)
    row, start = Invitation.objects.get(), timezone.now()
    said = []
    for day in (0, 1, 2, 3, 4):
        moment = start + timedelta(days=day, minutes=5)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        said.append(letters().count())
        inviting.post(f"/invite/{row.uuid}/again/")
    said.append(letters().count())

    row.refresh_from_db()
    assert said == [1, 1, 2, 3, 4, 4]
    assert "asks once more" in letters().last().text
    assert row.expires_at > start + timedelta(days=32)


def test_somebody_elses_invitation_is_not_found(inviting, denise):
    theirs = make_invitation(denise)

    answers = [inviting.post(f"/invite/{theirs.uuid}/{what}/").status_code for what in ("again", "withdraw")]

    theirs.refresh_from_db()
    assert answers == [404, 404]
    assert theirs.withdrawn_at is None
    assert JO not in inviting.get("/invite/").content.decode()


def test_inviting_twice_is_inviting_once(inviting):
    send_invitation(inviting)
    send_invitation(inviting, words="Once more")

    assert Invitation.objects.get().words == WORDS
    assert letters().count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": ""}, "Enter their email address"),
        ({"email": "jo at guest"}, "in the format name@example.com"),
        ({"words": ""}, "Write a sentence"),
        ({"words": "x" * 601}, "Cut 1 characters"),
        ({"words": "Look at https://evil.example now"}, "Leave out web addresses"),
        ({"email": "amara.nwachukwu@westmere.example"}, "That is your own address"),
    ],
)
def test_a_mistake_sends_nothing_and_keeps_what_was_typed(inviting, typed, said):
    page = send_invitation(inviting, **{"name": "Jo Typed", **typed}).content.decode()

    assert said in page
    assert "Jo Typed" in page
    assert not Invitation.objects.exists()


def test_an_account_sends_ten_invitations_an_hour_and_keeps_what_was_typed(inviting):
    pages = [send_invitation(inviting, email=f"jo{n}@guest.example") for n in range(12)]

    assert Invitation.objects.count() == 10
    assert OutgoingEmail.objects.filter(purpose="members.invitation").count() == 10
    assert "You have sent many invitations" in pages[-1].content.decode()
    assert WORDS in pages[-1].content.decode()


def test_one_address_is_not_filled_by_many_inviters(db):
    inviters, refused = [make_member(f"Inviter {n}") for n in range(5)], 0
    for inviter in inviters:
        try:
            invite(by=inviter, email=JO, name="", words=WORDS, at=timezone.now())
        except TooMany:
            refused += 1

    assert refused == 2
    assert letters().count() == 3


def test_the_list_costs_the_same_for_one_and_for_three(inviting, amara, django_assert_num_queries):
    make_invitation(amara)
    inviting.get("/invite/")
    with django_assert_num_queries(4):
        inviting.get("/invite/")
    make_invitation(amara, "two@guest.example"), make_invitation(amara, "three@guest.example")

    with django_assert_num_queries(4):
        page = inviting.get("/invite/").content.decode()

    assert page.count("@guest.example") == 3


def test_nobody_yet_reads_so(inviting):
    assert "Nobody yet." in inviting.get("/invite/").content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("accepted_invitations_say_by_whom", {"accepted_at": timezone.now()}),
        ("invitations_do_not_nag", {"times_sent": 5}),
    ],
)
def test_the_database_refuses_what_must_not_be(amara, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_invitation(amara, **fields)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_account():
    make_invitation(make_member("Hal Brook"))
    start = Barrier(8)

    def come(_number):
        try:
            start.wait()
            member = member_for(JO, now=timezone.now())
            return member and member.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        came = set(pool.map(come, range(8)))

    assert came == {Member.objects.get(email=JO).pk}
    assert Contact.objects.with_email(JO).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_with_eight_at_once():
    hal, start = make_member("Hal Brook"), Barrier(8)

    def send(number):
        sent = 0
        try:
            start.wait()
            for n in range(4):
                try:
                    invite(by=hal, email=f"jo{number}-{n}@guest.example", name="", words=WORDS, at=timezone.now())
                    sent += 1
                except TooMany:
                    pass
            return sent
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        sent = sum(pool.map(send, range(8)))

    assert sent == Invitation.objects.count() == 10
