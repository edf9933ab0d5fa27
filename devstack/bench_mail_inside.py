"""Runs inside the app: how fast emails are claimed, sent and written, beside the least that it could take."""

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import connection
from django.utils import timezone

from collab.kit.collector import leave_alone_what_is_loaded
from devstack.bench_night import nightly, spent
from events.models import Reminder as BeforeADate
from outbox.actions import send_due
from outbox.models import OutgoingEmail, State
from pledges.actions.reminding import write_due_reminders
from pledges.models import Reminder

EMAILS, BATCH, CLAIMS = 2000, 100, 300
SENT_ROWS = 2000
# What a reminder weighs.
WORDS = "At Collaboration Station in September you said you would ring ten tenants over 75. How is it going? " * 12


def main() -> None:
    """Everything, as JSON."""
    # As the worker does.
    leave_alone_what_is_loaded()
    size, rounds = int(os.environ["BENCH_SIZE"]), int(os.environ["BENCH_ROUNDS"])
    found = {"size": size, "R1": rates(rounds), "R2": written(size), "R3": claims()}
    print(json.dumps(found | {"D1": nightly()}))


def fill(count: int, **fields: Any) -> None:
    """So many emails that are due."""
    now = timezone.now()
    no_emails()
    rows = (
        OutgoingEmail(purpose="bench", key=str(n), to=f"p{n}@people.example", subject="How is your pledge going?",
                      text=WORDS, html=f"<p>{WORDS}</p>", unsubscribe_url="https://bench.example/stop/x/",
                      due_at=now, **fields)
        for n in range(count)
    )  # fmt: skip
    OutgoingEmail.objects.bulk_create(rows, batch_size=1000)


def no_emails() -> None:
    """All of them gone, without reading the words of a hundred thousand."""
    for reminders in (Reminder, BeforeADate):
        reminders.objects.filter(email__isnull=False).update(email=None)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_outgoingemail")


def ceiling() -> None:
    """One process that claims a hundred at a time and sends them on one line: fast, and it doubles them when killed."""
    line = mailers.default
    line.open()
    while rows := list(OutgoingEmail.objects.filter(state=State.DUE).order_by("due_at")[:BATCH]):
        ids = [row.pk for row in rows]
        OutgoingEmail.objects.filter(pk__in=ids).update(attempts=1)
        for row in rows:
            line.send_messages([plain(row)])
        OutgoingEmail.objects.filter(pk__in=ids).update(
            state=State.SENT, sent_at=timezone.now(), subject="", text="", html=""
        )
    line.close()


def plain(row: OutgoingEmail) -> EmailMultiAlternatives:
    """The same words, without asking who else gets them."""
    headers = {"Message-ID": row.message_id, "List-Unsubscribe": f"<{row.unsubscribe_url}>"}
    message = EmailMultiAlternatives(row.subject, row.text, to=[row.to], headers=headers)
    message.attach_alternative(row.html, "text/html")
    return message


def send_all() -> None:
    """As the worker does, until nothing is due."""
    while send_due():
        pass


def two_threads() -> None:
    """As the one worker has that `./run up` starts."""
    threads = [Thread(target=in_a_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_a_thread() -> None:
    send_all()
    connection.close()


def rates(rounds: int) -> dict[str, float]:
    """Emails a second, the median of some rounds that take turns."""
    took: dict[str, list[float]] = {"ceiling": [], "one": [], "worker": []}
    ways: dict[str, Callable[[], None]] = {"ceiling": ceiling, "one": send_all, "worker": two_threads}
    for _ in range(rounds):
        for name, way in ways.items():
            fill(EMAILS)
            took[name].append(EMAILS / seconds(way))
    medians = {name: round(statistics.median(found), 1) for name, found in took.items()}
    return medians | {"ratio": round(medians["worker"] / medians["ceiling"], 3)}


def seconds(do: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.monotonic()
    do()
    return time.monotonic() - began


def written(size: int) -> dict[str, float]:
    """A thousand due pledges for each size, merged into people's emails; and what that took of memory."""
    now, wanted = timezone.now(), 1000 * size
    no_emails()
    Reminder.objects.update(due_at=now + timedelta(days=9))
    due = Reminder.objects.planned().order_by("pk").values("pk")[:wanted]
    Reminder.objects.filter(pk__in=due).update(due_at=now - timedelta(hours=1))
    before = peak_mib(afresh=True)
    took = spent(lambda: write_due_reminders(now))
    grew = peak_mib() - before
    return {"due": wanted, "emails": OutgoingEmail.objects.count(), **took, "grew_mib": round(grew, 1)}


def peak_mib(*, afresh: bool = False) -> float:
    """The most that this process had in memory, since it was last asked afresh."""
    if afresh:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def claims() -> dict[str, float]:
    """Milliseconds of one claim with 1, 10 and 100 times the sent rows."""
    found: dict[str, float] = {}
    for times in (1, 10, 100):
        pile_up(SENT_ROWS * times)
        claim = partial(OutgoingEmail.objects.claim_next, timezone.now())
        took = [seconds(claim) * 1000 for _ in range(CLAIMS)]
        found[str(times)] = round(statistics.median(took), 3)
    return found


def pile_up(count: int) -> None:
    """So many that were due and are sent, vacuumed as PostgreSQL does it within a minute, and some that are due."""
    fill(CLAIMS * 2)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO outbox_outgoingemail (uuid, purpose, key, "to", to_name, subject, text, html, calendar, '
            "unsubscribe_url, is_secret, state, written_at, due_at, attempts, last_error) "
            "SELECT gen_random_uuid(), 'sent', n, 'p@people.example', '', '', '', '', '', '', false, 'due', now(), "
            "now() - interval '1 day', 0, '' FROM generate_series(1, %s) AS n",
            [count],
        )
        cursor.execute("UPDATE outbox_outgoingemail SET state = 'sent', sent_at = now() WHERE purpose = 'sent'")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE) outbox_outgoingemail")
