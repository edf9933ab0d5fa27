"""Signs of life from what the clock starts."""

from datetime import datetime

from django.db import models


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def beat(self, name: str, *, at: datetime) -> None:
        """Note that this job ran."""
        self.update_or_create(name=name, defaults={"at": at})


class Heartbeat(models.Model):
    """When a job last ran."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
