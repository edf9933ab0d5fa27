"""Walks tests/access.toml: every address, every kind of visitor, every method."""

import re
import tomllib
from functools import reduce
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from collab.kit.routes import Route, every_route
from commons.models import GoWord
from members.models import Member
from tests.access_world import make_world, signed_in_client

TABLE = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
ROUTES: dict[str, Route] = {}
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


def expected(pattern, actor, method):
    row = TABLE[pattern]
    if (answer := kept_out(row["rule"], actor)) is not None:
        return answer
    if method not in ROUTES[pattern].methods:
        return 405
    cell = row.get("get" if method == "HEAD" else method.lower(), 405)
    if isinstance(cell, int):
        return cell
    return cell.get(actor, cell.get("out" if actor in OUT else "in"))


def address_of(pattern, world):
    """The pattern with the named rows of the world in its gaps."""
    args = (str(reduce(getattr, path.split("."), world)) for path in TABLE[pattern].get("args", []))
    return re.sub(r"<[^>]+>", lambda gap: next(args), pattern)


def answer_to(client, method, address):
    """The status, with everything the request changed put back, cookies too."""
    cookies = client.cookies.output()
    with transaction.atomic():
        status = client.generic(method, address).status_code
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
    return status


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all addresses, since what a request changes is put back (it takes seconds to make)."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        made.clients = {actor: signed_in_client(made, actor) for actor in [*OUT, *IN]}
        yield made
        transaction.set_rollback(True)


def test_every_address_is_listed():
    assert sorted(ROUTES) == sorted(TABLE)


@pytest.mark.parametrize("pattern", sorted(ROUTES.keys() & TABLE.keys()))
def test_the_list_says_what_the_view_declares(pattern):
    listed, route = TABLE[pattern], ROUTES[pattern]

    methods = {method.lower() for method in route.methods} - {"head"}
    assert listed["rule"] == declared(route)
    assert listed.keys() & {"get", "post"} == methods


@pytest.mark.parametrize("pattern", TABLE)
def test_each_actor_gets_the_listed_answers(world, pattern):
    address = address_of(pattern, world)
    table, seen = {}, {}

    for actor, client in world.clients.items():
        for method in METHODS:
            table[actor, method] = expected(pattern, actor, method)
            seen[actor, method] = answer_to(client, method, address)

    assert {cell: (want, seen[cell]) for cell, want in table.items() if want != seen[cell]} == {}


@pytest.mark.parametrize("pattern", [pattern for pattern, row in TABLE.items() if row["rule"].startswith("role:")])
def test_a_role_that_was_taken_away_is_gone_at_the_next_request(world, pattern):
    role = TABLE[pattern]["rule"].partition(":")[2].split()[0]
    client, staff = signed_in_client(world, role), getattr(world, role)
    address, method = address_of(pattern, world), "GET" if "get" in TABLE[pattern] else "POST"

    before = answer_to(client, method, address)
    with transaction.atomic():
        Member.objects.filter(pk=staff.pk).update(roles=[])
        staff.roles = []
        after = answer_to(client, method, address)
        again = answer_to(signed_in_client(world, role), method, address)
        transaction.set_rollback(True)
    staff.roles = [role]

    assert before == expected(pattern, role, method)
    assert (after, again) == (302, 403)


@pytest.mark.parametrize("pattern", [pattern for pattern, row in TABLE.items() if row["rule"].startswith("role:")])
def test_no_staff_page_opens_without_a_second_factor(world, pattern):
    role = TABLE[pattern]["rule"].partition(":")[2].split()[0]
    client = Client()
    with transaction.atomic():
        client.force_login(getattr(world, role))
        answers = [client.generic(method, address_of(pattern, world)) for method in ROUTES[pattern].methods]
        transaction.set_rollback(True)

    assert [(answer.status_code, answer.headers["Location"].partition("?")[0]) for answer in answers] == [
        (302, "/sign-in/second/") for _ in answers
    ]


def test_a_view_that_declares_nothing_is_listed_as_closed():
    open_door = SimpleNamespace(access=None)

    assert declared(open_door) == "none"


def test_an_address_nobody_mounted_is_not_found(db):
    GoWord.objects.create(word="kettle", path="/")

    assert Client().get("/nothing-here/").status_code == 404
    assert Client().get("/go/kettle/").status_code == 302


@pytest.mark.parametrize("actor", ["visitor", "member", "admin"])
def test_every_form_that_posts_carries_its_token(world, actor):
    """An include with "only" loses it, and the test client does not miss it."""
    without, one_click = [], "/emails/stop/<str:token>/"

    for pattern in [pattern for pattern in TABLE if "get" in TABLE[pattern] and pattern != one_click]:
        answer = world.clients[actor].get(address_of(pattern, world))
        page = "" if answer.streaming else answer.content.decode()
        forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
        without += [pattern for form in forms if "csrfmiddlewaretoken" not in form]

    assert without == []
