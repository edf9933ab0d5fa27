"""A backup from before somebody left is restored: they are erased again before anything is served."""

import json
import os
import subprocess
import sys
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collab.privacy.erasing import erase
from collab.privacy.replaying import add_to_list, list_lines, replay
from commons.models import ErasedPerson
from devstack.install import ROOT
from devstack.owner import postgres_programs
from members.models import Contact, Member
from tests.factories import make_member
from tests.privacy import world

MARK = "zqcanary"


def test_somebody_who_is_back_from_an_old_backup_is_erased_again(amara, denise):
    uuid = amara.contact.uuid
    erase(amara.contact, at=timezone.now())
    back = make_member("Amara Nwachukwu")
    Contact.objects.filter(pk=back.contact_id).update(uuid=uuid)

    erased, checked = replay(at=timezone.now())
    again = replay(at=timezone.now())

    assert (erased, checked) == (1, 2)
    assert again == (0, 1)
    assert list(Member.objects.all()) == [denise]


def test_the_list_of_today_is_added_to_the_one_of_the_backup(amara, denise):
    for member in (amara, denise):
        erase(member.contact, at=timezone.now())
    lines = list(list_lines())
    ErasedPerson.objects.all().delete()

    added = [add_to_list(lines[:1]), add_to_list(lines), add_to_list(lines)]

    assert added == [1, 1, 0]
    assert list(list_lines()) == lines


def test_whoever_was_marked_under_an_earlier_key_is_found(amara, settings):
    ErasedPerson.objects.remember(amara.contact.uuid, at=timezone.now())

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-of-this-network-" * 2

    assert replay(at=timezone.now()) == (1, 1)


def test_somebody_who_came_back_by_themselves_stays(amara):
    email = amara.email
    erase(amara.contact, at=timezone.now())
    make_member("Amara Nwachukwu")

    replay(at=timezone.now())

    assert Member.objects.filter(email=email).exists()


def test_the_list_takes_no_names(db):
    with pytest.raises(IntegrityError, match="erased_people_are_hashes"), transaction.atomic():
        ErasedPerson.objects.create(person="Amara Nwachukwu", erased_at=timezone.now())


def program(name, *arguments):
    done = subprocess.run([str(postgres_programs() / name), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def address(name):
    database = connection.settings_dict
    return f"postgresql://{database['USER']}:{database['PASSWORD']}@/{name}?host={database['HOST']}"


def marks_in(name):
    """In every row of every table of a database."""
    found = []
    with psycopg.connect(address(name)) as other:
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            rows = other.execute(f'SELECT t::text FROM "{table}" t').fetchall()
            found += [table for (row,) in rows if MARK in row.lower() or MARK.encode().hex() in row.lower()]
    return found


@pytest.fixture
def restored():
    """A database for the restored rows, dropped afterwards."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield name
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
def test_a_real_dump_is_restored_and_replayed(transactional_db, restored, tmp_path):
    zelda, neighbour = world.make_person(MARK), world.make_person("neighbour")
    program("pg_dump", "--format=custom", f"--file={tmp_path}/old.dump", address(connection.settings_dict["NAME"]))
    erase(zelda.contact, at=timezone.now())
    written = StringIO()
    call_command("erasure_list", stdout=written)

    program("pg_restore", "--no-owner", "--no-privileges", f"--dbname={address(restored)}", f"{tmp_path}/old.dump")
    before = marks_in(restored)
    env = {**os.environ, "DATABASE_URL": address(restored), "DATABASE_OWNER_URL": address(restored)}
    command = [sys.executable, "manage.py", "replay_erasures", "-"]
    done = subprocess.run(
        command, cwd=ROOT, env=env, input=written.getvalue(), capture_output=True, text=True, check=True
    )

    assert len(set(before)) >= 10
    assert marks_in(restored) == []
    assert "1 people were not on the restored list." in done.stdout
    # Each has a friend.
    assert "Erased 1 of 4 people again." in done.stdout
    assert json.loads(written.getvalue())["person"]
    assert Member.objects.filter(pk=neighbour.pk).exists()
