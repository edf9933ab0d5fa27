"""Pages of words that organisers edit: help, about, accessibility, privacy, house rules. Every version is kept."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.kit.copies import Copy
from commons.models.audit import audit

COPY_LASTS_SECONDS = 10


class PageName(models.TextChoices):
    """Which pages there are. Their first words come with the release (collab/pages/texts/)."""

    ABOUT = "about", _("About us")
    HELP = "help", _("Help")
    HOUSE_RULES = "house-rules", _("House rules")
    PRIVACY = "privacy", _("How we look after your details")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")


class ChangedMeanwhile(Exception):
    """Somebody else saved this page first. Nothing has changed."""


class PageVersionQuerySet(models.QuerySet["PageVersion"]):
    def newest(self, page: str) -> "PageVersion | None":
        """What readers see, or None while the page still has its first words."""
        return self.filter(page=page).order_by("-number").first()


class PageVersion(models.Model):
    """The words of one page as they were from one moment on. Rows are added and never changed."""

    page = models.CharField(max_length=20, choices=PageName)
    number = models.PositiveIntegerField()
    lede = models.CharField(max_length=300, blank=True)
    text = models.TextField(help_text="Markdown, a small part of it.")
    at = models.DateTimeField()
    by = models.UUIDField(null=True, help_text="The member's uuid.")
    brought_back = models.PositiveIntegerField(null=True, help_text="The version whose words these are again.")

    objects = PageVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_version_a_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.number}"


@transaction.atomic
def save_page(
    page: str, *, lede: str, text: str, after: int, by: UUID, at: datetime, brought_back: int | None = None
) -> PageVersion:
    """The next version, if what was read is still the newest. The same words again change nothing."""
    newest = PageVersion.objects.select_for_update().newest(page)
    number = newest.number if newest else 0
    if newest and (newest.lede, newest.text) == (lede, text):
        return newest
    if number != after:
        raise ChangedMeanwhile
    version, is_new = PageVersion.objects.get_or_create(
        page=page,
        number=number + 1,
        defaults={"lede": lede, "text": text, "at": at, "by": by, "brought_back": brought_back},
    )
    # The first version has no row before it to lock; of two at once, the database keeps one.
    if not is_new:
        raise ChangedMeanwhile
    action = "commons.page_changed" if brought_back is None else "commons.page_brought_back"
    audit(action, by=by, kind="page", target=None, page=page, version=version.number)
    PAGES.forget()
    return version


def _read_pages() -> dict[str, tuple[str, str]]:
    rows = PageVersion.objects.order_by("page", "-number").distinct("page")
    return {row.page: (row.lede, row.text) for row in rows}


PAGES = Copy(_read_pages, seconds=COPY_LASTS_SECONDS)
