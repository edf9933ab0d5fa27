"""Leaving: what is said first, 72 hours in which it can be stopped, the last email, and then nothing is left."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from collab.privacy.emails import STOP, YOURS
from collab.privacy.requests import LAST_EMAIL_WAITS, LastOrganiser, ask_to_leave, carry_out
from commons.models import AuditEntry, ErasedPerson
from members.models import Contact, Leaving, Member
from outbox.models import OutgoingEmail, State
from tests.factories import make_contact, make_member, make_pledge

PAUSE = timedelta(hours=72)


def send_all(now):
    """As if the mail server had taken everything."""
    OutgoingEmail.objects.filter(state=State.DUE).update(state=State.SENT, sent_at=now)


def purposes(to):
    return list(OutgoingEmail.objects.filter(to=to).order_by("pk").values_list("purpose", flat=True))


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_member_leaves_and_nothing_is_left(sign_in_freshly, amara):
    client, email, uuid = sign_in_freshly(amara), amara.email, amara.contact.uuid
    make_pledge(by=amara)

    page = words_of(client.get("/me/leave/"))
    client.post("/me/leave/", {"is_sure": "on"})
    under_way, now = words_of(client.get("/me/leave/")), timezone.now() + PAUSE
    carry_out(now - timedelta(minutes=1))
    told_first = purposes(email)
    carry_out(now)
    told_last = purposes(email)
    send_all(now)
    carry_out(now)

    assert ("We wait 72 hours first" in page, "You are leaving" in under_way) == (True, True)
    assert (told_first, told_last) == (["privacy.begun"], ["privacy.begun", "privacy.left"])
    assert not Member.objects.filter(email=email).exists()
    assert not OutgoingEmail.objects.filter(to=email).exists()
    assert ErasedPerson.objects.was(uuid)
    assert client.get("/me/").status_code == 302


def test_the_box_has_to_be_ticked(sign_in_freshly, amara):
    page = words_of(sign_in_freshly(amara).post("/me/leave/", {"keeps_pledges": "on"}))

    assert "Tick the box to say that you are sure" in page
    assert page.count("checked") == 1
    assert not Leaving.objects.exists()


def test_leaving_needs_a_fresh_sign_in(sign_in_freshly, amara):
    client = sign_in_freshly(amara, minutes_ago=11)

    answer = client.post("/me/leave/", {"is_sure": "on"})

    assert answer["Location"].startswith("/sign-in/again/")
    assert not Leaving.objects.exists()


def test_the_link_in_the_email_stops_it_without_signing_in(amara):
    ask_to_leave(amara.contact, at=timezone.now())
    visitor, told = Client(), OutgoingEmail.objects.get(purpose="privacy.begun").text
    address = next(word for word in told.split() if "/privacy/stop/" in word).removeprefix("http://testserver")

    before = visitor.get(address)
    untouched = Leaving.objects.get().stopped_at
    after = visitor.post(address, follow=True)
    carry_out(timezone.now())
    carry_out(timezone.now() + PAUSE)

    assert "Do you want to stay?" in words_of(before)
    assert untouched is None
    assert "You have not left" in words_of(after)
    assert purposes(amara.email) == ["privacy.begun", "privacy.stopped"]
    assert Member.objects.filter(pk=amara.pk).exists()


def test_signing_in_stops_it(client, amara):
    ask_to_leave(amara.contact, at=timezone.now())

    client.post("/sign-in/", {"email": amara.email})
    code = OutgoingEmail.objects.get(purpose="members.code").subject.split(" is your code")[0]
    client.post("/sign-in/code/", {"code": code})
    carry_out(timezone.now() + PAUSE)

    assert Leaving.objects.get().stopped_at is not None
    assert Member.objects.filter(pk=amara.pk).exists()
    assert purposes(amara.email)[-1] == "privacy.stopped"


def test_the_button_on_their_own_page_stops_it(sign_in, amara):
    ask_to_leave(amara.contact, at=timezone.now())
    client = sign_in(amara)

    shown = words_of(client.get("/me/privacy/"))
    answer = client.post("/me/leave/stop/", follow=True)

    assert "Stop, I want to stay" in shown
    assert "You have not left. Nothing was deleted" in words_of(answer)
    assert Leaving.objects.get().stopped_at is not None
    assert AuditEntry.objects.filter(action="privacy.leaving_stopped").count() == 1


def test_after_the_last_email_it_cannot_be_stopped(client, amara):
    leaving = ask_to_leave(amara.contact, at=timezone.now())
    carry_out(timezone.now() + PAUSE)

    answer = client.post(f"/privacy/stop/{STOP.token(leaving.uuid)}/", follow=True)

    assert "It cannot be stopped any more" in words_of(answer)
    assert Leaving.objects.get().stopped_at is None


def test_a_mail_server_that_stays_away_holds_it_up_for_hours_only(amara):
    ask_to_leave(amara.contact, at=timezone.now())
    due = timezone.now() + PAUSE
    carry_out(due)

    carry_out(due + LAST_EMAIL_WAITS - timedelta(minutes=1))
    waits = Member.objects.filter(pk=amara.pk).exists()
    carry_out(due + LAST_EMAIL_WAITS)

    assert waits
    assert not Member.objects.filter(pk=amara.pk).exists()
    assert not OutgoingEmail.objects.exists()


def test_asking_twice_is_asking_once(amara):
    leavings = {ask_to_leave(amara.contact, at=timezone.now()).pk for _ in range(2)}

    assert len(leavings) == 1
    assert purposes(amara.email) == ["privacy.begun"]


def test_after_stopping_it_can_be_asked_again(amara):
    first = ask_to_leave(amara.contact, at=timezone.now())
    Leaving.objects.stop(amara.contact, at=timezone.now())

    second = ask_to_leave(amara.contact, at=timezone.now())

    assert second != first
    assert OutgoingEmail.objects.filter(purpose="privacy.begun").count() == 2


def test_the_database_refuses_a_shorter_pause(amara):
    now = timezone.now()

    with pytest.raises(IntegrityError, match="leaving_waits_for_72_hours"), transaction.atomic():
        Leaving.objects.create(contact=amara.contact, asked_at=now, due_at=now + timedelta(hours=71))


def test_the_last_organiser_names_another_first(sign_in_freshly, orla):
    client = sign_in_freshly(orla)

    page = words_of(client.post("/me/leave/", {"is_sure": "on"}))
    with pytest.raises(LastOrganiser):
        ask_to_leave(orla.contact, at=timezone.now())
    make_member("Prakash Sundaram", roles=["admin"])
    client.post("/me/leave/", {"is_sure": "on"})

    assert "You are the only organiser" in page
    assert Leaving.objects.count() == 1


def test_two_last_organisers_do_not_both_go(orla):
    other = make_member("Prakash Sundaram", roles=["admin"])
    for member in (orla, other):
        ask_to_leave(member.contact, at=timezone.now())
    now = timezone.now() + PAUSE

    for _ in range(3):
        carry_out(now)
        send_all(now)

    assert Member.objects.filter(roles__contains=["admin"]).count() == 1


def test_somebody_without_an_account_leaves_by_a_link(client, db):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example")
    make_pledge("mend the kettle", by=guest)
    address = f"/privacy/yours/{YOURS.token(guest.uuid)}/"

    client.post(f"{address}leave/", {"is_sure": "on"})
    begun = OutgoingEmail.objects.get(purpose="privacy.begun").text
    shown, now = words_of(client.get(address)), timezone.now() + PAUSE
    carry_out(now)
    send_all(now)
    carry_out(now)

    assert "Until then you can stay. Press the link." in begun
    assert "You are leaving" in shown
    assert "Stop, I want to stay" not in shown
    assert not Contact.objects.filter(email="reg@westmere.example").exists()


def test_a_guest_who_did_not_tick_the_box_is_told(client, db):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example")

    page = words_of(client.post(f"/privacy/yours/{YOURS.token(guest.uuid)}/leave/", {}))

    assert "Tick the box to say that you are sure" in page
    assert not Leaving.objects.exists()


def test_an_organiser_begins_it_for_somebody_who_rang(sign_in, orla):
    guest = make_contact("Reg Thackeray", phone="01632 960 001")
    client = sign_in(orla)

    empty = words_of(client.get("/run/leaving/"))
    wrong = words_of(client.post("/run/leaving/", {"reach": "01632 960 999"}))
    page = words_of(client.post("/run/leaving/", {"reach": "01632 960 001", "is_checked": "on"}, follow=True))
    now = timezone.now() + PAUSE
    carry_out(now)
    carry_out(now)

    assert "Nobody is leaving." in empty
    assert "We keep nothing under that" in wrong
    assert "Check first that it is them" in wrong
    assert 'value="01632 960 999"' in wrong
    assert "Ring them to say so: 01632 960 001" in page
    assert AuditEntry.objects.get(action="privacy.leaving_begun").actor == orla.uuid
    assert not Contact.objects.filter(pk=guest.pk).exists()


def test_whoever_an_organiser_deletes_is_told_and_can_stop_it(sign_in, orla, amara):
    sign_in(orla).post("/run/leaving/", {"reach": amara.email.upper(), "is_checked": "on"})

    told = OutgoingEmail.objects.get(purpose="privacy.begun")
    assert told.to == amara.email
    assert "You asked an organiser to delete everything about you" in told.text
    assert "/privacy/stop/" in told.text
    assert "Press the link, or sign in." in told.text


def test_two_people_on_one_phone_are_not_mixed_up(sign_in, orla):
    for name in ("Reg Thackeray", "Edna Thackeray"):
        make_contact(name, phone="01632 960 001")

    page = words_of(sign_in(orla).post("/run/leaving/", {"reach": "01632 960 001", "is_checked": "on"}))

    assert "Two people share that number" in page
    assert not Leaving.objects.exists()


def test_the_last_organiser_is_not_deleted_by_phone_either(sign_in, orla):
    page = words_of(sign_in(orla).post("/run/leaving/", {"reach": orla.email, "is_checked": "on"}))

    assert "They are the last organiser" in page


def test_the_list_of_leavers_asks_as_much_for_three_as_for_one(sign_in, orla, django_assert_num_queries):
    client = sign_in(orla)
    ask_to_leave(make_contact("Reg Thackeray"), at=timezone.now())
    client.get("/run/leaving/")

    with django_assert_num_queries(QUERIES):
        client.get("/run/leaving/")
    for name in ("Edna Thackeray", "Una Stott"):
        ask_to_leave(make_contact(name), at=timezone.now())
    with django_assert_num_queries(QUERIES):
        client.get("/run/leaving/")


QUERIES = 3
