import csv
from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from commons.models import AuditEntry, audit
from tests import factories


def body_of(answer):
    """The file, sent in pieces, as spreadsheet programs read it."""
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def lines(page):
    return [(row["who"], row["title"], row["whom"]) for row in page.context["rows"]]


def at(entry, moment):
    """As if it had been written then; the app itself could not."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE commons_auditentry SET at = %s WHERE id = %s", [moment, entry.pk])


def test_ids_are_shown_as_names_and_codes_as_words(client, sign_in, orla, amara):
    audit("members.role_given", by=orla.uuid, kind="member", target=amara.uuid, role="facilitator", why="new-job")
    audit("members.sign_in_failed", by=None, kind="member", target=None)
    audit("stories.published", by=uuid4(), kind="story", target=uuid4())
    sign_in(orla)

    page = client.get("/run/log/")

    assert lines(page) == [
        ("Somebody who has left", "published a story", ""),
        ("Not signed in:", "a try to sign in failed", ""),
        ("Orla Fitzsimmons", "gave a role", "Amara Nwachukwu"),
    ]
    assert ". They take on this job. Role: host</p>" in page.content.decode()


def test_whoever_gives_themselves_a_role_is_said_to(client, sign_in, orla):
    audit("members.role_given", by=orla.uuid, kind="member", target=orla.uuid, role="moderator", why="cover")
    audit("members.sign_in", by=orla.uuid, kind="member", target=orla.uuid, way="code")
    sign_in(orla)

    page = client.get("/run/log/")

    assert lines(page)[-2:] == [
        ("Orla Fitzsimmons", "signed in", ""),
        ("Orla Fitzsimmons", "gave a role", "to themselves"),
    ]
    assert ". With a code by email</p>" in page.content.decode()
    assert "An id works" not in page.content.decode()


def test_who_helps_whom_is_said_by_name(client, sign_in, orla, amara):
    now = timezone.now()
    helper = amara.helpers.create(name="Pauline Kettle", email="pauline@example.com", asked_at=now, accepted_at=now)
    audit("members.helper_asked", by=amara.uuid, kind="helper", target=helper.uuid)
    audit("members.helper_began", by=None, kind="helper", target=helper.uuid, member=str(amara.uuid))
    sign_in(orla)

    assert lines(client.get("/run/log/"))[:2] == [
        ("Pauline Kettle", "began to help", "Amara Nwachukwu"),
        ("Amara Nwachukwu", "asked somebody to help them", "Pauline Kettle"),
    ]


def test_an_organisation_and_whoever_else_a_row_names_are_shown_by_name(client, sign_in, orla, amara):
    loom = factories.make_organisation("Loom and Ladder")
    audit("members.affiliation_ended", by=orla.uuid, kind="organisation", target=loom.uuid, affiliation=str(uuid4()))
    audit("members.helper_began", by=None, kind="helper", target=uuid4(), member=str(amara.uuid))
    sign_in(orla)

    page = client.get("/run/log/")

    assert lines(page) == [
        ("A helper", "began to help", "Amara Nwachukwu"),
        ("Orla Fitzsimmons", "left an organisation", "Loom and Ladder"),
    ]
    assert "affiliation:" not in page.content.decode()


def test_it_is_narrowed_by_what_by_whom_and_by_day(client, sign_in, orla, amara):
    audit("members.role_given", by=orla.uuid, kind="member", target=amara.uuid)
    audit("members.role_taken", by=orla.uuid, kind="member", target=uuid4())
    for entry in AuditEntry.objects.filter(action="members.role_taken"):
        at(entry, datetime(2026, 3, 29, 22, 59, tzinfo=UTC))
    sign_in(orla)

    by_action = client.get("/run/log/?action=members.role_given")
    by_person = client.get(f"/run/log/?person={amara.uuid}")
    by_day = client.get("/run/log/?day=29/03/2026")
    next_day = client.get("/run/log/?day=30/03/2026")

    assert [row[1] for row in lines(by_action)] == ["gave a role"]
    assert [row[1] for row in lines(by_person)] == ["gave a role"]
    # The day of 23 hours on which clocks change ends at 23:00 UTC.
    assert [row[1] for row in lines(by_day)] == ["took a role away"]
    assert lines(next_day) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("amara", ["gave a role", "said where they work"]),
        ("Nwach", ["gave a role", "said where they work"]),
        ("amara.nwachukwu@", ["gave a role", "said where they work"]),
        ("loom and", ["said where they work"]),
        ("Denise", []),
    ],
)
def test_it_is_narrowed_by_a_part_of_a_name_or_an_address(client, sign_in, orla, amara, denise, typed, found):
    loom = factories.make_organisation("Loom and Ladder")
    audit("members.affiliation_asked", by=amara.uuid, kind="organisation", target=loom.uuid)
    audit("members.role_given", by=orla.uuid, kind="member", target=amara.uuid)
    audit("members.role_taken", by=orla.uuid, kind="member", target=uuid4())
    sign_in(orla)

    page = client.get("/run/log/", {"person": typed})

    assert [row[1] for row in lines(page)] == found
    assert page.context["form"].errors == {}
    assert f'value="{typed}"' in page.content.decode()


def test_a_name_that_too_many_have_asks_for_more_of_it(client, sign_in, orla, amara, monkeypatch):
    monkeypatch.setattr("collab.pages.run.log.MOST_MEANT", 1)
    factories.make_member(name="Amara Okafor")
    audit("members.role_given", by=orla.uuid, kind="member", target=amara.uuid)
    sign_in(orla)

    many = client.get("/run/log/?person=amara")
    one = client.get("/run/log/?person=amara+nwa")

    assert many.context["form"].errors == {"person": ["Too many have a name like this. Type more of it"]}
    assert (lines(many), [row[1] for row in lines(one)]) == ([], ["gave a role"])


@pytest.mark.parametrize(
    "asked",
    [
        *("person=nobody", "day=yesterday", "day=01/01/0001", "day=31/12/9999"),
        *("action=safeguarding.read", "action=x"),
    ],
)
def test_a_choice_that_makes_no_sense_finds_nothing_and_keeps_what_was_typed(client, sign_in, orla, asked):
    audit("members.role_given", by=orla.uuid, kind="member", target=uuid4())
    sign_in(orla)

    page = client.get(f"/run/log/?{asked}")

    assert lines(page) == []
    assert page.context["form"].errors
    assert "Nothing in the log fits this." in page.content.decode()


def test_what_was_done_about_somebody_at_risk_is_not_for_organisers(client, sign_in, orla, thandiwe):
    audit("safeguarding.read", by=thandiwe.uuid, kind="risk-report", target=uuid4())
    audit("members.role_given", by=orla.uuid, kind="member", target=thandiwe.uuid)
    sign_in(orla)

    page = client.get("/run/log/")
    file = body_of(client.post("/run/log/export/"))

    assert [row[1] for row in lines(page)] == ["gave a role"]
    assert "risk-report" not in page.content.decode() + file
    assert "safeguarding." not in file


def test_it_is_paged_by_key(client, sign_in, orla, monkeypatch):
    monkeypatch.setattr("collab.pages.run.log.A_PAGE", 2)
    for number in range(5):
        audit("members.role_given", by=orla.uuid, kind="member", target=orla.uuid, n=number)
    sign_in(orla)

    seen, url = [], "?"
    while url:
        page = client.get(f"/run/log/{url}")
        seen += [row["entry"].facts["n"] for row in page.context["rows"]]
        url = page.context["next_url"]

    assert seen == [4, 3, 2, 1, 0]
    for nonsense in ("nonsense", "2026-01-01", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"):
        assert len(client.get(f"/run/log/?before={nonsense}").context["rows"]) == 2


def test_it_costs_the_same_with_one_and_three(client, sign_in, orla, amara, denise, django_assert_num_queries):
    sign_in(orla)
    audit("members.role_given", by=orla.uuid, kind="member", target=amara.uuid)
    client.get("/run/log/")
    with django_assert_num_queries(4):
        client.get("/run/log/")
    audit("members.role_given", by=denise.uuid, kind="member", target=amara.uuid)
    audit("members.role_given", by=amara.uuid, kind="member", target=denise.uuid)

    with django_assert_num_queries(4):
        client.get("/run/log/")


def test_the_chosen_rows_are_downloaded_safely_and_that_is_logged(client, sign_in, orla, amara):
    amara.contact.name = "=HYPERLINK(1)"
    amara.contact.save()
    audit("members.role_given", by=orla.uuid, kind="member", target=amara.uuid, role="admin")
    audit("members.role_taken", by=orla.uuid, kind="member", target=amara.uuid)
    sign_in(orla)

    file = client.post("/run/log/export/?action=members.role_given")

    head, *rows = csv.reader(StringIO(body_of(file)))
    taken = AuditEntry.objects.get(action="commons.log_exported")
    assert head == ["When", "Who", "What", "Code", "Of what", "Id", "More"]
    assert [row[1:5] for row in rows] == [["Orla Fitzsimmons", "gave a role", "members.role_given", "'=HYPERLINK(1)"]]
    assert (taken.actor, taken.facts) == (orla.uuid, {"rows": 1})
    assert file["Content-Disposition"] == 'attachment; filename="log.csv"'


def test_only_reading_downloads_nothing(client, sign_in, orla):
    sign_in(orla)

    assert client.get("/run/log/export/").status_code == 405
    assert not AuditEntry.objects.filter(action="commons.log_exported").exists()
