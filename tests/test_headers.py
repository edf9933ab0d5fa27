"""What every answer carries, on every address, errors included."""

import pytest
from django.db import transaction
from django.test import Client

from tests.access_world import signed_in_client
from tests.test_access import OUT, TABLE, address_of, world

__all__ = ["world"]
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def missing_headers(response):
    policy = response.headers.get("Content-Security-Policy", "")
    found = [name for name, value in WANTED.items() if response.headers.get(name) != value]
    if "unsafe" in policy or "script-src 'self'" not in policy or "object-src 'none'" not in policy:
        found.append("Content-Security-Policy")
    return found


@pytest.fixture
def kept(world):
    """The one world of this file (it takes half a second to make), with what a test changes put back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.mark.parametrize("pattern", TABLE)
def test_each_address_answers_with_every_header(kept, pattern):
    address = address_of(pattern, kept)

    answers = [
        signed_in_client(kept, actor).generic(method, address)
        for actor in ("visitor", "member", "admin")
        for method in ("GET", "POST", "DELETE")
    ]

    assert [missing_headers(answer) for answer in answers] == [[]] * 9


@pytest.mark.parametrize("path", ["/nothing-here/", "/people/not-a-uuid/", "/%00/", "/organisations/nobody/"])
def test_errors_carry_them_too(db, path):
    assert missing_headers(Client().get(path)) == []


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, row in TABLE.items() if row["rule"] == "everyone" and "post" not in row]
)
def test_a_page_without_a_form_gives_visitors_no_cookie(kept, pattern):
    answer = signed_in_client(kept, OUT[0]).get(address_of(pattern, kept))

    assert answer.cookies == {}


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, row in TABLE.items() if row["rule"] not in ("link",) and "get" in row]
)
def test_what_a_member_sees_is_kept_by_no_cache(kept, pattern):
    answer = signed_in_client(kept, "member").get(address_of(pattern, kept))

    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, row in TABLE.items() if "post" in row and row["rule"] != "link"]
)
def test_nothing_is_changed_without_the_token_of_the_form(kept, pattern):
    actor = {"everyone": "visitor", "members": "member"}.get(
        TABLE[pattern]["rule"], TABLE[pattern]["rule"].partition(":")[2].split(" ")[0]
    )
    client = signed_in_client(kept, actor)
    client.handler.enforce_csrf_checks = True

    assert client.post(address_of(pattern, kept)).status_code == 403
