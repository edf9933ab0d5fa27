"""The cast: a few named people of different roles and sectors, and what each test starts from."""

from time import time

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from xdist.scheduler import LoadFileScheduling

from collab.kit.components import library
from collab.kit.copies import Copy
from commons.models import NetworkSettings
from tests import factories
from tests.emptying import empty_database


def pytest_xdist_make_scheduler(config, log):
    """A file stays whole, since its tests share what it has loaded; the files are given out in the order below."""
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes long comes first, so that no process is left with it while the others have nothing to do."""
    items.sort(key=lambda item: {"slow", "browser"}.isdisjoint(mark.name for mark in item.iter_markers()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Each test begins without a row, be the database new or used before, and whichever test was before it."""
    with django_db_blocker.unblock():
        empty_database()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_database)
        yield


@pytest.fixture(autouse=True)
def _fresh_copies():
    """What a process keeps in memory must not leak from one test to the next."""
    NetworkSettings.forget_copy()
    Copy.forget_all()
    library.forget()


@pytest.fixture
def amara(db):
    """A member with no roles: public health, at the council."""
    return factories.make_member(name="Amara Nwachukwu", sector="council")


@pytest.fixture
def denise(db):
    """Another member: secretary of a residents' association."""
    return factories.make_member(name="Denise Applegarth", sector="residents")


@pytest.fixture
def kwame(db):
    """A host."""
    return factories.make_member(name="Kwame Asiedu", sector="charity", roles=["facilitator"])


@pytest.fixture
def beatrix(db):
    """A checker."""
    return factories.make_member(name="Beatrix Holm", sector="charity", roles=["moderator"])


@pytest.fixture
def orla(db):
    """An organiser."""
    return factories.make_member(name="Orla Fitzsimmons", sector="charity", roles=["admin"])


@pytest.fixture
def thandiwe(db):
    """The safeguarding lead."""
    return factories.make_member(name="Thandiwe Ncube", sector="nhs", roles=["safeguarding"])


def pass_second_factor(client, member):
    """As if the code of an authenticator app had just been entered."""
    showed_just_now(client, member, method="mfa")


def showed_just_now(client, member, *, method="code"):
    """As if they had just shown who they are: with a code by email, or with a second factor."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time()}]
    session["account_authentication_methods_user"] = str(member.pk)
    session.save()


@pytest.fixture
def sign_in(client):
    """Sign somebody in as the pages would: staff roles with a second factor passed."""

    def sign(member, *, second_factor=True):
        cache.clear()
        client.force_login(member)
        if second_factor and member.is_staff_role:
            pass_second_factor(client, member)
        return client

    return sign
