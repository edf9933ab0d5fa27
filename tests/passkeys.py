"""A phone for tests: it makes passkeys and signs with them, as a browser and its authenticator do together."""

import json
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

HERE, ATTESTED, VERIFIED = 0x01, 0x40, 0x04


class Phone:
    """One device with at most one passkey. `verifies` is whether it asks for a finger before it signs."""

    def __init__(self, origin="http://localhost", *, verifies=True):
        self.origin, self.verifies = origin, verifies
        self.key, self.ident, self.handle = ec.generate_private_key(ec.SECP256R1()), token_bytes(16), ""

    def make(self, options):
        """The answer to navigator.credentials.create."""
        options = options["publicKey"]
        self.handle = options["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = bytes(16) + len(self.ident).to_bytes(2, "big") + self.ident + encode(dict(public))
        data = self._data(options["rp"]["id"], ATTESTED) + attested
        answer = {
            "clientDataJSON": self._client("webauthn.create", options["challenge"]),
            "attestationObject": encode({"fmt": "none", "attStmt": {}, "authData": data}),
        }
        return self._answer(answer, {"credProps": {"rk": True}})

    def use(self, options):
        """The answer to navigator.credentials.get."""
        options = options["publicKey"]
        client = self._client("webauthn.get", options["challenge"])
        data = self._data(options["rpId"])
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({**answer, "userHandle": websafe_decode(self.handle)}, {})

    def _data(self, host, flags=0):
        seen = HERE | flags | (VERIFIED if self.verifies else 0)
        return sha256(host.encode()).digest() + bytes([seen]) + bytes(4)

    def _client(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response, results):
        ident = websafe_encode(self.ident)
        words = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps(
            {
                "id": ident,
                "rawId": ident,
                "type": "public-key",
                "response": words,
                "clientExtensionResults": results,
            }
        )
