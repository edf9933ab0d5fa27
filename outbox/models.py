"""Every email as a row: written with its cause, claimed by one sender, sent, marked."""

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import F, Q, Subquery
from django.db.models.functions import Lower
from django.utils.html import urlize
from django.utils.translation import gettext as _

from collab.kit.models import PublicRow

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


def lease() -> timedelta:
    """How long a claim is one sender's alone: 90 seconds with the usual timeout of 15."""
    mailer: dict[str, Any] = settings.MAILERS["default"]
    timeout = mailer.get("OPTIONS", {}).get("timeout") or USUAL_TIMEOUT
    return timedelta(seconds=timeout * LEASE_IN_TIMEOUTS)


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self, now: datetime) -> Self:
        """What may be claimed now: due or to be tried again, or left behind by a sender that died."""
        waiting = Q(state__in=[State.DUE, State.RETRY], due_at__lte=now)
        # Said once more at the top, so that the planner walks the index of unsent rows in order and stops at the first.
        unsent = self.filter(state__in=UNSENT)
        return unsent.filter(waiting | Q(state=State.CLAIMED, leased_until__lte=now))

    def claim_next(self, now: datetime) -> "OutgoingEmail | None":
        """Lease the next due email to this process, or None when nothing is due."""
        # One UPDATE on this table's own columns: of two workers, one gets the row.
        token = uuid4()
        with transaction.atomic():
            # A code to sign in with does not wait behind ten thousand reminders.
            next_row = (
                self.due(now).order_by("-is_secret", "due_at").select_for_update(skip_locked=True).values("pk")[:1]
            )
            # `=` and not `in`: with IN the planner may run the subquery again for each row.
            taken = self.filter(pk=Subquery(next_row)).update(
                state=State.CLAIMED, token=token, leased_until=now + lease(), attempts=F("attempts") + 1
            )
        return self.get(token=token) if taken else None

    def about(self, purpose: str, key: str) -> Self:
        """The emails written for one reason."""
        return self.filter(purpose=purpose, key=key)

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

    def _finish(self, **changes: Any) -> bool:
        # The token fences off a sender whose lease was taken over.
        mine = OutgoingEmail.objects.filter(pk=self.pk, token=self.token)
        return bool(mine.update(token=None, leased_until=None, **changes))


class CompanionQuerySet(models.QuerySet["Companion"]):
    def beside(self, email: str) -> "Companion | None":
        return self.filter(to=email.strip().lower()).first()


class Companion(models.Model):
    """A trusted person who gets a copy of every email to one address, codes too, with both names on it."""

    # Where its HTML has room for the line (emails/base.html).
    MARK = "<!-- companion -->"

    to = models.EmailField(unique=True)
    to_name = models.CharField(max_length=120)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    stop_url = models.URLField(max_length=500, help_text="Where either of the two ends it.")

    objects = CompanionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to=Lower("to")), name="companions_stand_beside_plain_addresses"),
            models.CheckConstraint(condition=~Q(to=F("email")), name="nobody_is_their_own_companion"),
        ]

    def __str__(self) -> str:
        return f"companion {self.pk}"

    @property
    def line(self) -> str:
        """Who this went to, for both to see."""
        names = {"to_name": self.to_name, "name": self.name, "url": self.stop_url}
        return _("To %(to_name)s, with a copy to %(name)s, who helps them. To stop the copies: %(url)s") % names

    def marked(self, html: str) -> str:
        """The HTML with that line at its top."""
        return html.replace(
            self.MARK, f'<p style="margin: 0 0 20px; color: #4f535e">{urlize(self.line, autoescape=True)}</p>', 1
        )
