"""What this network calls itself and how to reach it, read from a copy in the process."""

from time import monotonic
from typing import ClassVar

from django.conf import settings
from django.db import models

COPY_LASTS_SECONDS = 10


class NetworkSettings(models.Model):
    """One row. Pages read `current()`, a copy that is at most ten seconds old."""

    name_light = models.CharField(max_length=40, default="Our")
    name_bold = models.CharField(max_length=40, default="Network")
    area = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)

    _copy: ClassVar["tuple[float, NetworkSettings] | None"] = None

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_network_settings")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.name_light} {self.name_bold}"

    @property
    def url(self) -> str:
        """The address of the front page, without a slash at its end."""
        return str(settings.PUBLIC_URL)

    @property
    def is_demo(self) -> bool:
        """Whether the people here are invented."""
        return bool(settings.DEMO)

    @classmethod
    def current(cls) -> "NetworkSettings":
        """The settings as they were at most ten seconds ago, without a query in between."""
        if cls._copy is None or monotonic() - cls._copy[0] > COPY_LASTS_SECONDS:
            cls._copy = (monotonic(), cls.objects.filter(pk=1).first() or cls(pk=1))
        return cls._copy[1]

    @classmethod
    def forget_copy(cls) -> None:
        """Read the row again next time: after a change, and between tests."""
        cls._copy = None
