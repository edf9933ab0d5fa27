"""Rows saved in one statement are what Django's own save makes of them, and all of them or none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collab.kit.saving import copy_in, insert, save, save_at_once, update
from events.models import Event, SignUp
from members.models import Contact
from outbox.models import OutgoingEmail
from tests.factories import make_contact, make_event

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def new_sign_up(event, **fields):
    return SignUp(event=event, contact=make_contact(), signed_up_at=AT, changed_at=AT, **fields)


def new_email(key):
    return OutgoingEmail(purpose="events.confirmed", key=key, to="jo@people.example", subject="Hello", due_at=AT)


def columns(row):
    return {field.name: field.value_from_object(row) for field in row._meta.concrete_fields if not field.primary_key}


def test_a_row_is_what_djangos_own_save_makes_of_it(db):
    ours = Contact(name="Jo", email="jo@people.example", phone="01632 960 001", organisation_typed="O’Brien’s; --")
    djangos = Contact(**columns(ours) | {"uuid": None, "email": "other@people.example"})
    djangos.uuid = Contact().uuid

    save_at_once([insert(ours)])
    djangos.save()

    ours_read, djangos_read = Contact.objects.get(pk=ours.pk), Contact.objects.get(pk=djangos.pk)
    assert columns(ours_read) == columns(ours)
    assert not ours._state.adding
    different = {"uuid", "email", "made_at", "changed_at"}
    assert {name: value for name, value in columns(ours_read).items() if name not in different} == {
        name: value for name, value in columns(djangos_read).items() if name not in different
    }
    assert timezone.now() - ours_read.made_at < timedelta(minutes=1)


def test_several_rows_of_several_tables_are_one_statement(db, django_assert_num_queries):
    event, signups, email = make_event(), [], new_email("1")
    signups += [new_sign_up(event), new_sign_up(event, position=1, state="waiting")]
    event.taken, event.theme = 1, "not among the columns"

    with django_assert_num_queries(1):
        save_at_once([*map(save, signups), insert(email, unless_there=True), update(event, "taken")])

    assert [SignUp.objects.get(pk=row.pk).position for row in signups] == [None, 1]
    assert OutgoingEmail.objects.get(pk=email.pk).key == "1"
    read = Event.objects.get(pk=event.pk)
    assert (read.taken, read.theme) == (1, "")


def test_a_row_points_to_one_that_is_saved_with_it(db, django_assert_num_queries):
    contact, event = Contact(name="Jo", email="jo@people.example"), make_event()
    first = SignUp(event=event, contact=contact, signed_up_at=AT, changed_at=AT)
    second = SignUp(event=event, contact=Contact(name="Al"), brought_by=first, signed_up_at=AT, changed_at=AT)

    with django_assert_num_queries(1):
        save_at_once([insert(contact), insert(first), insert(second.contact), insert(second)])

    read = SignUp.objects.get(pk=second.pk)
    assert (read.contact.name, read.brought_by, read.event) == ("Al", first, event)
    assert (first.contact_id, second.brought_by_id) == (contact.pk, first.pk)


def test_a_row_that_points_to_one_left_out_is_not_saved(db):
    signup = SignUp(event=make_event(), contact=Contact(name="Jo"), signed_up_at=AT, changed_at=AT)

    with pytest.raises(KeyError):
        save_at_once([insert(signup)])


def test_a_row_that_is_there_is_written_anew(db):
    signup = new_sign_up(make_event())
    save_at_once([save(signup)])
    signup.has_carer, signup.turn = True, 2

    save_at_once([save(signup)])

    read = SignUp.objects.get()
    assert (read.pk, read.has_carer, read.turn) == (signup.pk, True, 2)


def test_where_one_stands_already_it_stays_and_the_new_one_has_no_number(db):
    first, second, event = new_email("1"), new_email("1"), make_event()
    save_at_once([insert(first, unless_there=True)])
    second.subject, event.taken = "Another", 1

    save_at_once([insert(second, unless_there=True), update(event, "taken")])

    assert (OutgoingEmail.objects.get().subject, second.pk, second._state.adding) == ("Hello", None, True)
    assert Event.objects.get().taken == 1


def test_of_rows_of_which_one_breaks_a_rule_none_is_saved(db):
    event = make_event(capacity=1)
    event.taken = 2

    with pytest.raises(IntegrityError, match="never_oversold"), transaction.atomic():
        save_at_once([insert(new_email("1")), update(event, "taken")])

    assert not OutgoingEmail.objects.exists()


def test_nothing_to_save_is_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        save_at_once([])


def test_rows_copied_in_are_what_djangos_own_save_makes_of_them(db):
    hostile = "tab\there\nand \\N \\. \\t “quotes” ' \" {}, NULL; --\r\x7f é 🦆"
    ours = [new_email("1"), new_email("2")]
    ours[0].text, ours[0].html, ours[0].calendar = hostile, hostile * 1000, "\\."
    djangos = OutgoingEmail(**columns(ours[0]) | {"key": "3", "uuid": OutgoingEmail().uuid})

    copy_in(ours)
    djangos.save()

    first, second, third = OutgoingEmail.objects.order_by("key")
    assert (first.text, first.html, first.calendar, second.text) == (hostile, hostile * 1000, "\\.", "")
    different = {"uuid", "key", "written_at"}
    assert {name: value for name, value in columns(first).items() if name not in different} == {
        name: value for name, value in columns(third).items() if name not in different
    }
    assert first.uuid == ours[0].uuid
    assert timezone.now() - first.written_at < timedelta(minutes=1)


def test_of_rows_copied_in_all_are_saved_or_none(db):
    new_email("2").save()

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in([new_email("1"), new_email("2"), new_email("3")])

    copy_in([])
    assert list(OutgoingEmail.objects.values_list("key", flat=True)) == ["2"]
