"""Log lines that name nobody: where something went wrong and of what kind, never what anyone typed.

An error's own words are left out, since a database puts the row it refused into them; so is the address asked for,
since it may hold a signed link. What remains is the kind of error, the lines of our code, and the pattern of the URL.
"""

import logging
import re
import traceback
from typing import Any

# A signed link of ours: what was signed, when, and the signature.
TOKEN = re.compile(r"[\w-]{20,}:[\w-]{4,}:[\w-]{20,}")
ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*")
# After a question mark stands what people searched for.
QUERY = re.compile(r"(?<=\S)\?\S+")


def scrubbed(words: str) -> str:
    """Without addresses, links and queries."""
    for shape, instead in ((TOKEN, "[link]"), (ADDRESS, "[address]"), (QUERY, "?[…]")):
        words = shape.sub(instead, words)
    return words


class NothingPersonal(logging.Formatter):
    """The formatter of every process: web, worker and beat."""

    def format(self, record: logging.LogRecord) -> str:
        """Another handler may have kept the error's own words on the record, and must not find ours there."""
        kept, record.exc_text = record.exc_text, None
        line = super().format(record)
        record.exc_text = kept
        return line

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line itself."""
        record.message = scrubbed(message_of(record))
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        """Which errors, one caused by the other, and where; no words of theirs and no values."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None and len(lines) < MOST_LINES:
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            frames = traceback.extract_tb(error.__traceback__, limit=-FRAMES)
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


FRAMES, MOST_LINES = 12, 60
TASK_WORDS = ("args", "kwargs", "exc", "traceback")


def message_of(record: logging.LogRecord) -> str:
    """What happened; of a request its method and its pattern, of a task its name and the kind of error."""
    request, data = getattr(record, "request", None), getattr(record, "data", None)
    if request is not None and hasattr(request, "method"):
        match = getattr(request, "resolver_match", None)
        return f"{getattr(record, 'status_code', '')} {request.method} {match.route if match else '(no such page)'}"
    if isinstance(data, dict) and "name" in data:
        # Celery's own lines, without what the task was given or what its error said.
        count = str(data.get("return_value", ""))
        kept = {"return_value": count if count.isdigit() else ""}
        return str(record.msg) % {**data, **dict.fromkeys(TASK_WORDS, error_name(record)), **kept}
    return record.getMessage()


def error_name(record: logging.LogRecord) -> str:
    """The class of the error that goes with this line, if one does."""
    return record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
