"""A form of another site changes nothing here: every address that takes a POST wants our token."""

import pytest
from django.test import Client

from collab.kit.routes import every_route
from tests.access_world import make_world, signed_in_client
from tests.test_access import address_of

# One click in a mail program, without a cookie; it does that one thing (rule 31 of the promises).
ALLOWED = {"/emails/stop/<str:token>/"}
POSTS = sorted({route.pattern for route in every_route() if "POST" in route.methods})


def without_token(client):
    """The same browser, sent here by a page of somebody else's."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    return strict


@pytest.mark.parametrize("actor", ["visitor", "member", "admin"])
def test_no_address_takes_a_post_without_our_token(db, actor):
    world = make_world()
    client = without_token(signed_in_client(world, actor))

    taken = {pattern for pattern in POSTS if client.post(address_of(pattern, world)).status_code != 403}

    assert taken == ALLOWED


def test_the_same_post_with_our_token_is_taken(db):
    world = make_world()
    client = without_token(signed_in_client(world, "member"))
    token = client.get("/me/sign-in/").context["csrf_token"]

    answer = client.post("/me/sign-in/everywhere/end/", {"csrfmiddlewaretoken": str(token)})

    assert answer.status_code == 302
    assert client.get("/me/").status_code == 302
