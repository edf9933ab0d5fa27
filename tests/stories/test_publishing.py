from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commons.models import Finding as Found
from outbox.models import OutgoingEmail
from stories.actions import publishing, release_story, settle_person, withdraw_story
from stories.emails import release_path
from stories.models import Consent, Decision, FinalText, Story
from tests.factories import make_consent, make_contact, make_member, make_story
from tests.races import at_once, meanwhile

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def said_yes(amara):
    """Checked, and its teller has just said yes."""
    story = make_story("A shelf in the foyer", teller=amara, state="approved", slug="draft-1")
    Consent.objects.filter(story=story).update(released_at=None)
    release_story(story.consents.get(), version=1, at=timezone.now())
    story.refresh_from_db()
    return story


def let_pass(story, passed):
    """As if everyone had said yes that long ago, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_story SET publish_at = now() + interval '48 hours' - %s WHERE id = %s", [passed, story.pk]
        )


def state_of(story):
    return Story.objects.values_list("state", flat=True).get(pk=story.pk)


def test_a_story_is_published_48_hours_after_the_last_yes_and_no_earlier(said_yes):
    let_pass(said_yes, 48 * HOUR - timedelta(minutes=1))
    early = publishing.publish_due(timezone.now())
    between = state_of(said_yes)

    let_pass(said_yes, 48 * HOUR)
    due = [publishing.publish_due(timezone.now()) for _ in range(2)]

    assert (early, between) == (0, "approved")
    assert (due, state_of(said_yes)) == ([1, 0], "published")
    assert Decision.objects.filter(story=said_yes, outcome="published").count() == 1
    assert OutgoingEmail.objects.filter(purpose="stories.published").count() == 1


def test_what_is_changed_or_taken_down_while_it_waits_is_not_published(said_yes, amara):
    other = make_story("Another", teller=amara, state="approved", slug="draft-2")
    Consent.objects.filter(story=other).update(released_at=None)
    release_story(other.consents.get(), version=1, at=timezone.now())
    settle_person(said_yes, by=amara, at=timezone.now(), shown_as="Ruth", settled="open")
    withdraw_story(other.consents.get(), at=timezone.now())

    planned = set(Story.objects.values_list("publish_at", flat=True))
    published = publishing.publish_due(timezone.now() + 50 * HOUR)

    assert (planned, published) == ({None}, 0)
    assert (state_of(said_yes), state_of(other)) == ("draft", "withdrawn")


def test_somebody_who_is_open_keeps_it_from_readers_even_if_no_version_changed(said_yes):
    said_yes.people.create(shown_as="Ruth", settled="open")
    let_pass(said_yes, 49 * HOUR)

    assert publishing.publish_due(timezone.now()) == 0
    assert state_of(said_yes) == "approved"


def test_a_story_that_lost_its_time_is_found_and_given_one(said_yes, amara):
    Story.objects.filter(pk=said_yes.pk).update(publish_at=None)
    waits = make_story("Not said yes to", teller=amara, state="approved", slug="draft-2")
    Consent.objects.filter(story=waits).update(released_at=None)

    found = [publishing.reconcile(timezone.now()) for _ in range(2)]

    assert found == [1, 0]
    assert Story.objects.get(pk=said_yes.pk).publish_at is not None
    assert Story.objects.get(pk=waits.pk).publish_at is None
    assert list(Found.objects.values_list("what", "count")) == [("stories.no_time_to_publish", 1)]


def test_a_story_that_nobody_published_in_time_is_published_and_counted(said_yes):
    let_pass(said_yes, 49 * HOUR)

    found = [publishing.reconcile(timezone.now()) for _ in range(2)]

    assert (found, state_of(said_yes)) == ([1, 0], "published")


def test_the_words_of_a_yes_are_kept_once(said_yes):
    release_story(said_yes.consents.get(), version=1, at=timezone.now())

    text = FinalText.objects.get(story=said_yes)
    assert (text.version, text.words["title"], text.words["what_we_did"]) == (1, said_yes.title, "We poured tea.")
    assert Consent.objects.get(story=said_yes).released_version == 1


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_beside_the_clock_wins():
    story = make_story(teller=make_member(), state="approved", slug="draft-1")
    let_pass(story, 49 * HOUR)

    with meanwhile(lambda: withdraw_story(story.consents.get(), at=timezone.now())) as withdraw:
        with transaction.atomic():
            Story.objects.select_for_update().get(pk=story.pk)
            ended = withdraw()
            # The clock passes over a row that somebody holds.
            at_once(lambda: publishing.publish_due(timezone.now()))
        ended.result()
    publishing.publish_due(timezone.now())

    assert state_of(story) == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_two_clocks_publish_it_once():
    story = make_story(teller=make_member(), state="approved", slug="draft-1")
    let_pass(story, 49 * HOUR)

    at_once(*[lambda: publishing.publish_due(timezone.now())] * 5)

    assert Decision.objects.filter(story=story, outcome="published").count() == 1


def press_open(story, person, member):
    """Add somebody whom nobody asked, as the page does."""
    settle_person(Story.objects.get(pk=story.pk), by=member, at=timezone.now(), shown_as=person, settled="open")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_nobody_who_was_added_meanwhile_is_published(is_guarded, monkeypatch):
    member = make_member()
    story = make_story(teller=member, state="approved", slug="draft-1")
    let_pass(story, 49 * HOUR)
    if not is_guarded:
        # The control: without the look under the lock, the last look is the one from before.
        monkeypatch.setattr(publishing, "_publish_one", publish_what_was_seen)

    with meanwhile(lambda: publishing.publish_due(timezone.now())) as publish:
        with transaction.atomic():
            press_open(story, "Ruth", member)
            ended = publish()
        ended.result()

    shown = Story.objects.get(pk=story.pk)
    is_open_to_readers = shown.state == "published"
    assert is_open_to_readers != is_guarded


def publish_what_was_seen(pk, *, at):
    with transaction.atomic():
        Story.objects.filter(pk=pk).update(state="published", published_at=at, publish_at=None)
    return True


def test_an_edit_after_the_yes_asks_again_and_shows_the_difference(reader, said_yes, beatrix):
    Story.objects.filter(pk=said_yes.pk).update(
        what_we_did="We poured coffee.", version=2, moderated_version=2, publish_at=None
    )
    consent = Consent.objects.get(story=said_yes)
    Consent.objects.filter(pk=consent.pk).update(released_at=None)
    joan = make_consent(said_yes, contact=make_contact("Joan", email="j@mail.example"), uses=["web"], released_at=None)

    page = " ".join(reader().get(release_path(consent)).content.decode().split())
    first = reader().get(release_path(joan)).content.decode()

    assert "What is different since your last yes" in page
    assert '<del><span class="govuk-visually-hidden">Removed: </span>tea.</del>' in page
    assert '<ins><span class="govuk-visually-hidden">Added: </span>coffee.</ins>' in page
    assert "What is different" not in first


@pytest.mark.django_db
def test_a_renamed_story_has_its_new_title_in_its_address_and_the_old_one_leads_there(reader):
    story = make_story("Soup with Ruth Trueman")
    for title in ("Soup with a neighbour", "Soup"):
        Story.objects.filter(pk=story.pk).update(title=title)
        story.refresh_from_db()
        story.publish(at=timezone.now())

    moved = [
        reader().get(address) for address in ("/stories/soup-with-ruth-trueman/", "/stories/soup-with-a-neighbour/")
    ]

    assert story.get_absolute_url() == "/stories/soup/"
    assert [(answer.status_code, answer["Location"]) for answer in moved] == [(301, "/stories/soup/")] * 2
    assert "Trueman" not in reader().get("/stories/soup/").content.decode()


@pytest.mark.django_db
def test_a_story_that_is_shown_again_under_the_same_title_keeps_its_address():
    for slug in ("soup", "soup-2"):
        story = make_story("Soup", slug=slug)
        story.publish(at=timezone.now())
        assert story.slug == slug
