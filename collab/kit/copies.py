"""Values that a process keeps for some seconds, so that pages do not ask the database for the same thing each time."""

from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar


class Copy[T]:
    """What `read` answered, at most so many seconds ago."""

    every: ClassVar[list["Copy[Any]"]] = []

    def __init__(self, read: Callable[[], T], *, seconds: int) -> None:
        self.read, self.seconds = read, seconds
        self.kept: tuple[float, T] | None = None
        self.every.append(self)

    def now(self) -> T:
        """The value, read again when the copy is too old."""
        kept = self.kept
        if kept is None or monotonic() - kept[0] > self.seconds:
            self.kept = kept = (monotonic(), self.read())
        return kept[1]

    def forget(self) -> None:
        """Read it again next time: after a change made in this process."""
        self.kept = None

    @classmethod
    def forget_all(cls) -> None:
        """Read everything again next time: between tests."""
        for copy in cls.every:
            copy.kept = None
