"""A real mail server in a thread, which accepts, refuses, cuts the line, or kills the sender when told to."""

import os
import signal
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Inbox:
    """What was accepted, in order, and what to do to whom."""

    def __init__(self):
        self.accepted = []
        self.refusals = {}
        self.tried: Counter[str] = Counter()
        # Called with how many emails came so far: before one is accepted, and after.
        self.before = self.after = lambda count: None
        self.cut_before_reply_to = set()

    @property
    def ids(self):
        return [message["Message-ID"] for message in self.accepted]

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried[address] += 1
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.before(len(self.accepted)):
            return "421 the sender is gone"
        if envelope.rcpt_tos[0] in self.cut_before_reply_to:
            self.cut_before_reply_to.discard(envelope.rcpt_tos[0])
            server.transport.close()
            return "421 gone"
        self.accepted.append(message_from_bytes(envelope.content))
        self.after(len(self.accepted))
        return "250 OK"


class OpenController(Controller):
    """Any free port; names are not looked up."""

    def factory(self):
        return SMTP(self.handler, hostname="sink.example", enable_SMTPUTF8=True)

    def _trigger_server(self):
        """Call it once, at the port that the system chose."""
        (listening,) = getattr(self.server, "sockets")  # noqa: B009 - its type hides it
        self.port = listening.getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server():
    """An inbox and its port, for as long as the test runs."""
    inbox = Inbox()
    controller = OpenController(inbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield inbox, controller.port
    finally:
        controller.stop()


def kill_now(pid):
    """kill -9: no clean-up, no last words."""
    os.kill(pid, signal.SIGKILL)
