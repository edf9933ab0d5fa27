"""A name is found by its first letters, as a hand in a hurry types them."""

import pytest

from collab.kit.letters import is_called


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jos", "José García"),
        ("JOSÉ gar", "José García"),
        ("oco", "Marie O’Connor"),
        ("o'c", "Marie O’Connor"),
        ("o’c", "Mari O'Connor"),
        ("con", "Marie O’Connor"),
        ("mul", "Zoë Müller"),
        ("has", "Samira Al-Hashimi"),
        ("al-h", "Samira Al-Hashimi"),
        ("st hil", "Alan Smith St. Hilda’s hall"),
        ("", "Bo"),
    ],
)
def test_accents_apostrophes_and_capitals_do_not_matter(typed, name):
    assert is_called(name, typed)


@pytest.mark.parametrize(("typed", "name"), [("ose", "José García"), ("alan pat", "Alan Smith"), ("bob", "Bo")])
def test_other_names_are_not_found(typed, name):
    assert not is_called(name, typed)
