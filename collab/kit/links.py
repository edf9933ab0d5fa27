"""Signed links for emails: one purpose, one salt, one age each. A link opens a page and never signs anyone in."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix, reverse


class BadLink(Exception):
    """Not a link of ours, or not one of this purpose."""


class ExpiredLink(BadLink):
    """Ours, but too old."""


@dataclass(frozen=True)
class SignedLink:
    """Makes and reads the tokens of one purpose; the payload is a row's uuid and nothing else."""

    purpose: str
    max_age: timedelta

    def token(self, uuid: UUID) -> str:
        """A token to put in an address; it holds no name and no words."""
        return self._signer().sign(urlsafe_b64encode(uuid.bytes).rstrip(b"=").decode())

    def path(self, name: str, uuid: UUID) -> str:
        """The address of that page, with a token for this row in it."""
        before, after = _around(name, get_script_prefix())
        return f"{before}{self.token(uuid)}{after}"

    def read(self, token: str) -> UUID:
        """The uuid that was signed. Raises ExpiredLink or BadLink."""
        try:
            value = self._signer().unsign(token, max_age=self.max_age)
            return UUID(bytes=urlsafe_b64decode(value + "=="))
        except signing.SignatureExpired as error:
            raise ExpiredLink from error
        except (signing.BadSignature, BadBase64, ValueError) as error:
            raise BadLink from error

    def _signer(self) -> signing.TimestampSigner:
        return _signer_of(self.purpose, settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=64)
def _signer_of(purpose: str, key: str, fallbacks: tuple[str, ...]) -> signing.TimestampSigner:
    """The salt keeps a token of one purpose from opening another."""
    return signing.TimestampSigner(key=key, fallback_keys=list(fallbacks), salt=f"collab.link.{purpose}")


# Many emails at once have many addresses of few pages, and Django looked through all of ours for each.
@lru_cache(maxsize=256)
def _around(name: str, _prefix: str) -> tuple[str, str]:
    """What stands before and after the token in the addresses of a page. No token has a character to be quoted."""
    before, _token, after = reverse(name, args=["TOKEN"]).partition("TOKEN")
    return before, after
