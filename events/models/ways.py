"""In the room, or online."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How somebody takes part. Each way has places, and so a line, of its own."""

    ROOM = "room", _("in the room")
    ONLINE = "online", _("online")
