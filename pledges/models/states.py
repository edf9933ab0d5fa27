"""Where a pledge stands, and who may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may see it. On the wall it is public."""

    PARTNER = "partner", _("Only my partner and me")
    GROUP = "group", _("My group")
    MEMBERS = "members", _("Members of this network")
    PUBLIC = "public", _("Anyone")


class PledgeState(models.TextChoices):
    """Where it stands; every change of it is an answer, a step of several people, or the first sending."""

    DRAFT = "draft", _("not sent yet")
    MADE = "made", _("made")
    GOING = "going", _("still going")
    STUCK = "stuck", _("stuck")
    KEPT = "kept", _("kept")
    LET_GO = "let-go", _("let go")
    # Only if enough others will: counted and asked about from when they do, and else called off.
    WAITING = "waiting", _("waiting for others")
    OFF = "off", _("did not come together")


# For more than a partner or a group: its hosts read what was answered.
OPEN_TO_HOSTS = [Visibility.MEMBERS, Visibility.PUBLIC]
# They wait for nobody's look.
ENDED_UNKEPT = [PledgeState.LET_GO, PledgeState.OFF]
LIVE = [PledgeState.MADE, PledgeState.GOING, PledgeState.STUCK]
