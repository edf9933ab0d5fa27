"""What is kept of emails."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Kept, Limit, Person, Rows, Term
from outbox.models import Companion, OutgoingEmail, State


def to_them(person: Person) -> Q:
    """Sent to an address of theirs, however it was typed."""
    rows = OutgoingEmail.objects.annotate(address=Lower("to")).filter(address__in=person.addresses)
    return Q(pk__in=rows.values("pk"))


def beside_them(person: Person) -> Q:
    return Q(to__in=person.addresses)


def gone_from_them(person: Person) -> Q:
    return Q(address__in=person.addresses)


def stop_copies(person: Person, rows: Rows, at: datetime) -> None:
    """Theirs, and those that went to them as somebody's helper."""
    rows.delete()
    Companion.objects.annotate(address=Lower("email")).filter(address__in=person.addresses).delete()


NEVER_TWICE = _("While we know of an email nobody gets it twice, and the numbers about reminders are right.")
SENT = Term("emails-sent", _("That an email was sent"), days=90, fixed=NEVER_TWICE)
UNSENT = Term("emails-unsent", _("Emails that could not be sent"), days=30, fixed=NEVER_TWICE)
CODES = Term(
    "codes",
    _("That a code to sign in was sent"),
    days=2,
    fixed=_("The code itself runs out in minutes. The rest is needed to help somebody who cannot sign in."),
)
GONE = Term(
    "addresses-gone",
    _("That an address takes no email"),
    days=365,
    fixed=_("Otherwise we would write to nobody again and again, and other mail servers would trust us less."),
)

KEPT = [
    Kept(
        "outbox.OutgoingEmail",
        personal="to to_name subject text html calendar unsubscribe_url key",
        neither=(
            "id uuid purpose is_secret state written_at due_at sent_at bounced_at token leased_until "
            "attempts last_error"
        ),
        # A code or a link of today would open what the file is meant to protect.
        withheld="subject text html calendar unsubscribe_url key token leased_until",
        found=to_them,
        turn=9,
        what=_("that an email was sent, when, and to whom"),
        why=_("none is lost and none is sent twice"),
        until=_("%(emails-sent)s; emails that could not be sent, %(emails-unsent)s; codes to sign in, %(codes)s"),
        limits=[
            Limit("sent_at", SENT, only=Q(state=State.SENT)),
            Limit("written_at", UNSENT, only=Q(state__in=[State.FAILED, State.CANCELLED])),
            Limit("written_at", CODES, only=Q(is_secret=True)),
        ],
    ),
    Kept(
        "outbox.Companion",
        personal="to to_name email name",
        neither="id stop_url",
        withheld="stop_url",
        found=beside_them,
        erase=stop_copies,
        until=_("as long as that person helps you"),
    ),
    Kept(
        "outbox.BouncedAddress",
        personal="address",
        neither="id uuid status at",
        found=gone_from_them,
        what=_("that a mail server said there is no mailbox at an address of yours"),
        why=_("we do not go on writing to nobody"),
        until=_("%(addresses-gone)s, or until you sign in with a code that we sent there"),
        limits=[Limit("at", GONE)],
    ),
]
