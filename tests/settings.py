"""Ours, with eager tasks, cheap hashing and an address that no real host answers."""

import os

os.environ.setdefault("DJANGO_ENV", "test")
os.environ.setdefault("SECRET_KEY", "tests-only-and-nowhere-else-0123456789-abcdefghij")
os.environ.setdefault("PUBLIC_URL", "http://testserver")
os.environ.setdefault("REDIS_URL", "memory://")
os.environ.setdefault("EMAIL_URL", "smtp://127.0.0.1:1")
from collab.settings import *

CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Looks for a static file when it is asked for, not through all of them for each test's own client.
WHITENOISE_AUTOREFRESH = True
