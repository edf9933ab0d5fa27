"""A small HTTP client that keeps its connection, and people who use it at the same time."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)
REDIRECTS = {301, 302, 303}
LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)


class Unexpected(Exception):
    """An answer other than 200 or a redirect."""


@dataclass
class Browser:
    """One person's connection and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    path: str = "/"
    _socket: socket.socket | None = None

    def get(self, path: str) -> str:
        """The page at this path; redirects are followed."""
        return self._follow(path, self._ask("GET", path, b""))

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form, and read the page that it leads to."""
        return self._follow(path, self._ask("POST", path, urlencode(data).encode()))

    def send(self, path: str, data: dict[str, str]) -> None:
        """The same, without opening where it leads."""
        status, _head, _body = self._ask("POST", path, urlencode(data).encode())
        if status not in REDIRECTS:
            raise Unexpected(f"{path} answered {status}")

    def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            self._socket.close()

    def _follow(self, path: str, answer: tuple[int, bytes, bytes]) -> str:
        status, head, body = answer
        while status in REDIRECTS and (to := LOCATION.search(head)):
            parts = urlsplit(to[1].decode())
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            status, head, body = self._ask("GET", path, b"")
        if status != 200:
            raise Unexpected(f"{path} answered {status}")
        self.path = path
        return body.decode()

    def _ask(self, method: str, path: str, body: bytes) -> tuple[int, bytes, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = f"http://127.0.0.1:{self.port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept: text/html"]
        lines += [f"Cookie: {cookies}"] if cookies else []
        if method == "POST":
            lines += [f"Origin: {origin}", f"Referer: {origin}{path}", f"Content-Length: {len(body)}"]
            lines += ["Content-Type: application/x-www-form-urlencoded"]
        self._line().sendall("\r\n".join([*lines, "", ""]).encode() + body)
        head, content = self._read()
        self.cookies |= {name.decode(): value.decode() for name, value in COOKIE.findall(head)}
        return int(head[9:12]), head, content

    def _line(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read(self) -> tuple[bytes, bytes]:
        data = b""
        while HEAD_END not in data:
            data += self._more()
        head, _, body = data.partition(HEAD_END)
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        while len(body) < length:
            body += self._more()
        return head, body

    def _more(self) -> bytes:
        data = self._line().recv(262_144)
        if not data:
            raise Unexpected("the server closed the connection")
        return data


# One task of one person, told its number; what it does is timed as a whole.
type Task = Callable[[Browser, int], None]


@dataclass
class Round:
    """What a number of people did in a stretch of time."""

    seconds: float
    took: list[float]
    errors: list[str]

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the tasks stayed within."""
        return sorted(self.took)[min(int(len(self.took) * share), len(self.took) - 1)] * 1000 if self.took else 0.0


def run(
    port: int, task: Task, numbers: Iterator[int], *, people: int, seconds: float, cookies: dict[str, str]
) -> Round:
    """Let so many people repeat the task, each as soon as they can."""
    took: list[float] = []
    errors: list[str] = []
    began = time.monotonic()
    until = began + seconds

    def person() -> None:
        browser = Browser(port, dict(cookies))
        while (start := time.monotonic()) < until:
            try:
                task(browser, next(numbers))
            except (Unexpected, OSError) as error:
                errors.append(str(error))
                browser = Browser(port, dict(cookies))
                time.sleep(0.05)
                continue
            took.append(time.monotonic() - start)

    threads = [threading.Thread(target=person) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Round(time.monotonic() - began, took, errors)
