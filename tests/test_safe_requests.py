"""Looking changes nothing, whoever looks; and a form that another site sends for somebody changes nothing either."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from tests.test_access import IN, TABLE, address_of, world

__all__ = ["world"]
# What looking may leave behind: the session's own row, a count against a limit, and the line that says who looked.
LEFT_BEHIND = {"django_session", "commons_ratecount", "commons_auditentry", "cache"}
LOOKERS = ["visitor", *IN]
# One-click unsubscribe, which a mail program sends without ever having seen a form of ours (RFC 8058).
NEEDS_NO_TOKEN = {
    "/emails/stop/<str:token>/",
    "/introductions/emails/<str:token>/",
    "/events/notes/<str:token>/",
}


def tables():
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(names - LEFT_BEHIND)


def everything():
    """A fingerprint of every row of every table."""
    each = " UNION ALL ".join(
        f"SELECT '{name}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t" for name in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return {name: rest for name, *rest in cursor.fetchall()}


def changed(before):
    after = everything()
    return {name for name in before if before[name] != after[name]}


@pytest.fixture(scope="module")
def before(world):
    """Taken once: each test puts back what it changes, and one that did not would fail those after it."""
    return everything()


@pytest.mark.parametrize("pattern", [pattern for pattern, row in TABLE.items() if "get" in row])
def test_looking_changes_nothing(world, before, pattern):
    address = address_of(pattern, world)

    with transaction.atomic():
        for actor in LOOKERS:
            for method in ("GET", "HEAD", "GET"):
                world.clients[actor].generic(method, address)
        after = changed(before)
        transaction.set_rollback(True)

    assert after == set()


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, row in TABLE.items() if "post" in row and pattern not in NEEDS_NO_TOKEN]
)
def test_a_form_from_elsewhere_changes_nothing(world, before, pattern):
    address, answers = address_of(pattern, world), {}

    with transaction.atomic():
        for actor in ["visitor", *IN]:
            forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
            forged.cookies = world.clients[actor].cookies
            answers[actor] = forged.post(address, {"say": "kept", "email": "jim@westmere.example"}).status_code
        after = changed(before)
        transaction.set_rollback(True)

    assert (set(answers.values()), after) == ({403}, set())


def test_the_fingerprint_sees_a_change(db, world, before):
    with transaction.atomic():
        world.member.contact.rename("Somebody Else")
        seen = changed(before)
        transaction.set_rollback(True)
    world.member.contact.refresh_from_db()

    assert seen == {"members_contact"}


def test_the_same_form_with_our_token_is_taken(world):
    ours = Client(enforce_csrf_checks=True)
    ours.cookies = world.clients["member"].cookies
    with transaction.atomic():
        token = ours.get("/me/sign-in/").context["csrf_token"]
        answer = ours.post("/me/sign-in/everywhere/end/", {"csrfmiddlewaretoken": str(token)})
        transaction.set_rollback(True)

    assert answer.status_code == 302
