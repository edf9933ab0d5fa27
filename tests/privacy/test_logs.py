"""What goes wrong is logged by kind and place; nothing that anyone typed or was sent is in it."""

import logging
from collections.abc import Callable
from io import StringIO
from logging.config import DictConfigurator

import pytest
from celery.app.trace import LOG_FAILURE, LOG_SUCCESS
from django.conf import settings as configured
from django.core.exceptions import SuspiciousOperation
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from collab.celery import app
from collab.kit.access import everyone
from collab.urls import urlpatterns as real_ones
from members.models import Contact
from pledges.emails import ANSWER
from tests.factories import make_contact, make_pledge

LINE: dict[str, str] = configured.LOGGING["formatters"]["line"]  # type: ignore[index]
MARK = "zqcanary"


@pytest.fixture
def log():
    """What the configured formatter writes, from every logger."""
    written = StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    # A copy: the configurator takes its own key out.
    handler.setFormatter(DictConfigurator({}).configure_formatter(dict(LINE)))
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def break_unique(words):
    for _ in range(2):
        Contact.objects.create(name=words, email=f"{words}@westmere.example")


def break_value(words):
    int(words)


def break_key(words):
    {}[words]


def break_sql(words):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{words}' FROM nowhere_{words}")


def break_from_another(words):
    try:
        break_value(words)
    except ValueError as error:
        raise RuntimeError(f"{words} was not understood") from error


def refuse(words):
    raise SuspiciousOperation(f"{words} is not allowed")


def hide(words):
    raise Http404(f"no {words} here")


def send_badly(words):
    EmailMessage(f"{words}\nBcc: x@y.example", "words", to=[f"{words}@westmere.example"]).message()


WAYS: list[Callable[[str], object]] = [
    break_unique,
    break_value,
    break_key,
    break_sql,
    break_from_another,
    refuse,
    hide,
    send_badly,
]


@everyone
@require_http_methods(["GET", "POST"])
def broken(request, way, words):
    with transaction.atomic():
        WAYS[way](request.POST.get("words") or words)
    return HttpResponse("not reached")


urlpatterns = [*real_ones, path("broken/<int:way>/<str:words>/", broken)]


@pytest.mark.parametrize("rounds", [80, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_thousand_errors_name_nobody(log, db, settings, rounds):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False, headers={"user-agent": MARK, "referer": f"http://x/{MARK}"})
    client.cookies["words"] = MARK

    for number in range(rounds):
        address = f"/broken/{number % len(WAYS)}/{MARK}-{number}/?q={MARK}"
        method, words = ("POST", {"words": f"{MARK} {number}"}) if number % 2 else ("GET", {})
        client.generic(method, address, urlencode(words), content_type="application/x-www-form-urlencoded")

    lines = log.getvalue()
    assert MARK not in lines
    assert lines.count(" ERROR ") >= rounds // 2
    for name in ("IntegrityError", "ValueError", "KeyError", "ProgrammingError", "RuntimeError", "test_logs.py"):
        assert name in lines


def test_the_usual_formatter_would_have_named_them(db, settings, caplog):
    settings.ROOT_URLCONF = __name__

    Client(raise_request_exception=False).get(f"/broken/0/{MARK}/?q={MARK}")

    assert caplog.text.count(MARK) >= 3


def test_a_link_from_an_email_is_in_no_log(log, db):
    reminder = make_pledge(by=make_contact()).reminders.create(
        kind="due", due_on="2026-01-01", due_at="2026-01-01 09:00Z"
    )
    token = ANSWER.token(reminder.uuid)

    Client().get(f"/answer/{token}x/")
    logging.getLogger("anything").warning("somebody opened /answer/%s/?say=kept", token)

    assert token not in log.getvalue()
    assert "404 GET answer/<str:token>/" in log.getvalue()
    assert "[link]" in log.getvalue()


def test_an_address_is_in_no_log(log):
    logging.getLogger("anything").error("could not write to %s: gone", f"{MARK}@westmere.example")

    assert "could not write to [address]: gone" in log.getvalue()


def test_a_task_that_fails_says_which_and_not_with_what(log):
    context = {"name": "privacy.carry_out", "id": "7", "description": "raised unexpected", "args": f"({MARK!r},)"}
    try:
        break_value(MARK)
    except ValueError as error:
        context |= {"kwargs": "{}", "exc": repr(error), "traceback": "", "internal": ""}
        logging.getLogger("celery.app.trace").error(LOG_FAILURE, context, exc_info=True, extra={"data": context})

    assert MARK not in log.getvalue()
    assert "privacy.carry_out[7] raised unexpected: ValueError" in log.getvalue()


def test_a_task_that_went_well_says_how_many_and_nothing_else(log):
    for answer in ("3", repr(MARK)):
        context = {"name": "outbox.deliver", "id": "7", "return_value": answer, "runtime": 0.1, "args": MARK}
        logging.getLogger("celery.app.trace").warning(LOG_SUCCESS, context, extra={"data": context})

    lines = [line.partition("trace ")[2] for line in log.getvalue().splitlines()]
    assert lines == ["Task outbox.deliver[7] succeeded in 0.1s: 3", "Task outbox.deliver[7] succeeded in 0.1s: "]


def test_the_worker_keeps_our_handlers():
    assert app.conf.worker_hijack_root_logger is False
