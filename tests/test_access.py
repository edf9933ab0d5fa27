"""Walks tests/access.toml: every address, every kind of visitor, every method."""

import tomllib
from functools import reduce
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from collab.kit.routes import every_route
from commons.models import GoWord
from members.models import Member
from tests.access_world import make_world, signed_in_client

TABLE = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
ROUTES = {}
for route in every_route():
    ROUTES.setdefault(route.pattern, route)
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]
OUT = ["visitor", "guest", "suspended"]
IN = ["member", "other", "host", "facilitator", "moderator", "safeguarding", "admin"]
HAS_ROLE = {"facilitator", "moderator", "safeguarding", "admin"}


def declared(route):
    """The rule as access.toml writes it."""
    if route.access is None:
        return "none"
    return ":".join(filter(None, [route.access.rule, " ".join(route.access.roles)]))


def kept_out(rule, actor):
    """What the access decorator answers to this actor, or None where it lets them in."""
    kind, _, roles = rule.partition(":")
    if kind in ("everyone", "link"):
        return None
    if actor in OUT:
        return 302
    return 403 if kind == "role" and actor not in roles.split() else None


def expected(row, actor, method):
    if (answer := kept_out(row["rule"], actor)) is not None:
        return answer
    cell = row.get("get" if method == "HEAD" else method.lower(), 405)
    if isinstance(cell, int):
        return cell
    return cell.get(actor, cell.get("out" if actor in OUT else "in"))


def address_of(name, world):
    args = [reduce(getattr, path.split("."), world) for path in TABLE[name].get("args", [])]
    return reverse(name, args=args)


def answer_to(client, method, address):
    """The status, with everything the request changed put back."""
    with transaction.atomic():
        status = client.generic(method, address, secure=False).status_code
        transaction.set_rollback(True)
    cache.clear()
    return status


def test_every_address_is_listed():
    assert {route.name for route in ROUTES.values()} == set(TABLE)


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.name)
def test_the_list_says_what_the_view_declares(route):
    listed = TABLE[route.name]

    methods = {"get": ["GET", "HEAD"], "post": ["POST"]}
    assert listed["rule"] == declared(route)
    assert sorted(method for key in listed for method in methods.get(key, [])) == sorted(route.methods)


@pytest.mark.parametrize("name", TABLE)
def test_each_actor_gets_the_listed_answers(db, name):
    world = make_world()
    address = address_of(name, world)
    table, seen = {}, {}

    for actor in [*OUT, *IN]:
        for method in METHODS:
            table[actor, method] = expected(TABLE[name], actor, method)
            seen[actor, method] = answer_to(signed_in_client(world, actor), method, address)

    assert {cell: (want, seen[cell]) for cell, want in table.items() if want != seen[cell]} == {}


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row["rule"].startswith("role:")])
def test_a_role_that_was_taken_away_is_gone_at_the_next_request(db, name):
    world = make_world()
    role = TABLE[name]["rule"].partition(":")[2].split()[0]
    client, staff = signed_in_client(world, role), getattr(world, role)
    address, method = address_of(name, world), "GET" if "get" in TABLE[name] else "POST"
    before = answer_to(client, method, address)

    Member.objects.filter(pk=staff.pk).update(roles=[])
    staff.refresh_from_db()
    after = answer_to(client, method, address)
    again = answer_to(signed_in_client(world, role), method, address)

    assert before not in (302, 403) or before == expected(TABLE[name], role, method)
    assert (after, again) == (302, 403)


def test_a_view_that_declares_nothing_is_listed_as_closed():
    open_door = SimpleNamespace(access=None)

    assert declared(open_door) == "none"


def test_an_address_nobody_mounted_is_not_found(db):
    GoWord.objects.create(word="kettle", path="/")

    assert Client().get("/nothing-here/").status_code == 404
    assert Client().get("/go/kettle/").status_code == 302
