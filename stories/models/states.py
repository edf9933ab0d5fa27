"""Where a story stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryState(models.TextChoices):
    """From a teller's first words to its end."""

    DRAFT = "draft", _("not sent yet")
    SUBMITTED = "submitted", _("waiting for a check")
    IN_REVIEW = "in-review", _("being checked")
    CHANGES_ASKED = "changes-asked", _("back with you")
    APPROVED = "approved", _("checked, waiting for your yes")
    DECLINED = "declined", _("not for this site")
    HELD = "held", _("held")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden")
    WITHDRAWN = "withdrawn", _("taken down")
    EXPIRED = "expired", _("asked again, no answer")


WAITING = [StoryState.SUBMITTED, StoryState.IN_REVIEW]
CHANGEABLE = [StoryState.DRAFT, StoryState.CHANGES_ASKED, StoryState.APPROVED, StoryState.PUBLISHED]
