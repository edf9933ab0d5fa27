"""A signed link's address is the one that Django would look up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse, set_script_prefix

from collab.kit.links import SignedLink

LINK = SignedLink("test", timedelta(days=1))


@pytest.fixture
def under_a_prefix():
    set_script_prefix("/westmere/")
    yield "/westmere/"
    set_script_prefix("/")


def around(name, token):
    return reverse(name, args=[token]).split(token)


@pytest.mark.parametrize("name", ["answer", "answer_move", "email_stop"])
def test_a_path_is_what_django_reverses(name):
    uuid = uuid4()

    path = LINK.path(name, uuid)

    before, after = around(name, LINK.token(uuid))
    assert (path.startswith(before), path.endswith(after)) == (True, True)
    assert LINK.read(path.removeprefix(before).removesuffix(after)) == uuid


def test_a_path_stands_under_the_prefix_of_the_moment(under_a_prefix):
    assert LINK.path("answer", uuid4()).startswith(f"{under_a_prefix}answer/")
