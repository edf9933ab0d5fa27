"""Real processes on the test's own database: a broker to stop, hang and empty, workers, clocks, a web server."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from devstack import processes
from devstack.install import ROOT
from devstack.owner import valkey_program


def wait_for(condition, *, seconds=60, what="it"):
    """Until something is so."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.1)


class Broker:
    """A Valkey of the test's own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="collab-"))
        self.socket = self.folder / "valkey.sock"
        self.url = f"redis+socket://{self.socket}"
        self.process: Any = None

    def start(self):
        command = [str(valkey_program()), "--port", "0", "--unixsocket", str(self.socket), "--save", "",
                   "--appendonly", "no", "--dir", str(self.folder), "--loglevel", "warning"]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: self.answers("PING"), what="the broker")

    def answers(self, *words):
        """Whether it carries this command out."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket))
                line.sendall(" ".join(words).encode() + b"\r\n")
                return line.recv(1) == b"+"
            except OSError:
                return False

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def end(self):
        if self.process is not None:
            self.stop()
        shutil.rmtree(self.folder)


class Stack:
    """What a test has started."""

    def __init__(self, mail_port, logs):
        self.broker, self.logs, self.processes = Broker(), logs, []
        url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
        self.env = os.environ | {
            "DJANGO_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "collab.settings",
            "SECRET_KEY": "tests-only-and-nowhere-else-0123456789-abcdefghij",
            "PUBLIC_URL": "http://127.0.0.1",
            "DATABASE_URL": url,
            "DATABASE_OWNER_URL": url,
            "REDIS_URL": self.broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            # The lease is six of these, so that a test need not wait for ninety seconds.
            "EMAIL_TIMEOUT": "2",
        }

    def begin(self, command, **env):
        log = (self.logs / f"{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.env | env, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def log_of(self, process):
        return (self.logs / f"{self.processes.index(process)}.log").read_text(errors="replace")

    def worker(self):
        """One that is ready to work."""
        process = self.begin(hurried(processes.worker("--hostname", f"w{len(self.processes)}@test")))
        wait_for(lambda: " ready." in self.log_of(process), what="a worker")
        return process

    def beat(self):
        process = self.begin(hurried(processes.beat()))
        wait_for(lambda: "beat: Starting" in self.log_of(process), what="a clock")
        return process

    def web(self):
        """A web server, and its port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = self.begin(processes.web("127.0.0.1", port, 1), PUBLIC_URL=f"http://127.0.0.1:{port}")
        wait_for(lambda: "Started worker-1" in self.log_of(process), what="the web server")
        return port

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()
        self.broker.end()


def hurried(command):
    """The same command with the clock of the tests."""
    return ["tests.outbox.clock" if word == "collab" else word for word in command]
