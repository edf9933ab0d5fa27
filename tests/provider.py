"""An OpenID Connect provider that can lie: each test says in what, and the rest of its answer is as it should be."""

import json
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from threading import Thread
from time import time
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY, FOREIGN = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Provider:
    """What it knows, and in what it lies. `claims` go over the true ones; one that is None is left out."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.person = {"sub": "a-1", "email": "mei@council.example", "email_verified": True, "name": "Mei Castellano"}
        self.claims, self.about, self.userinfo, self.headers = {}, {}, None, {}
        self.alg, self.key, self.token = "RS256", KEY, None
        self.codes, self.asked = {}, []

    def consent(self, address):
        """What the browser brings back after the person said yes at this address."""
        wanted = dict(parse_qsl(urlsplit(address).query))
        code = token_hex(8)
        self.codes[code] = wanted
        return {"code": code, "state": wanted["state"]}

    def discovery(self):
        about = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        if self.userinfo is not None:
            about["userinfo_endpoint"] = f"{self.issuer}/userinfo"
        return {**about, **self.about}

    def keys(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig"}]}

    def tokens(self, form):
        """For a code that is there once, and the verifier of whoever asked for it."""
        wanted = self.codes.pop(form.get("code"), None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        if not wanted or urlsafe_b64encode(digest).rstrip(b"=").decode() != wanted["code_challenge"]:
            return None
        return {"access_token": "opens-userinfo", "token_type": "Bearer", "id_token": self.token or self.signed(wanted)}

    def signed(self, wanted):
        now = int(time())
        true = {"iss": self.issuer, "aud": wanted["client_id"], "iat": now, "exp": now + 300, "nonce": wanted["nonce"]}
        claims = {name: value for name, value in {**true, **self.person, **self.claims}.items() if value is not None}
        return jwt.encode(claims, self.key, algorithm=self.alg, headers={"kid": "one", **self.headers})


class Server(ThreadingHTTPServer):
    """One provider on this machine alone."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.provider = Provider(self.server_port)


class Answers(BaseHTTPRequestHandler):
    """The provider's pages that a server asks for; the person's own page is a matter of the test."""

    server: Server

    def do_GET(self):
        provider = self.server.provider
        pages = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys}
        provider.asked.append(self.path)
        if self.path == "/userinfo" and self.headers["Authorization"] == "Bearer opens-userinfo":
            return self.answer(provider.userinfo)
        return self.answer(pages[self.path]() if self.path in pages else None)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.provider.asked.append(self.path)
        return self.answer(self.server.provider.tokens({name: values[0] for name, values in form.items()}))

    def answer(self, found):
        body = json.dumps(found).encode()
        self.send_response(200 if found is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing: the tests speak for themselves."""


@contextmanager
def running_provider():
    """For as long as the block lasts."""
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
