"""Who gets a copy of somebody's emails."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.html import urlize
from django.utils.translation import gettext as _

from collab.kit.statements import Statement
from outbox.models.addresses import BouncedAddress


class CompanionQuerySet(models.QuerySet["Companion"]):
    def beside(self, email: str) -> "Companion | None":
        """Who gets a copy, where their own mailbox takes it."""
        return next(iter(BESIDE.rows(email.strip().lower())), None)


class Companion(models.Model):
    """A trusted person who gets a copy of every email to one address, codes too, with both names on it."""

    # Where its HTML has room for the line (emails/base.html).
    MARK = "<!-- companion -->"

    to = models.EmailField(unique=True)
    to_name = models.CharField(max_length=120)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    stop_url = models.URLField(max_length=500, help_text="Where either of the two ends it.")

    objects = CompanionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to=Lower("to")), name="companions_stand_beside_plain_addresses"),
            models.CheckConstraint(condition=~Q(to=F("email")), name="nobody_is_their_own_companion"),
        ]

    def __str__(self) -> str:
        return f"companion {self.pk}"

    @property
    def line(self) -> str:
        """Who this went to, for both to see."""
        names = {"to_name": self.to_name, "name": self.name, "url": self.stop_url}
        return _("To %(to_name)s, with a copy to %(name)s, who helps them. To stop the copies: %(url)s") % names

    def marked(self, html: str) -> str:
        """The HTML with that line at its top."""
        return html.replace(
            self.MARK, f'<p style="margin: 0 0 20px; color: #4f535e">{urlize(self.line, autoescape=True)}</p>', 1
        )


def _beside(address: str) -> models.QuerySet[Companion]:
    bounced = BouncedAddress.objects.filter(address=Lower(OuterRef("email")))
    return Companion.objects.filter(~Exists(bounced), to=address)


# Asked for each email that is sent.
BESIDE: Statement[Companion] = Statement(_beside, str)
