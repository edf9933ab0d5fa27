"""Four web processes, no broker at all, and forty people at the door: a limit is a limit."""

import http.cookiejar
import os
import re
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from devstack.processes import web
from outbox.models import OutgoingEmail
from tests.devstack.conftest import descendants, wait_for
from tests.factories import make_member

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODES_A_MINUTE = 5


@pytest.fixture
def site():
    """Four web processes on the test's database. Nothing listens where the broker should be."""
    call_command("createcachetable", verbosity=0)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    process = subprocess.Popen(web("127.0.0.1", port, 4), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: answers(port) and len(descendants(process.pid)) >= 4)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


def answers(port):
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def ask_for_a_code(site):
    """One browser of its own: opens the page, sends the form, and says what it got."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with opener.open(f"{site}/sign-in/") as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    form = {"csrfmiddlewaretoken": token and token[1], "email": "jim.hale@westmere.example"}
    try:
        with opener.open(f"{site}/sign-in/", urllib.parse.urlencode(form).encode()) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_four_processes_together_send_no_more_codes_than_one(site):
    make_member("Jim Hale")
    # The limit counts by the minute of the clock, and forty askings take some seconds.
    wait_for(lambda: timezone.now().second < 40)

    with ThreadPoolExecutor(20) as pool:
        seen = list(pool.map(ask_for_a_code, [site] * 40))

    assert (seen.count(200), seen.count(429)) == (CODES_A_MINUTE, 40 - CODES_A_MINUTE)
    assert OutgoingEmail.objects.filter(purpose="members.code").count() == CODES_A_MINUTE
