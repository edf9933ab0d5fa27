"""The database itself refuses what must never be stored."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import timezone

from stories.models import Story
from tests.factories import make_event, make_member, make_story


def test_an_event_cannot_hold_more_than_its_places(db):
    event = make_event(capacity=2)

    event.taken = 3
    with pytest.raises(IntegrityError, match="never_oversold"):
        event.save()


def test_a_visitor_reads_only_stories_open_to_the_web(db):
    for_all = make_story("For all")
    make_story("For members", uses=["members"])
    make_story("A draft", state="draft")
    withdrawn = make_story("Taken back")
    withdrawn.consents.get().end(at=timezone.now())

    read_by_visitors = list(Story.objects.visible_to(AnonymousUser()))
    read_by_members = {story.title for story in Story.objects.visible_to(make_member())}

    assert read_by_visitors == [for_all]
    assert read_by_members == {"For all", "For members"}
