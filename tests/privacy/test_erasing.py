"""After somebody left, no trace of them is anywhere; nobody else's rows changed."""

import logging
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.html import escape

from collab.celery import app
from collab.privacy.erasing import erase
from collab.privacy.people import person_of, uuids_about
from commons.models import AuditEntry, ErasedPerson
from events.actions import sign_up
from events.models import SignUp
from members.models import Contact, Member
from outbox.models import OutgoingEmail
from pledges.models import Pledge
from stories.models import Byline, Consent, Story
from tests.factories import make_consent, make_contact, make_event, make_member, make_pledge, make_story
from tests.privacy import world

MARK = "zqcanary"


def dump():
    """Every row of every table as text, bytes as hex."""
    words = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            words += [f"{table}: {row[0]}" for row in cursor.fetchall()]
    words += [str(session.get_decoded()) for session in Session.objects.all()]
    return words


def traces(words, mark=MARK):
    return [line[:200] for line in words if mark in line.lower() or mark.encode().hex() in line.lower()]


def in_files(folder, mark=MARK):
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return [path.name for path in files if mark in path.name or mark.encode() in path.read_bytes()]


@pytest.fixture
def zelda(db, media):
    """Somebody with a mark in every column of every table, in sessions and in copies; and a neighbour of hers."""
    zelda = world.make_person(MARK)
    world.sign_in_somewhere(zelda)
    cache.set("something", f"{MARK} in a copy")
    return zelda


def test_no_trace_is_left_of_somebody_who_left(zelda, media, caplog):
    caplog.set_level(logging.DEBUG)
    uuid, before, files = zelda.contact.uuid, traces(dump()), in_files(media)

    erase(zelda.contact, at=timezone.now())

    assert {line.partition(":")[0] for line in before} >= {one.model._meta.db_table for one in world.with_words()}
    assert files != []
    assert traces(dump()) == []
    assert in_files(media) == []
    assert MARK not in caplog.text
    # The cache packs its words, so that a dump of its table does not show them.
    assert cache.get("something") is None
    assert ErasedPerson.objects.was(uuid)


def test_rows_of_twenty_neighbours_are_as_they_were(zelda, media):
    for n in range(20):
        world.make_person(f"neighbour{n:02}")
    # Emails to others about her lose their words; those are looked at by themselves below.
    grows = {"commons.AuditEntry", "commons.ErasedPerson", "sessions.Session", "events.Event", "outbox.OutgoingEmail"}
    before, files = world.everything_but(zelda, grows), in_files(media, "neighbour")
    about_her = "|".join(str(uuid) for uuid in uuids_about(person_of(zelda.contact)))
    emails = OutgoingEmail.objects.exclude(to__icontains=MARK).exclude(key__regex=about_her)
    others = list(emails.order_by("pk").values())

    erase(zelda.contact, at=timezone.now())

    assert len(others) > 20
    assert list(emails.filter(pk__lte=others[-1]["id"]).order_by("pk").values()) == others
    assert len(before["pledges.Pledge"]) == 20
    assert world.everything(before) == before
    assert in_files(media, "neighbour") == files


def test_the_queue_never_carries_anything_about_anyone():
    assert [job for job in app.conf.beat_schedule.values() if job.get("args") or job.get("kwargs")] == []


def test_a_place_that_is_given_up_goes_to_the_next_in_line(db):
    event, now = make_event(capacity=1), timezone.now()
    leaver, waiting = make_member("Lea Ver"), make_member("Wai Ting")
    sign_up(event, leaver.contact, at=now)
    second = sign_up(event, waiting.contact, at=now)

    erase(leaver.contact, at=now)

    second.refresh_from_db()
    event.refresh_from_db()
    assert (second.state, event.taken) == (SignUp.State.OFFERED, 1)
    assert OutgoingEmail.objects.filter(purpose="events.offered", to=waiting.email).count() == 1


def test_of_a_date_that_is_over_the_number_of_people_stays(db):
    event, leaver = make_event(capacity=2), make_member("Lea Ver")
    sign_up(event, leaver.contact, at=timezone.now())

    erase(leaver.contact, at=event.ends_at + timedelta(days=1))

    event.refresh_from_db()
    assert (event.taken, SignUp.objects.count()) == (1, 0)


def test_kept_pledges_stay_without_a_name_where_somebody_said_so(db):
    leaver = make_member("Lea Ver")
    make_pledge("mend the kettle", by=leaver, state="kept", answered_at=timezone.now(), role_or_place="Fellbeck")
    make_pledge("ring ten tenants", by=leaver)

    erase(leaver.contact, at=timezone.now(), keeps_pledges=True)

    left = Pledge.objects.get()
    assert (left.act, left.first_name, left.role_or_place, left.contact) == ("mend the kettle", "", "", None)


def test_pledges_go_when_nothing_was_said(db):
    leaver = make_member("Lea Ver")
    make_pledge("mend the kettle", by=leaver, state="kept", answered_at=timezone.now())

    erase(leaver.contact, at=timezone.now())

    assert not Pledge.objects.exists()


def test_a_pledge_of_somebody_else_only_loses_its_partner(db):
    leaver, stays = make_member("Lea Ver"), make_member("Sta Ying")
    pledge = make_pledge("mend the kettle", by=stays, partner=leaver.contact)

    erase(leaver.contact, at=timezone.now())

    pledge.refresh_from_db()
    assert (pledge.act, pledge.contact, pledge.partner) == ("mend the kettle", stays.contact, None)


def test_a_story_that_rested_on_their_yes_comes_down_and_their_name_out_of_it(db):
    leaver, teller = make_member("Lea Ver"), make_member("Tel Ler")
    story = make_story("Tea for two", teller=teller)
    make_consent(story, contact=leaver.contact, uses=["members"])
    Byline.objects.create(story=story, shown_as="Lea Ver", order=1)
    Byline.objects.create(story=story, shown_as="Tel Ler", order=0)

    erase(leaver.contact, at=timezone.now())

    story.refresh_from_db()
    assert (story.state, story.title) == (Story.State.WITHDRAWN, "Tea for two")
    assert list(Byline.objects.values_list("shown_as", flat=True)) == ["Tel Ler"]
    assert list(Consent.objects.values_list("contact", flat=True)) == [teller.contact.pk]


def test_what_is_held_stays_with_the_safeguarding_lead_without_its_teller(db):
    leaver = make_member("Lea Ver")
    story = make_story("Somebody is at risk", teller=leaver, state="held")
    story.picture.save("risk.webp", ContentFile(b"picture"))

    erase(leaver.contact, at=timezone.now())

    story.refresh_from_db()
    assert (story.title, story.teller) == ("Somebody is at risk", None)
    assert default_storage.exists(story.picture.name)
    assert not Consent.objects.exists()


def test_a_story_in_a_leaving_checkers_hand_goes_back_to_the_others(db):
    checker, teller = make_member("Che Cker", roles=["moderator"]), make_member("Tel Ler")
    story = make_story("Tea for two", teller=teller, state="submitted")
    story.claim(by=checker, at=timezone.now())

    erase(checker.contact, at=timezone.now())

    story.refresh_from_db()
    assert (story.state, story.claimed_by, story.claimed_at) == (Story.State.SUBMITTED, None, None)


def test_what_others_were_to_be_told_about_them_is_not_sent(db):
    leaver = make_member("Lea Ver")
    about = OutgoingEmail.objects.create(
        purpose="test", key=f"{leaver.contact.uuid}:x", to="other@westmere.example", subject="Lea Ver",
        text="Lea Ver asks", due_at=timezone.now(),
    )  # fmt: skip
    other = OutgoingEmail.objects.create(
        purpose="test", key="y", to="other@westmere.example", subject="Hello", text="Hello", due_at=timezone.now()
    )

    erase(leaver.contact, at=timezone.now())

    about.refresh_from_db()
    other.refresh_from_db()
    assert (about.state, about.subject, about.text) == ("cancelled", "", "")
    assert (other.state, other.subject, other.text) == ("due", "Hello", "Hello")


def test_erasing_twice_is_erasing_once(db):
    leaver = make_member("Lea Ver")

    done = [erase(leaver.contact, at=timezone.now()) for _ in range(2)]

    assert done == [True, False]
    assert ErasedPerson.objects.count() == 1
    assert AuditEntry.objects.filter(action="privacy.erased").count() == 1
    assert not Member.objects.exists()


def test_somebody_without_an_account_or_an_email_can_go_too(db):
    guest = make_contact("Reg Thackeray", phone="01632 960 001")
    make_pledge("mend the kettle", by=guest)

    erase(guest, at=timezone.now())

    assert not Contact.objects.exists()
    assert not Pledge.objects.exists()


def owed(state="due", **words):
    """An email to somebody else, about something that stays."""
    email = OutgoingEmail.objects.create(
        purpose="groups.next-date", key=uuid4().hex, to="kofi@b.example", due_at=timezone.now(), **words
    )
    sent_at = timezone.now() if state == "sent" else None
    OutgoingEmail.objects.filter(pk=email.pk).update(state=state, sent_at=sent_at)
    return email


def test_an_email_that_is_owed_to_somebody_else_goes_out_without_the_name(db):
    ours = make_contact("Amara O'Neil")
    words = "Amara O'Neil chose a date. Ask Amara O'Neil (amara@b.example), or Amara O'Neilson."
    email = owed(subject="Amara O'Neil chose a date", text=words, html=f"<p>{escape(words)}</p>")
    Contact.objects.filter(pk=ours.pk).update(email="amara@b.example")
    ours.refresh_from_db()

    erase(ours, at=timezone.now())

    email.refresh_from_db()
    without = "Somebody chose a date. Ask somebody (no longer here), or Amara O'Neilson."
    assert email.state == "due"
    assert (email.subject, email.text) == ("Somebody chose a date", without)
    assert email.html == f"<p>{escape(without)}</p>"


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_a_copy_with_the_name_in_it_is_blanked(db, state):
    email = owed(state, subject="A date", text="Grace chose a date", html="<p>Grace chose a date</p>")

    erase(make_contact("Grace"), at=timezone.now())

    email.refresh_from_db()
    assert (email.subject, email.text, email.html) == ("", "", "")


def test_a_name_that_is_a_word_too_leaves_the_word_alone(db):
    email = owed(subject="A date", text="Grace chose a date. The days of grace are over, Graceful.")

    erase(make_contact("Grace"), at=timezone.now())

    email.refresh_from_db()
    assert email.text == "Somebody chose a date. The days of grace are over, Graceful."
