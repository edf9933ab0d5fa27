"""People who signed in a moment ago, and the clock that carries out what they ask for."""

from time import time

import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of its own for each test's files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sign_in_freshly(client, sign_in):
    """As if the code from the email had just been typed."""

    def sign(member, *, minutes_ago=0):
        sign_in(member)
        session = client.session
        kept = session.get("account_authentication_methods", [])
        at = time() - minutes_ago * 60
        session["account_authentication_methods"] = [*kept, {"method": "code", "at": at, "email": member.email}]
        session["account_authentication_methods_user"] = str(member.pk)
        session.save()
        return client

    return sign
