"""Synthetic rows have the sizes that performance.md names, and hold together as real ones do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from collab.demo.bulk import Block, literal, one_of
from collab.demo.everything import check_counters
from events.models import Event, SignUp
from members.models import Member
from pledges.models import Answer, Pledge, Reminder
from stories.models import Story

pytestmark = pytest.mark.django_db


def test_size_one_is_what_performance_is_measured_at():
    call_command("load_bench", size=1, verbosity=0)

    counts = [model.objects.count() for model in (Event, Member, Story, Pledge, SignUp)]
    assert counts == [200, 2000, 1000, 5000, 2000]
    check_counters()
    assert Story.objects.visible_to(AnonymousUser()).count() == 920
    assert Answer.objects.count() == Pledge.objects.filter(answered_at__isnull=False).count()
    assert Reminder.objects.count() == Pledge.objects.live().count()
    assert sum(story.pledge_count for story in Story.objects.only("pledge_count")) == 2500


def test_a_second_size_is_refused():
    call_command("load_bench", size=1, verbosity=0)

    with pytest.raises(CommandError, match="loaded already"):
        call_command("load_bench", size=10, verbosity=0)


def test_ids_are_picked_round_and_round():
    assert Block(101, 7).at("n * 3") == "(101 + (n * 3) % 7)"
    assert one_of(["a", "it’s"]) == "(ARRAY['a', 'it’s'])[1 + ((n) % 2)::int]"
    assert literal("O'Hara") == "'O''Hara'"
