"""Read a flag, a number, a list or a secret from the environment, and fail loudly on nonsense."""

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict


class BadEnvironment(Exception):
    """A variable is missing or makes no sense; the message says which one and what would."""


def text(name: str, default: str | None = None) -> str:
    """The variable, or what the file named by NAME_FILE holds, or the default."""
    if file_name := os.environ.get(f"{name}_FILE"):
        return Path(file_name).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise BadEnvironment(f"Set {name}. .env.example says what it is for.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """1, true, yes or on is True; 0, false, no or off is False."""
    value = os.environ.get(name, str(default)).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadEnvironment(f"{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise BadEnvironment(f"{name} is {value!r}; write a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// address, socket directories and options included."""
    # psycopg's own parser knows socket paths, which the usual URL helpers get wrong.
    parts = dict(conninfo_to_dict(url))
    settings: dict[str, object] = {"ENGINE": "collab.kit.postgresql", "NAME": parts.pop("dbname", "")}
    for theirs, ours in {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}.items():
        settings[ours] = parts.pop(theirs, "")
    return settings | {"OPTIONS": parts}


def mailer(url: str) -> dict[str, object]:
    """One entry of MAILERS for smtp://user:password@host:port, smtps://… or demo: (kept as rows, sent nowhere)."""
    if url == "demo:":
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise BadEnvironment("EMAIL_URL must look like smtp://user:password@host:port, smtp+tls://… or smtps://…")
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": number("EMAIL_TIMEOUT", 15),
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


PROVIDER_KEYS = {"id", "name", "issuer", "client_id"}
PROVIDER_MAY_HAVE = {"client_secret", "domains"}


def providers(name: str) -> list[dict[str, Any]]:
    """A JSON list of organisations that sign their people in, each with its own id and issuer."""
    try:
        rows = json.loads(text(name, "[]") or "[]")
        found = [_provider(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadEnvironment(f"{name} is not a list that .env.example describes: {error}") from error
    for key in ("id", "issuer"):
        if len({row[key] for row in found}) != len(found):
            raise BadEnvironment(f"{name} says the same {key} twice.")
    return found


def _provider(row: dict[str, Any]) -> dict[str, Any]:
    missing, odd = PROVIDER_KEYS - row.keys(), row.keys() - PROVIDER_KEYS - PROVIDER_MAY_HAVE
    if missing or odd:
        raise ValueError(f"missing {sorted(missing)}, not known {sorted(odd)}")
    if not re.fullmatch(r"[a-z0-9-]+", row["id"]):
        raise ValueError("an id has small letters, numbers and hyphens")
    parts = urlsplit(row["issuer"])
    # Plain http would hand the codes to anyone on the way; a provider on this machine has no way.
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}):
        raise ValueError("an issuer begins with https://")
    return row
