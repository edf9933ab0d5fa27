"""Every email as a row, and what is known of the addresses."""

from outbox.models.addresses import BouncedAddress
from outbox.models.companions import Companion
from outbox.models.emails import (
    LEASE_IN_TIMEOUTS,
    NO_SUCH_MAILBOX,
    RETRY_AFTER,
    UNSENT,
    WAITING,
    OutgoingEmail,
    State,
    lease,
)

__all__ = [
    "LEASE_IN_TIMEOUTS",
    "NO_SUCH_MAILBOX",
    "RETRY_AFTER",
    "UNSENT",
    "WAITING",
    "BouncedAddress",
    "Companion",
    "OutgoingEmail",
    "State",
    "lease",
]
