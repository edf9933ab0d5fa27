"""Titles at the end of a sentence."""

import pytest

from collab.kit.sentences import full_stop_after


@pytest.mark.parametrize(
    ("title", "stop"), [("Tea in the park", "."), ("What did we keep?", ""), ("Come!", ""), ("“Who is in?”", "")]
)
def test_a_title_that_ends_a_sentence_takes_no_full_stop(title, stop):
    assert full_stop_after(title) == stop
