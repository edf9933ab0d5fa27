"""What every answer carries, on every address, errors included."""

import pytest
from django.test import Client

from tests.access_world import make_world, signed_in_client
from tests.test_access import OUT, TABLE, address_of

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


@pytest.mark.parametrize("pattern", TABLE)
def test_each_address_answers_with_every_header(db, pattern):
    world = make_world()
    address = address_of(pattern, world)

    answers = [
        signed_in_client(world, actor).generic(method, address)
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
def test_a_page_without_a_form_gives_visitors_no_cookie(db, pattern):
    world = make_world()

    answer = signed_in_client(world, OUT[0]).get(address_of(pattern, world))

    assert answer.cookies == {}


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, row in TABLE.items() if row["rule"] not in ("link",) and "get" in row]
)
def test_what_a_member_sees_is_kept_by_no_cache(db, pattern):
    world = make_world()

    answer = signed_in_client(world, "member").get(address_of(pattern, world))

    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, row in TABLE.items() if "post" in row and row["rule"] != "link"]
)
def test_nothing_is_changed_without_the_token_of_the_form(db, pattern):
    world = make_world()
    actor = {"everyone": "visitor", "members": "member"}.get(
        TABLE[pattern]["rule"], TABLE[pattern]["rule"].partition(":")[2].split(" ")[0]
    )
    client = signed_in_client(world, actor)
    client.handler.enforce_csrf_checks = True

    assert client.post(address_of(pattern, world)).status_code == 403
