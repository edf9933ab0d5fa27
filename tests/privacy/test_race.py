"""Pressing many times at once is pressing once. Real threads on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.utils import timezone

from collab.privacy.erasing import erase
from collab.privacy.requests import ask_for_download, ask_to_leave
from commons.models import AuditEntry, ErasedPerson
from members.models import Download, Leaving, Member
from outbox.models import OutgoingEmail
from tests.factories import make_member

THREADS = 12


def all_at_once(do):
    """The answers of twelve threads that begin together; an error in one of them is an error here."""
    together = Barrier(THREADS)

    def one(_):
        together.wait(20)
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_asking_to_leave_twelve_times_at_once_is_asking_once(transactional_db):
    amara = make_member()

    answers = all_at_once(lambda: ask_to_leave(amara.contact, at=timezone.now()).pk)

    assert (len(set(answers)), Leaving.objects.count(), OutgoingEmail.objects.count()) == (1, 1, 1)


def test_asking_for_a_copy_twelve_times_at_once_is_asking_once(transactional_db):
    amara = make_member()

    answers = all_at_once(lambda: ask_for_download(amara.contact, by=None, at=timezone.now()).pk)

    assert (len(set(answers)), Download.objects.count()) == (1, 1)


def test_of_twelve_erasers_one_erases(transactional_db):
    amara = make_member()

    answers = all_at_once(lambda: erase(amara.contact, at=timezone.now()))

    assert sorted(answers) == [False] * (THREADS - 1) + [True]
    assert (Member.objects.count(), ErasedPerson.objects.count()) == (0, 1)
    assert AuditEntry.objects.filter(action="privacy.erased").count() == 1


def test_the_database_alone_would_not_have_answered_kindly(transactional_db):
    amara, now = make_member(), timezone.now()

    def without_a_lock():
        try:
            return Download.objects.create(contact=amara.contact, asked_at=now).pk
        except Exception as error:
            return type(error).__name__

    assert all_at_once(without_a_lock).count("IntegrityError") == THREADS - 1
