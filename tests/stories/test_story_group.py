"""A teller says which of their groups a story is from."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from stories.models import Story
from tests.factories import make_group, make_story, put_in

pytestmark = pytest.mark.django_db


def test_a_teller_ties_a_story_to_their_group_and_no_word_is_asked_about_again(client, amara):
    group = make_group(lead=amara)
    story = make_story(teller=amara)
    client.force_login(amara)

    client.post(reverse("story_group", args=[story.uuid]), {"group": group.slug})

    story.refresh_from_db()
    assert (story.group, story.version, story.state) == (group, 1, "published")
    assert Story.objects.visible_to(AnonymousUser()).get() == story
    assert story.title in client.get(group.get_absolute_url()).content.decode()


def test_a_story_is_shown_there_only_to_those_who_may_read_it(client, amara, denise):
    group = make_group(lead=amara, is_public=True)
    make_story("CANARY-DRAFT", teller=amara, state="draft", group=group)
    make_story("CANARY-MEMBERS", teller=amara, uses=["members"], group=group)
    make_story("CANARY-WEB", teller=amara, group=group)

    as_visitor = client.get(group.get_absolute_url()).content.decode()
    client.force_login(denise)
    as_member = client.get(group.get_absolute_url()).content.decode()

    names = ("CANARY-DRAFT", "CANARY-MEMBERS", "CANARY-WEB")
    assert [name in as_visitor for name in names] == [False, False, True]
    assert [name in as_member for name in names] == [False, True, True]


@pytest.mark.parametrize("state", ["asked", "left"])
def test_a_group_they_are_not_in_is_not_offered(client, amara, denise, state):
    group = make_group(lead=denise)
    put_in(group, amara, state=state)
    story = make_story(teller=amara)
    client.force_login(amara)

    page = client.get(reverse("story_group", args=[story.uuid]))
    wrong = client.post(reverse("story_group", args=[story.uuid]), {"group": group.slug})

    story.refresh_from_db()
    assert "You are in no group yet." in page.content.decode()
    assert (wrong.status_code, story.group) == (200, None)


def test_it_is_taken_out_again(client, amara):
    story = make_story(teller=amara, group=make_group(lead=amara))
    client.force_login(amara)

    client.post(reverse("story_group", args=[story.uuid]), {"group": "none"})

    story.refresh_from_db()
    assert story.group is None
