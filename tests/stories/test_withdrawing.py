from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from collab.privacy.keeping import keep_no_longer
from outbox.models import OutgoingEmail
from stories.actions import withdraw_story
from stories.emails import withdraw_path
from stories.models import Byline, Consent, Decision, FinalText, Quote, Story
from tests.factories import make_consent, make_contact, make_story
from tests.stories.conftest import make_quote

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make_contact("Ruth Canary", email="ruth@canary.example")


@pytest.fixture
def told(amara, ruth):
    """Published, with Ruth in it and words of hers."""
    story = make_story("Soup on Sunday", teller=amara)
    person = story.people.create(shown_as="Ruth Canary", settled="agreed")
    make_consent(story, contact=ruth, uses=["web", "members"], person=person)
    make_quote(story, "It was only soup.", contact=ruth, shown_as="Ruth Canary, nurse", naming="name-role-organisation")
    return story


def hers(story, ruth, *, words=False):
    return withdraw_path(Consent.objects.get(story=story, contact=ruth, quote__isnull=not words))


def read(reader, story):
    return reader().get(story.get_absolute_url())


def test_somebody_takes_their_words_back_and_the_story_stays(reader, told, ruth):
    address = hers(told, ruth, words=True)
    opened = reader().get(address).content.decode()

    pages = [reader().post(address).content.decode() for _ in range(2)]
    page = read(reader, told).content.decode()

    assert "Take your words back" in opened
    assert ["Your words are out" in one for one in pages] == [True, True]
    assert "only soup" not in page
    assert "We poured tea." in page
    assert Story.objects.get(pk=told.pk).state == "published"
    assert Decision.objects.filter(story=told, outcome="part-out").count() == 1
    assert "took their words out" in OutgoingEmail.objects.get(purpose="stories.part").text


def test_somebody_takes_their_name_back_and_the_words_stay(reader, told, ruth):
    before = read(reader, told).content.decode()

    page = reader().post(hers(told, ruth), {"part": "name"}).content.decode()
    after = read(reader, told).content.decode()

    assert "Your name is out" in page
    assert "Ruth Canary" in before
    assert "Canary" not in after
    assert "only soup" in after


def test_a_name_that_stands_in_the_text_takes_the_story_off_until_it_is_changed(reader, told, ruth):
    Story.objects.filter(pk=told.pk).update(what_changed="Ruth Canary came twice.")
    before = read(reader, told).status_code

    reader().post(hers(told, ruth), {"part": "name"})

    told.refresh_from_db()
    assert (before, read(reader, told).status_code) == (200, 404)
    assert (told.state, told.people.get().settled) == ("draft", "open")
    assert "still stands in your words" in OutgoingEmail.objects.get(purpose="stories.part").text


def test_a_teller_takes_out_the_picture_and_their_name(
    reader, amara, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    story = make_story("With a picture", teller=amara, picture_alt="Amara at the door")
    story.picture.save("door.webp", ContentFile(b"pixels"))
    Byline.objects.create(story=story, shown_as="Amara Nwachukwu", detail="Council")
    address = withdraw_path(story.consents.get())

    with django_capture_on_commit_callbacks(execute=True):
        reader().post(address, {"part": "picture"})
    reader().post(address, {"part": "name"})
    page = read(reader, story).content.decode()

    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    assert "Amara" not in page
    assert "We poured tea." in page


@pytest.mark.parametrize("part", ["picture", "nonsense", "name' OR 1=1"])
def test_a_part_that_is_not_theirs_is_not_taken_out(reader, told, ruth, part):
    page = reader().post(hers(told, ruth), {"part": part})

    assert page.status_code == 200
    assert not Decision.objects.filter(story=told).exists()
    assert read(reader, told).status_code == 200


def test_what_had_gone_out_already_is_listed(client, sign_in, reader, told, ruth, kwame):
    Consent.objects.filter(story=told).update(uses=["web", "members", "report"])
    sign_in(kwame)
    used = {"use": "report", "where": "The October report, 200 copies", "on": "3 March 2026"}

    for _ in range(2):
        client.post(f"/check/{told.uuid}/used/", used)
    refused = client.post(f"/check/{told.uuid}/used/", {**used, "use": "press"}).content.decode()
    page = reader().get(hers(told, ruth)).content.decode()

    assert told.went_out.count() == 1
    assert "Choose one of these" in refused
    assert "The October report, 200 copies, Tuesday 3 March" in page


def test_thirty_days_after_no_word_of_it_is_in_the_database(reader, told, ruth, amara, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Story.objects.filter(pk=told.pk).update(what_changed="CanaryBody", picture_alt="CanaryAlt")
    told.refresh_from_db()
    told.picture.save("words.webp", ContentFile(b"CanaryPixels"))
    FinalText.objects.keep(told, at=timezone.now())
    told.findings.create(kind="name", text="Canary Found", found_at=timezone.now())
    told.decisions.create(
        outcome="returned", version=1, at=timezone.now(), reason="not-kind", sentence="CanarySentence"
    )
    withdraw_story(told.consents.get(contact=amara.contact), at=timezone.now())
    Consent.objects.filter(contact=ruth).update(ended_at=timezone.now())

    kept = after_days(told, 29)
    gone = after_days(told, 31)

    assert {"CanaryBody", "CanarySentence", "It was only soup.", "Canary Found"} <= kept
    assert gone == set()
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    assert reader().get(told.get_absolute_url()).status_code == 410
    assert Decision.objects.filter(story=told, outcome="withdrawn").exists()


def after_days(story, days):
    """What the tables of stories still hold of it when the nightly job has run."""
    Story.objects.filter(pk=story.pk).update(changed_at=timezone.now() - timedelta(days=days))
    with TestCase.captureOnCommitCallbacks(execute=True):
        keep_no_longer(timezone.now())
    words = ["CanaryBody", "CanaryAlt", "CanarySentence", "Canary Found", "It was only soup.", "Ruth Canary", "poured"]
    return {word for word in words if any(word in text for text in every_row())}


def every_row():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("stories_"):
                cursor.execute(f"SELECT t::text FROM {table} t")
                yield from (row[0] for row in cursor.fetchall())


def test_words_taken_back_go_after_thirty_days_and_not_before(told, ruth, reader):
    reader().post(hers(told, ruth, words=True))
    kept = []
    for days in (29, 31):
        Quote.objects.filter(story=told).update(taken_out_at=timezone.now() - timedelta(days=days))
        keep_no_longer(timezone.now())
        kept.append(Quote.objects.filter(story=told).count())

    assert kept == [1, 0]
    assert Story.objects.get(pk=told.pk).state == "published"
