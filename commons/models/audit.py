"""The audit log: who did what to what, by ids and never by names, and nothing in it can be changed."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models

# The app's database role may only insert into and read these (collab's `upgrade` command sets the rights).
APPEND_ONLY_TABLES = ("commons_auditentry",)


class AuditEntry(models.Model):
    """One thing somebody did. Ids only, so that erasing a person need not touch it."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.UUIDField(null=True, help_text="The member's uuid; empty for the clock and for visitors.")
    action = models.CharField(max_length=60, help_text="A verb with its app, such as stories.publish.")
    kind = models.CharField(max_length=40, help_text="What it was done to: story, member, pledge …")
    target = models.UUIDField(null=True)
    facts = models.JSONField(default=dict, help_text="Codes and ids. No free text, no secrets, no names.")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "target"]),
            # The log is read newest first, by day, by what was done, by whom and to whom.
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["action", "-at"], name="audit_action"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
            models.Index(fields=["target", "-at"], name="audit_target"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.target}"


def audit(action: str, *, by: UUID | None, kind: str, target: UUID | None, **facts: str | int | bool | None) -> None:
    """Write one row; call it inside the transaction of the thing it records."""
    AuditEntry.objects.create(action=action, actor=by, kind=kind, target=target, facts=facts)


def audit_each(action: str, *, by: UUID | None, kind: str, targets: Iterable[UUID]) -> None:
    """One row for each of these, in one statement; inside the transaction of what it records."""
    AuditEntry.objects.bulk_create(AuditEntry(action=action, actor=by, kind=kind, target=target) for target in targets)
