"""Whole addresses, as an email needs them."""

from django.conf import settings
from django.urls import reverse


def page(name: str, *args: object) -> str:
    """The whole address of a page of ours."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"
