"""Write emails, send them, and learn what became of them."""

from outbox.actions.bouncing import Bounce, note_bounce, read_bounces
from outbox.actions.handling import cancel_email, lift, send_again
from outbox.actions.reconciling import reconcile
from outbox.actions.sending import send_due
from outbox.actions.writing import draft_email, write_email, writing

__all__ = [
    "Bounce",
    "cancel_email",
    "draft_email",
    "lift",
    "note_bounce",
    "read_bounces",
    "reconcile",
    "send_again",
    "send_due",
    "write_email",
    "writing",
]
