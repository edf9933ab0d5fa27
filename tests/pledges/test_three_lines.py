"""A kept pledge becomes three lines of the next story."""

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.models import ThreeLines
from stories.models import Story
from tests.factories import make_contact, make_pledge, make_story
from tests.pledges.screens import private_url, seen

pytestmark = pytest.mark.django_db
LINES = {"happened": "I rang ten tenants.", "changed": "Nine picked up.", "would_tell": "Ring before noon."}


def keep(pledge, note=""):
    answer = answer_pledge(pledge, said="kept", at=timezone.now())
    answer.note = note
    answer.save()
    return pledge


def lines_url(pledge):
    return f"{private_url(pledge)}lines/"


def test_a_members_three_lines_begin_a_story_that_follows_the_one_behind_the_pledge(sign_in, amara):
    pledge = keep(make_pledge(by=amara, story=make_story()), note="I rang ten tenants.")
    visitor = sign_in(amara)

    page = visitor.get(lines_url(pledge))
    for _ in range(2):
        begun = visitor.post(lines_url(pledge), {**LINES, "do": "story"})

    story = Story.objects.get(teller=amara.contact)
    assert "I rang ten tenants." in seen(page)
    assert begun["Location"] == f"/stories/{story.uuid}/tell/who_was_there/"
    assert (story.kind, story.state, story.what_we_did, story.what_changed, story.what_we_would_tell) == (
        "sequel", "draft", *LINES.values(),
    )  # fmt: skip
    assert ThreeLines.objects.get().story == story


def test_without_a_story_behind_it_it_is_one_of_ours(sign_in, amara):
    pledge = keep(make_pledge(by=amara))

    sign_in(amara).post(lines_url(pledge), {**LINES, "do": "story"})

    assert Story.objects.get().kind == "ours"


def test_a_guests_lines_are_kept_by_their_private_link(client):
    pledge = keep(make_pledge(by=make_contact(email="reg@westmere.example")))

    saved = client.post(lines_url(pledge), {**LINES, "do": "story"}, follow=True)

    assert ("Saved" in seen(saved), "I rang ten tenants." in seen(saved), "ask to join" in seen(saved)) == (
        True, True, True,
    )  # fmt: skip
    assert not Story.objects.exists()


def test_empty_and_long_lines_come_back(client):
    pledge = keep(make_pledge(by=make_contact(email="reg@westmere.example")))

    empty = client.post(lines_url(pledge), {"happened": " "})
    long = client.post(lines_url(pledge), {"changed": "x" * 601})

    assert "Write one line at least" in seen(empty)
    assert "Cut 1 character" in seen(long)
    assert not ThreeLines.objects.exists()


def test_the_thanks_for_keeping_it_offer_three_lines_and_say_who_hears(client):
    joan = make_contact("Joan Ashworth", email="joan@westmere.example")
    pledge = make_pledge(by=make_contact(email="reg@westmere.example"), partner=joan)

    thanks = client.post(f"{private_url(pledge)}answer/", {"say": "kept"}, follow=True)

    OutgoingEmail.objects.filter(purpose="pledges.kept").update(state="sent", sent_at=timezone.now())
    later = client.get(f"{private_url(pledge)}thanks/")

    assert "Joan, your partner, gets an email in an hour." in seen(thanks)
    assert "Write three lines" in seen(thanks)
    assert "Joan" not in seen(later)


def test_what_is_not_kept_has_no_lines(client):
    pledge = make_pledge(by=make_contact(email="reg@westmere.example"))

    page = client.get(lines_url(pledge), follow=True)

    assert seen(page).startswith("Your pledge")
