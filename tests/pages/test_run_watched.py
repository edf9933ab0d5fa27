"""The network's own list of words that a host looks at first."""

import pytest

from commons.models import AuditEntry
from pledges.models import WatchedWords

pytestmark = pytest.mark.django_db


def test_an_organiser_edits_the_list_and_the_log_does_not_repeat_it(sign_in, orla):
    for _ in range(2):
        page = sign_in(orla).post("/run/watched-words/", {"words": "  Glarf \n\nsnoo   snoo\nGlarf"}, follow=True)

    assert "Saved. New pledges with these words wait for a look" in page.content.decode()
    assert WatchedWords.objects.get().words == "Glarf\nsnoo snoo"
    entry = AuditEntry.objects.get(action="pledges.watched_words_changed")
    assert (entry.actor, entry.facts) == (orla.uuid, {"words": 2})


def test_the_list_is_empty_at_first_and_can_be_emptied_again(sign_in, orla):
    assert not WatchedWords.are_in("anything at all")
    sign_in(orla).post("/run/watched-words/", {"words": "glarf"})
    listed = WatchedWords.are_in("a Glarf.")

    sign_in(orla).post("/run/watched-words/", {"words": ""})

    assert listed
    assert not WatchedWords.are_in("a Glarf.")


def test_a_list_that_is_too_long_comes_back(sign_in, orla):
    page = sign_in(orla).post("/run/watched-words/", {"words": "\n".join(map(str, range(501)))})

    assert page.context["form"].errors == {"words": ["Cut the list to 500 lines"]}
