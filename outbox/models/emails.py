"""Every email as a row: written with its cause, claimed by one sender, sent, marked."""

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, models
from django.db.models import Min, Q

from collab.kit.models import PublicRow
from collab.kit.statements import prepared
from outbox.models.addresses import GONE
from outbox.models.companions import Companion

# Of SMTP timeouts: a slow, living sender must not be overtaken, and one email waits on several replies.
LEASE_IN_TIMEOUTS = 6
USUAL_TIMEOUT = 15
# While the mail server is away.
PUT_BACK_FOR = timedelta(seconds=15)
# The gaps between tries grow; after the last one the row is failed and staff see it.
RETRY_AFTER = [timedelta(seconds=s) for s in (10, 60, 300, 900, 1800)]


class State(models.TextChoices):
    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNSENT = [State.DUE, State.RETRY, State.CLAIMED]
# What a person may still take back: a claimed one may be on its way already.
WAITING = [State.DUE, State.RETRY]
# Why an email was cancelled as its turn came.
NO_SUCH_MAILBOX = "the mailbox is gone"


def lease() -> timedelta:
    """How long a claim is one sender's alone: 90 seconds with the usual timeout of 15."""
    mailer: dict[str, Any] = settings.MAILERS["default"]
    timeout = mailer.get("OPTIONS", {}).get("timeout") or USUAL_TIMEOUT
    return timedelta(seconds=timeout * LEASE_IN_TIMEOUTS)


# One UPDATE on this table's own columns: of two workers, one gets the row. Written out it is one trip to the database,
# where the queryset's was four. Its conditions are those of `due`. `=` and not `in`: with IN the planner may run the
# subquery again for each row. It waits for no disk: what became of the email does, and a database that crashes before
# that leaves the email due, as a sender that crashes does. A code to sign in does not wait behind many reminders.
CLAIM = """
UPDATE outbox_outgoingemail
SET state = 'claimed', token = %(token)s, leased_until = %(until)s, due_at = %(until)s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM outbox_outgoingemail
    WHERE state IN ('due', 'retry', 'claimed') AND due_at <= %(now)s
    AND NOT (state = 'claimed' AND leased_until > %(now)s)
    ORDER BY is_secret DESC, due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *, set_config('synchronous_commit', 'off', true) AS is_flushed_with_its_mark
"""


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self, now: datetime) -> Self:
        """What may be claimed now: due or to be tried again, or left behind by a sender that died."""
        # A claim moves `due_at` to its end, so one plain condition says it all: the planner walks the index of unsent
        # rows in order and stops at the first. With an "or" it sorted all that was due, for each claim.
        return self.filter(state__in=UNSENT, due_at__lte=now).exclude(state=State.CLAIMED, leased_until__gt=now)

    def claim_next(self, now: datetime) -> "OutgoingEmail | None":
        """Lease the next due email to this process, or None when nothing is due."""
        until = now + lease()
        with prepared(connection):
            claimed = list(self.raw(CLAIM, {"token": uuid4(), "until": until, "now": now}))
        return claimed[0] if claimed else None

    def overdue(self, now: datetime, *, by: timedelta) -> Self:
        """What should have been sent, or given up, that long ago."""
        return self.due(now).filter(due_at__lt=now - by)

    def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the first in line has waited; None when nothing is due."""
        first: datetime | None = self.due(now).aggregate(first=Min("due_at"))["first"]
        return first

    def about(self, purpose: str, key: str) -> Self:
        """The emails written for one reason."""
        return self.filter(purpose=purpose, key=key)

    def waiting(self) -> Self:
        """What nobody has begun to send."""
        return self.filter(state__in=WAITING)

    def let_go(self, now: datetime) -> int:
        """Take claims away from senders that are gone. Says how many."""
        return self.filter(state=State.CLAIMED).update(state=State.RETRY, token=None, leased_until=None, due_at=now)

    def failed_with_words(self) -> Self:
        """What can be sent again: codes run out, and of what was sent no words are left."""
        return self.filter(state=State.FAILED, is_secret=False).exclude(text="")

    def cancel(self) -> int:
        """Stop what has not been sent, because its reason has gone. Says how many."""
        return self.filter(state__in=UNSENT).update(state=State.CANCELLED, token=None, leased_until=None)


class OutgoingEmail(PublicRow):
    """One email owed to one address. Its uuid makes the Message-ID, equal on each try."""

    purpose = models.CharField(max_length=60, help_text="What it is for, such as pledges.reminder.")
    key = models.CharField(max_length=120, help_text="Whose and which; with the purpose it is unique.")
    to = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="A calendar file to go with it.")
    unsubscribe_url = models.URLField(max_length=500, blank=True)
    is_secret = models.BooleanField(default=False, help_text="A code to sign in with: shown to nobody.")
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    written_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, unique=True)
    leased_until = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True, help_text="A class and a code, never the server's words.")

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "key"], name="one_email_a_reason"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at=None)),
                name="sent_emails_say_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLAIMED, token__isnull=False, leased_until__isnull=False)
                | (~Q(state=State.CLAIMED) & Q(token=None, leased_until=None)),
                name="claimed_emails_have_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at=None) | Q(state=State.FAILED), name="bounced_emails_have_failed"
            ),
        ]
        indexes = [
            # Claiming must not slow down as the sent rows pile up.
            models.Index(
                fields=["-is_secret", "due_at"], condition=Q(state__in=["due", "retry", "claimed"]), name="email_unsent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.uuid}"

    @property
    def message_id(self) -> str:
        """Equal on each try, so that a copy can be told from a second email."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return f"<{self.purpose}-{self.uuid}@{domain}>"

    def message(self) -> EmailMultiAlternatives:
        """The email as it goes out: plain text first, HTML from the same words. A companion gets it too."""
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        if self.unsubscribe_url:
            headers["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        # Read as it leaves: who has stopped helping since it was written gets nothing more.
        companion = Companion.objects.beside(self.to)
        text, html, copies = self.text, self.html, []
        if companion is not None:
            text, html, copies = f"{companion.line}\n\n{text}", companion.marked(html), [companion.email]
        message = EmailMultiAlternatives(self.subject, text, to=[self.to], cc=copies, headers=headers)
        if html:
            message.attach_alternative(html, "text/html")
        if self.calendar:
            message.attach("event.ics", self.calendar, "text/calendar")
        return message

    def is_held(self, now: datetime) -> bool:
        """Whether it waits for a time that has not come."""
        return self.state in WAITING and self.due_at > now

    @property
    def can_be_stopped(self) -> bool:
        """Whether it is one that people may do without, as codes and places are not."""
        return bool(self.unsubscribe_url)

    @property
    def has_no_reader(self) -> bool:
        """Nobody is there to read it: an email that can be stopped is not sent where the mailbox is gone."""
        return self.can_be_stopped and bool(GONE.rows(self.to.lower()))

    def mark_sent(self, *, at: datetime) -> bool:
        """Sent, where the token still fits. The words are blanked in production."""
        blank: dict[str, Any] = (
            {} if settings.OUTBOX_KEEPS_BODIES else {"subject": "", "text": "", "html": "", "calendar": ""}
        )
        return self._finish(state=State.SENT, sent_at=at, **blank)

    def mark_failed(self, error: str) -> bool:
        """Given up: the server will not take it, or it was tried often enough. Staff see it."""
        return self._finish(state=State.FAILED, last_error=error[:80])

    def try_again(self, error: str, *, at: datetime) -> bool:
        """Later, with growing gaps, or not at all after the last one."""
        if self.attempts > len(RETRY_AFTER):
            return self.mark_failed(error)
        due_at = at + RETRY_AFTER[self.attempts - 1]
        return self._finish(state=State.RETRY, last_error=error[:80], due_at=due_at)

    def put_back(self, error: str, *, at: datetime) -> bool:
        """Nobody could have sent it now. The try does not count."""
        again = max(self.attempts - 1, 0)
        return self._finish(state=State.RETRY, last_error=error[:80], attempts=again, due_at=at + PUT_BACK_FOR)

    def mark_unwanted(self) -> bool:
        """Not sent, since its address takes no email."""
        return self._finish(state=State.CANCELLED, last_error=NO_SUCH_MAILBOX)

    def mark_bounced(self, status: str, *, at: datetime) -> bool:
        """It was sent, and came back. Staff see it. The first report stands."""
        sent = OutgoingEmail.objects.filter(pk=self.pk, state=State.SENT)
        return bool(sent.update(state=State.FAILED, sent_at=None, bounced_at=at, last_error=f"bounced {status}"))

    def send_again(self, *, at: datetime) -> bool:
        """From the start, because somebody asks for it. Not where its words are gone."""
        failed = OutgoingEmail.objects.failed_with_words().filter(pk=self.pk)
        return bool(failed.update(state=State.DUE, due_at=at, attempts=0, last_error="", bounced_at=None))

    def _finish(self, **changes: Any) -> bool:
        # The token fences off a sender whose lease was taken over.
        mine = OutgoingEmail.objects.filter(pk=self.pk, token=self.token)
        return bool(mine.update(token=None, leased_until=None, **changes))
