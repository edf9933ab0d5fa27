"""What people need to take part stands on two pages and nowhere else, whoever asks and whatever breaks."""

import json
import logging
import re
from io import StringIO
from logging.config import DictConfigurator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from collab.admin import office
from collab.imports.exporting import LISTS, take_out
from commons.models import AuditEntry
from events.actions import give_back, mark_met, set_capacity, sign_up, tell_needs
from events.models import AccessNeed, Need, SignUp
from network.actions.listing import list_all
from network.models import Entry
from outbox.models import OutgoingEmail
from tests.access_world import make_world, signed_in_client
from tests.events.people import sign_ups
from tests.factories import make_event
from tests.test_access import IN, OUT, TABLE, address_of

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "zqcanary"


@pytest.fixture
def event(kwame):
    row = make_event()
    row.series.hosts.add(kwame)
    return row


def everything_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def test_no_address_shows_it_to_anybody_but_the_lead_and_the_person(db):
    world = make_world()
    world.series.hosts.set([world.facilitator])
    tell_needs(world.signup, needs=list(Need.values), words=MARK, at=timezone.now())
    list_all()
    found, walked = set(), 0

    for actor in [*OUT, *IN]:
        client = signed_in_client(world, actor)
        for pattern in [pattern for pattern, row in TABLE.items() if "get" in row]:
            with transaction.atomic():
                answer = client.get(address_of(pattern, world), {"q": MARK[:-1], "show": "all"})
                words = everything_of(answer)
                transaction.set_rollback(True)
            walked += answer.status_code == 200
            if MARK in words:
                found.add((pattern, actor))

    assert found == {
        ("/host/<slug:slug>/<day:day>/needs/", "facilitator"),
        ("/events/place/<str:token>/needs/", "member"),
    }
    assert walked > 500


def test_no_email_says_it_whatever_becomes_of_the_place(event, kwame):
    event.capacity = 1
    event.save(update_fields=["capacity"])
    first, second, third = sign_ups(event, 3)
    for signup in (first, second, third):
        tell_needs(signup, needs=["hearing", "signer"], words=MARK, at=timezone.now())
    mark_met(event, {first.uuid: {"hearing"}}, by=kwame)
    give_back(first, at=timezone.now())
    set_capacity(event, 5, at=timezone.now())
    sign_up(event, first.contact, at=timezone.now())
    Client().post("/events/links-again/", {"email": "guest2@people.example"})

    rows = list(OutgoingEmail.objects.values())

    assert len({row["purpose"] for row in rows}) >= 4
    words = json.dumps(rows, default=str)
    assert [part for part in (MARK, "hearing", "interpreter", "sign language") if part in words] == []


def test_the_log_of_who_did_what_has_ids_alone(event, kwame, sign_in):
    (signup,) = sign_ups(event, 1)
    tell_needs(signup, needs=["hearing"], words=MARK, at=timezone.now())
    sign_in(kwame).get(f"/host/{event.series.slug}/{event.day}/needs/")

    rows = list(AuditEntry.objects.filter(kind="access-needs").values("action", "kind", "target", "facts"))

    assert rows == [{"action": "events.needs_read", "kind": "access-needs", "target": signup.uuid, "facts": {}}]


def test_no_list_that_is_taken_out_has_it(event, orla):
    (signup,) = sign_ups(event, 1)
    tell_needs(signup, needs=["hearing"], words=MARK, at=timezone.now())

    taken = [str([headings, list(rows)]) for headings, rows in (take_out(kind, by=orla) for kind in LISTS)]

    assert any("Guest 1" in one for one in taken)
    assert not any(MARK in one or "hearing" in one for one in taken)


def test_no_search_finds_it(event, amara):
    tell_needs(sign_up(event, amara.contact, at=timezone.now()), needs=["hearing"], words=MARK, at=timezone.now())
    list_all()

    entries = list(Entry.objects.values())

    assert entries
    assert MARK not in str(entries)


def test_djangos_admin_does_not_know_the_table():
    assert AccessNeed not in office._registry


LINE: dict[str, str] = configured.LOGGING["formatters"]["line"]  # type: ignore[index]


@pytest.fixture
def log():
    """What the configured formatter writes, from every logger."""
    written = StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    handler.setFormatter(DictConfigurator({}).configure_formatter(dict(LINE)))
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def test_an_error_while_it_is_saved_or_read_says_nothing_of_it(event, kwame, sign_in, log):
    one, two = sign_ups(event, 2)
    tell_needs(one, needs=["hearing"], words=MARK, at=timezone.now())
    client = sign_in(kwame)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE events_accessneed ADD CHECK (words <> 'zqcanary two') NOT VALID")
        cursor.execute("ALTER TABLE commons_auditentry ADD CHECK (action <> 'events.needs_read') NOT VALID")
    answers = []

    for act in (
        lambda: client.post(two.get_needs_url(), {"needs": ["print"], "words": f"{MARK} two", "agrees": "on"}),
        lambda: client.get(f"/host/{event.series.slug}/{event.day}/needs/"),
    ):
        with transaction.atomic():
            answers.append(act())
            transaction.set_rollback(True)

    assert [answer.status_code for answer in answers] == [500, 500]
    assert not any(MARK in everything_of(answer) for answer in answers)
    assert MARK not in log.getvalue()
    assert log.getvalue().count("IntegrityError") >= 2
    assert mail.outbox == []


def test_a_row_in_a_log_line_says_its_number_and_nothing_else(event):
    (signup,) = sign_ups(event, 1)
    tell_needs(signup, needs=["hearing"], words=MARK, at=timezone.now())

    words = f"{AccessNeed.objects.get()} {AccessNeed.objects.all()!r}"

    assert MARK not in words
    assert "hearing" not in words


def test_a_sign_up_at_hand_leads_to_it_by_no_name(event):
    names = {field.name for field in SignUp._meta.get_fields()}

    assert [name for name in names if "need" in name] == []
    assert not hasattr(SignUp, "accessneed")


# --- The one door --------------------------------------------------------------------------------

DOORS = {"events/models/access_needs.py", "events/actions/access_needs.py"}
QUIET = {"read_by_lead", "read_by_owner", "counts", "told_at", "forget"}


def test_code_comes_to_it_through_the_doors_that_write_down_who_looked():
    used: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob("[a-z]*/**/*.py")):
        name = str(path.relative_to(ROOT))
        if name.startswith(("tests/", "build/", "node_modules/")) or "migrations" in name or name in DOORS:
            continue
        calls = set(re.findall(r"AccessNeed\.objects\.(\w+)", path.read_text())) - QUIET
        used |= {name: calls} if calls else {}

    # Ones own list of what one agreed to: when, never what.
    assert used == {"events/privacy.py": {"filter"}}
