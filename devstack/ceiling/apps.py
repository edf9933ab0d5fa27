"""A short label for its tables."""

from django.apps import AppConfig


class Ceiling(AppConfig):
    name = "devstack.ceiling"
    label = "ceiling"
    default_auto_field = "django.db.models.BigAutoField"
