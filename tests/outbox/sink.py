"""A real mail server in a thread, which accepts, refuses, cuts the line, or kills the sender when told to."""

import os
import signal
import time
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

# The line goes dead: before the final dot, or after it and before the answer.
CUT_BEFORE, CUT_AFTER = "before", "after"


class Inbox:
    """What was accepted, in order, and what to do to whom."""

    def __init__(self):
        self.accepted = []
        self.refusals = {}
        self.tried: Counter[str] = Counter()
        # Called with how many emails came so far: before one is accepted, and after.
        self.before = self.after = lambda count: None
        self.cut_before_reply_to = set()
        # By address, what to do at each of its next tries: an answer, CUT_BEFORE, CUT_AFTER or "" for nothing.
        self.plans: dict[str, list[str]] = {}
        self.accepted_at: list[float] = []
        self.cut_after: list[str] = []
        self.lines = 0

    @property
    def ids(self):
        # A long one stands on a line of its own.
        return [message["Message-ID"].strip() for message in self.accepted]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.lines += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried[address] += 1
        planned = self.plans.get(address, [""])[:1]
        if planned and planned[0][:1].isdigit():
            return self.plans[address].pop(0)
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
        self.accepted_at.append(time.monotonic())
        self.after(len(self.accepted))
        if self.next_for(envelope.rcpt_tos[0]) == CUT_AFTER:
            self.cut_after.append(envelope.rcpt_tos[0])
            server.transport.close()
        return "250 OK"

    def next_for(self, address):
        """What was planned for this try, once."""
        return self.plans[address].pop(0) if self.plans.get(address) else ""


class Cutting(SMTP):
    """Goes away in the middle of an email where that is planned."""

    async def smtp_DATA(self, arg):
        assert self.envelope is not None
        assert self.transport is not None
        address = self.envelope.rcpt_tos[0]
        if self.event_handler.plans.get(address, [""])[:1] == [CUT_BEFORE]:
            self.event_handler.next_for(address)
            await self.push("354 go on")
            self.transport.close()
        else:
            await super().smtp_DATA(arg)


class OpenController(Controller):
    """Any free port; names are not looked up."""

    def factory(self):
        return Cutting(self.handler, hostname="sink.example", enable_SMTPUTF8=True)

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
