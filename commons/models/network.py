"""What this network calls itself and how to reach it, read from a copy in the process."""

from collections.abc import Mapping
from time import monotonic
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from commons.models.audit import audit

# A colour as the page that sets it writes it; empty is the release's own.
COLOUR = r"^(#[0-9a-f]{6})?$"
LOOK_FIELDS = ("brand", "link", "link_hover", "stitch")
COPY_LASTS_SECONDS = 10


class NetworkSettings(models.Model):
    """One row. Pages read `current()`, a copy that is at most ten seconds old."""

    name_light = models.CharField(max_length=40, default="Our")
    name_bold = models.CharField(max_length=40, default="Network")
    area = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    brand = models.CharField(max_length=7, blank=True, default="")
    link = models.CharField(max_length=7, blank=True, default="")
    link_hover = models.CharField(max_length=7, blank=True, default="")
    stitch = models.CharField(max_length=7, blank=True, default="")
    look_version = models.PositiveIntegerField(default=0, help_text="In the address of the colours; 0 with none.")

    _copy: ClassVar["tuple[float, NetworkSettings] | None"] = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_network_settings"),
            *(
                models.CheckConstraint(condition=models.Q(**{f"{name}__regex": COLOUR}), name=f"{name}_is_a_colour")
                for name in LOOK_FIELDS
            ),
        ]

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
    @transaction.atomic
    def change(cls, values: Mapping[str, str], *, by: UUID) -> bool:
        """Save what differs, with one row of audit that names the fields. False when nothing differs."""
        cls.objects.get_or_create(pk=1)
        row = cls.objects.select_for_update().get(pk=1)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if not changed:
            return False
        for name in changed:
            setattr(row, name, values[name])
        is_look = any(name in LOOK_FIELDS for name in changed)
        row.look_version += is_look
        row.save(update_fields=[*changed, "look_version"])
        action = "commons.look_changed" if is_look else "commons.network_changed"
        audit(action, by=by, kind="network", target=None, fields=" ".join(changed))
        cls.forget_copy()
        return True

    @property
    def has_own_look(self) -> bool:
        """Whether any colour is not the release's own."""
        return any(getattr(self, name) for name in LOOK_FIELDS)

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
