"""Whether everything works: what /ready/ tells a monitor and /run/working/ an organiser."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commons.models import Heartbeat
from outbox.models import OutgoingEmail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# A long send has its queue: within ten minutes of stopping, the sender must be found out.
OLDEST_DUE = timedelta(minutes=8)
BROKER_ANSWERS_WITHIN = 1.0


@dataclass(frozen=True)
class Job:
    """What the clock starts, and how long it may be silent."""

    name: str
    title: "StrOrPromise"
    within: timedelta
    # Without it people are not told in time; the others may be late for a day.
    is_vital: bool = False


JOBS = [
    Job("outbox.deliver", _("Emails are sent"), timedelta(minutes=5), is_vital=True),
    Job("pledges.write_due_reminders", _("Reminders are written"), timedelta(minutes=8), is_vital=True),
    Job("outbox.reconcile", _("Emails that got stuck are looked for"), timedelta(minutes=45)),
    Job("pledges.reconcile", _("Reminders that went missing are looked for"), timedelta(minutes=45)),
    Job("stories.publish_due", _("Stories are published when their two days are over"), timedelta(minutes=15)),
    Job("stories.review_all", _("People are asked whether a story is still all right"), timedelta(hours=27)),
    Job("stories.reconcile", _("Stories that everyone said yes to are looked for"), timedelta(minutes=45)),
    Job("events.reconcile", _("Places at events are counted again"), timedelta(minutes=45)),
    Job("privacy.keep_no_longer", _("What is over its time is deleted, each night"), timedelta(hours=27)),
]


def late_jobs(now: datetime) -> Iterator[tuple[Job, datetime | None, bool]]:
    """Each job, when it last ran, and whether that is too long ago. One that is not vital may not have run yet."""
    ran = dict(Heartbeat.objects.values_list("name", "at"))
    for job in JOBS:
        at = ran.get(job.name)
        yield job, at, job.is_vital if at is None else now - at > job.within


def health(now: datetime) -> dict[str, str | int]:
    """In one word, and why. It raises where the database is away."""
    oldest = OutgoingEmail.objects.oldest_due(now)
    waited = int((now - oldest).total_seconds()) if oldest else 0
    late = [job for job, _at, is_late in late_jobs(now) if is_late]
    if waited > OLDEST_DUE.total_seconds() or any(job.is_vital for job in late):
        status = "late"
    else:
        status = "ok" if not late and broker_answers() else "degraded"
    return {"status": status, "oldest_due_seconds": waited, "late": " ".join(job.name for job in late)}


def broker_answers() -> bool:
    """Whether Redis says anything at all within a second. Its own client would be a megabyte of each web worker."""
    parts = urlsplit(settings.CELERY_BROKER_URL)
    if "redis" not in parts.scheme:
        return True
    try:
        with connected(parts.scheme, parts.hostname, parts.port or 6379, parts.path) as line:
            line.sendall(b"PING\r\n")
            # That it asks for a password first is an answer too.
            return line.recv(1)[:1] in {b"+", b"-"}
    except OSError:
        return False


def connected(scheme: str, host: str | None, port: int, path: str) -> socket.socket:
    """A line to it, by a socket's path or by host and port."""
    if scheme == "redis+socket":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(BROKER_ANSWERS_WITHIN)
        line.connect(path)
        return line
    line = socket.create_connection((host or "localhost", port), BROKER_ANSWERS_WITHIN)
    return ssl.create_default_context().wrap_socket(line, server_hostname=host) if scheme == "rediss" else line
