"""Every table and every column was thought of: whose it is, how long it stays, how it goes."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import SET_NULL

from collab.kit.privacy import Kept, OnErasure
from collab.privacy.people import keys_to_people
from collab.privacy.tables import every_kept

# No model: Django's list of migrations, and copies of pages.
NO_MODEL = {"django_migrations", "cache"}
MODELS = [model for model in apps.get_models() if model._meta.managed]
ENTRIES = {one.label: one for one in every_kept()}


def test_every_model_has_one_entry():
    declared = sorted(one.label for one in every_kept())

    assert declared == sorted(model._meta.label for model in MODELS)


@pytest.mark.parametrize("label", ENTRIES)
def test_every_field_is_named_once(label):
    one = ENTRIES[label]

    assert sorted(one.named) == sorted(field.name for field in one.fields())


@pytest.mark.parametrize("label", ENTRIES)
def test_what_is_withheld_is_there_to_be_withheld(label):
    assert set(ENTRIES[label].withheld.split()) <= set(ENTRIES[label].named)


def test_a_field_that_nobody_thought_of_is_noticed():
    forgetful = Kept("members.Topic", neither="id slug")

    assert sorted(forgetful.named) != sorted(field.name for field in forgetful.fields())


def test_every_table_of_the_database_belongs_to_a_model(db):
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert set(connection.introspection.table_names()) - ours - NO_MODEL == set()


@pytest.mark.parametrize("label", [label for label, one in ENTRIES.items() if one.is_personal])
def test_what_is_personal_has_an_end(label):
    assert ENTRIES[label].limits or ENTRIES[label].until


@pytest.mark.parametrize("label", [label for label, one in ENTRIES.items() if one.is_personal])
def test_what_is_personal_is_found_by_person_or_by_session(label):
    one = ENTRIES[label]

    assert one.of_contact or one.of_member or one.found or label == "sessions.Session"


@pytest.mark.parametrize("label", ENTRIES)
def test_a_key_to_a_person_is_their_own_or_is_emptied_when_they_go(label):
    one = ENTRIES[label]
    own = {path.split("__")[0] for path in [*one.of_contact.split(), *one.of_member.split()]}
    others = [key for key in keys_to_people(one) if key.name not in own and label not in OF_THEIR_OWN]

    assert [key.name for key in others if key.remote_field.on_delete is not SET_NULL] == []


# Found by their own number.
OF_THEIR_OWN = {"members.Contact", "members.Member"}


def test_what_stays_after_somebody_left_says_why():
    silent = [one.label for one in every_kept() if one.on_erasure == OnErasure.KEEP and not one.because]

    assert silent == []
