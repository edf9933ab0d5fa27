"""Secrets that must be read again, kept in the database so that a copy of it alone opens nothing."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

SEALED = "sealed:"


def seal(words: str) -> str:
    """Encrypted with the newest SECRET_KEY."""
    return SEALED + _lock().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """The words again, also where an earlier SECRET_KEY sealed them, or where they were kept before we sealed."""
    if not sealed.startswith(SEALED):
        return sealed
    return _lock().decrypt(sealed.removeprefix(SEALED).encode()).decode()


def _lock() -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - 8 MiB, for second factors alone

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    # Its own purpose, so that what signs links does not open what is sealed.
    return urlsafe_b64encode(blake2b(secret.encode(), digest_size=32, person=b"collab.sealed").digest())
