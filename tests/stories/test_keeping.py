"""A member finds a story again on a list of their own."""

import pytest

from stories.models import KeptStory, Story
from tests.factories import make_member, make_story

pytestmark = pytest.mark.django_db


def test_a_story_is_saved_once_and_taken_off_again(client, sign_in, denise):
    story = make_story("Soup")
    sign_in(denise)
    before = client.get("/stories/soup/").content.decode()

    for _press in range(2):
        client.post("/stories/soup/keep/", {"keep": "1"})
    kept, page = client.get("/stories/kept/").content.decode(), client.get("/stories/soup/").content.decode()
    rows = KeptStory.objects.filter(story=story).count()
    for _press in range(2):
        client.post("/stories/soup/keep/")

    assert "Save it for later" in before
    assert (rows, "Soup" in kept, "Saved. Take it off my list" in page) == (1, True, True)
    assert "You have saved no story yet" in client.get("/stories/kept/").content.decode()


def test_a_list_is_its_members_own_and_holds_nothing_that_was_taken_down(client, sign_in, denise):
    story = make_story("Canary soup")
    KeptStory.objects.create(member=make_member("Somebody Else"), story=story)
    sign_in(denise)
    others = client.get("/stories/kept/").content.decode()
    client.post("/stories/canary-soup/keep/", {"keep": "1"})
    Story.objects.filter(pk=story.pk).update(state="hidden")

    assert "anary" not in others + client.get("/stories/kept/").content.decode()
    assert client.post("/stories/canary-soup/keep/", {"keep": "1"}).status_code == 404


def test_a_visitor_is_offered_no_list(client):
    make_story("Soup")

    assert "Save it for later" not in client.get("/stories/soup/").content.decode()
