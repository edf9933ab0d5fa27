"""OpenID Connect as one of its clients: the code flow with PKCE, a nonce, and an ID token that is checked in full."""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

# Only signatures that the provider alone can make: none at all, and those by a shared secret, are refused.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
TIMEOUT = (3.05, 5)
MOST_BYTES = 500_000
LEEWAY_SECONDS = 60
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Refused(Exception):
    """The answer cannot be trusted, or did not come. The one argument is a word for the log."""


@dataclass(frozen=True)
class Provider:
    """An organisation that signs its people in: what the settings say of it."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    # When set, only addresses of these domains may join through it.
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attempt:
    """What one browser must bring back, or have kept, for its answer to count."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Attempt":
        """Three secrets for one use."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True)
class Person:
    """Who they are there. Nothing else that a provider says is read: no role, no group."""

    issuer: str
    subject: str
    email: str
    name: str


def address_of_start(provider: Provider, attempt: Attempt, back: str) -> str:
    """Where the browser goes to be asked who it is."""
    challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    start = _endpoint(_discover(provider), "authorization_endpoint", provider)
    return f"{start}{'&' if '?' in start else '?'}{urlencode(query)}"


def person_from(provider: Provider, attempt: Attempt, answer: Mapping[str, str], back: str) -> Person:
    """Who came back, or Refused. `answer` is the query that the browser brought."""
    if not compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise Refused("state")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise Refused("iss")
    if answer.get("error") or not answer.get("code"):
        raise Refused("declined")
    about = _discover(provider)
    tokens = _exchange(provider, about, attempt, answer["code"], back)
    claims = _checked_claims(provider, about, attempt, str(tokens.get("id_token", "")))
    return _person(provider, _with_email(provider, about, claims, tokens))


def _discover(provider: Provider) -> dict[str, Any]:
    about = _fetch("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if about.get("issuer") != provider.issuer:
        raise Refused("issuer")
    return about


def _endpoint(about: Mapping[str, Any], name: str, provider: Provider) -> str:
    """One of the provider's own addresses; https, but for a provider on this very machine."""
    address = str(about.get(name, ""))
    parts = urlsplit(address)
    is_local = parts.hostname in LOOPBACK and urlsplit(provider.issuer).hostname in LOOPBACK
    if not parts.hostname or (parts.scheme != "https" and not is_local):
        raise Refused("endpoint")
    return address


def _exchange(
    provider: Provider, about: Mapping[str, Any], attempt: Attempt, code: str, back: str
) -> Mapping[str, Any]:
    """The code for tokens; the verifier shows that it is the same browser's."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": attempt.verifier}
    methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    pair = (quote_plus(provider.client_id), quote_plus(provider.client_secret))
    basic = pair if provider.client_secret and "client_secret_basic" in methods else None
    if basic is None:
        form["client_id"] = provider.client_id
        if provider.client_secret:
            form["client_secret"] = provider.client_secret
    return _fetch("POST", _endpoint(about, "token_endpoint", provider), data=form, auth=basic)


def _checked_claims(provider: Provider, about: Mapping[str, Any], attempt: Attempt, token: str) -> Mapping[str, Any]:
    """The ID token's words, once its signature, issuer, audience, age and nonce hold."""
    import jwt  # noqa: PLC0415 - with cryptography it is 9 MiB, and few sign in this way

    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise Refused("alg")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(provider, about, header),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    # What does not fit the key, or is no key, comes as one of many errors.
    except (jwt.PyJWTError, TypeError, ValueError, KeyError, AttributeError, NotImplementedError) as error:
        raise Refused(type(error).__name__) from error
    audience = claims["aud"]
    is_shared = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", "" if is_shared else provider.client_id) != provider.client_id:
        raise Refused("azp")
    if not compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()):
        raise Refused("nonce")
    return claims


def _key(provider: Provider, about: Mapping[str, Any], header: Mapping[str, Any]) -> Any:
    """The provider's key of that name. A token without a name of a key fits only where there is one key."""
    import jwt  # noqa: PLC0415 - as above

    keys = jwt.PyJWKSet.from_dict(_fetch("GET", _endpoint(about, "jwks_uri", provider))).keys
    signing = [key for key in keys if key.public_key_use in (None, "sig") and key.key_type != "oct"]
    named = [key for key in signing if key.key_id == header["kid"]] if "kid" in header else signing
    if len(named) != 1:
        raise Refused("key")
    return named[0].key


def _with_email(
    provider: Provider, about: Mapping[str, Any], claims: Mapping[str, Any], tokens: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Some providers say the address only when asked for it; the answer must be about the same person."""
    if "email" in claims or not about.get("userinfo_endpoint"):
        return claims
    headers = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    more = _fetch("GET", _endpoint(about, "userinfo_endpoint", provider), headers=headers)
    if more.get("sub") != claims["sub"]:
        raise Refused("userinfo")
    return {**more, **claims}


def _person(provider: Provider, claims: Mapping[str, Any]) -> Person:
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\0" in subject:
        raise Refused("sub")
    # The word true and nothing like it: an address that nobody checked is anybody's.
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise Refused("email")
    try:
        EmailValidator()(email.strip())
    except ValidationError as error:
        raise Refused("email") from error
    name = claims.get("name")
    return Person(provider.issuer, subject, email.strip().lower(), name.strip() if isinstance(name, str) else "")


def _fetch(method: str, address: str, **how: Any) -> dict[str, Any]:
    """One answer as JSON. Nothing is followed to another address, and nobody is waited for long."""
    import requests  # noqa: PLC0415 - with what it needs it is 4 MiB, and few sign in this way

    try:
        with requests.request(method, address, timeout=TIMEOUT, allow_redirects=False, stream=True, **how) as response:
            if response.status_code != 200:
                raise Refused(f"status {response.status_code}")
            if len(body := response.raw.read(MOST_BYTES + 1, decode_content=True)) > MOST_BYTES:
                raise Refused("size")
            found = json.loads(body)
    except (requests.RequestException, OSError, ValueError) as error:
        raise Refused(type(error).__name__) from error
    if not isinstance(found, dict):
        raise Refused("json")
    return found
