"""Signs of life from what the clock starts, and what it had to put right."""

import logging
from datetime import datetime

from django.db import models

log = logging.getLogger(__name__)


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


class FindingQuerySet(models.QuerySet["Finding"]):
    def note(self, what: str, count: int, *, at: datetime) -> None:
        """Keep and log what was wrong; that nothing was is the rule, and no row."""
        if count:
            log.error("%s: %s were wrong and have been seen to", what, count)
            self.create(what=what, count=count, at=at)


class Finding(models.Model):
    """What one run of a reconciler found, which should have been nothing."""

    what = models.CharField(max_length=60, help_text="The app and what was wrong, such as outbox.due_too_long.")
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="finding_at")]

    def __str__(self) -> str:
        return f"{self.what} {self.count}"
