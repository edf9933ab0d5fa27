"""Kept and let go: those who wait hear of it, kindly, once, and an hour later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collab.privacy.erasing import erase
from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge, stop_follow_ups
from pledges.actions.helping import write_letter
from pledges.actions.making import take_down
from tests.factories import make_contact, make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def joan():
    return make_contact("Joan Ashworth", email="joan@westmere.example")


@pytest.fixture
def ines():
    return make_contact("Ines Holt", email="ines@westmere.example")


@pytest.fixture
def pledge(joan, ines):
    return make_pledge(by=make_contact(email="reg@westmere.example"), partner=joan, backer=ines)


def say(pledge, said):
    answer_pledge(pledge, said=said, at=timezone.now())


def told():
    rows = OutgoingEmail.objects.filter(purpose__in=["pledges.kept", "pledges.let_go"]).order_by("pk")
    return [(email.purpose.partition(".")[2], email.to.partition("@")[0], email.state) for email in rows]


def test_the_partner_is_thanked_and_the_backer_hears_that_it_is_kept(pledge):
    before = timezone.now()

    say(pledge, "kept")
    say(pledge, "kept")

    assert told() == [("kept", "joan", "due"), ("kept", "ines", "due")]
    to_joan, to_ines = OutgoingEmail.objects.filter(purpose="pledges.kept").order_by("pk")
    assert (to_joan.subject, to_joan.text.startswith("Dear Joan")) == ("Reg kept a pledge", True)
    assert "Thank you for being Reg’s partner." in to_joan.text
    assert "Thank you for standing behind it." in to_ines.text
    assert all(email.due_at >= before + timedelta(hours=1) and email.unsubscribe_url for email in (to_joan, to_ines))


def test_letting_go_tells_the_partner_and_a_backer_only_where_their_help_was_asked_for(pledge):
    say(pledge, "let-go")

    assert told() == [("let_go", "joan", "due")]


def test_a_backer_who_was_written_to_hears_that_it_is_let_go(pledge):
    say(pledge, "stuck")
    write_letter(pledge.snags.get(), words="Dear Ines", sends=True, at=timezone.now())

    say(pledge, "let-go")

    assert told() == [("let_go", "joan", "due"), ("let_go", "ines", "due")]


def test_whoever_said_me_too_hears_that_it_is_let_go_and_that_theirs_goes_on(pledge):
    sal, gone = (make_contact(f"{name} Reed", email=f"{name}@westmere.example") for name in ("Sal", "Gil"))
    make_pledge(by=sal, shared_with=pledge)
    make_pledge(by=gone, shared_with=pledge, state="kept", answered_at=timezone.now())

    say(pledge, "kept")
    say(pledge, "let-go")

    email = OutgoingEmail.objects.get(to=sal.email)
    assert (email.purpose, "You said me too. Your own goes on as it is." in email.text) == ("pledges.let_go", True)
    assert not OutgoingEmail.objects.filter(to=gone.email).exists()


def test_a_slip_put_right_within_the_hour_is_heard_of_by_nobody(pledge):
    say(pledge, "let-go")

    say(pledge, "going")

    assert told() == [("let_go", "joan", "cancelled")]


def test_put_right_to_kept_the_right_news_goes_out(pledge):
    say(pledge, "let-go")

    say(pledge, "kept")

    assert told() == [("let_go", "joan", "cancelled"), ("kept", "joan", "due"), ("kept", "ines", "due")]


def test_whoever_heard_it_once_is_not_told_again(pledge):
    say(pledge, "kept")
    OutgoingEmail.objects.filter(purpose="pledges.kept").update(state="sent", sent_at=timezone.now())

    say(pledge, "going")
    say(pledge, "kept")

    assert told() == [("kept", "joan", "sent"), ("kept", "ines", "sent")]


def test_still_going_and_stuck_are_told_to_nobody(pledge):
    say(pledge, "going")
    say(pledge, "stuck")

    assert OutgoingEmail.objects.count() == 0


def test_taking_it_down_tells_the_partner_too(pledge):
    take_down(pledge, at=timezone.now())
    take_down(pledge, at=timezone.now())

    assert told() == [("let_go", "joan", "due")]


def test_whoever_stopped_these_emails_hears_nothing(pledge, joan, ines):
    stop_follow_ups(joan, at=timezone.now())
    say(pledge, "kept")

    stop_follow_ups(ines, at=timezone.now())

    assert told() == [("kept", "ines", "cancelled")]


def test_news_of_somebody_who_is_gone_is_not_sent(pledge):
    say(pledge, "kept")

    erase(pledge.contact, at=timezone.now())

    assert {state for _what, _to, state in told()} == {"cancelled"}
    assert set(OutgoingEmail.objects.filter(purpose="pledges.kept").values_list("text", flat=True)) == {""}
