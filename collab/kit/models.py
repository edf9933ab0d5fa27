"""The one column every row with a public address shares."""

from uuid import uuid4

from django.db import models


class PublicRow(models.Model):
    """A row whose address carries a uuid, never a number that invites walking."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
