"""What a web worker reads at its start: what few people use is read when the first of them comes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Each is a megabyte or more: the clock's, single sign-on, passkeys, second factors, pictures and spreadsheets.
HEAVY = [
    "PIL",
    "celery",
    "charset_normalizer",
    "cryptography",
    "fido2",
    "jwt",
    "python_calamine",
    "requests",
    "urllib3",
]
START = """
import sys
from collab.wsgi import application
from django.urls import get_resolver
resolver = get_resolver()
# Mounts every address, as the first request does.
print(len(resolver.reverse_dict), *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_worker_starts_without_what_few_people_use():
    production = {"DJANGO_ENV": "production", "DJANGO_SETTINGS_MODULE": "collab.settings", "SECRET_KEY": "x" * 50}
    elsewhere = {"DATABASE_URL": "postgresql:///none", "REDIS_URL": "memory://", "EMAIL_URL": "smtp://127.0.0.1:1"}
    env = os.environ | production | elsewhere | {"PUBLIC_URL": "http://127.0.0.1"}

    started = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )

    addresses, *loaded = started.stdout.split()
    assert int(addresses) > 100
    assert "members" in loaded
    assert [name for name in HEAVY if name in loaded] == []
