"""How much a person wants to hear about their pledges."""

from datetime import date, datetime

from django.db import models

from members.models import Contact


class FollowUps(models.Model):
    """Stopped, or paused until a day. A person without a row hears the usual."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.stopped_at or self.paused_until or 'usual'}"

    @classmethod
    def of(cls, contact: Contact) -> "FollowUps":
        """Their row, not saved where they have none."""
        return cls.objects.filter(contact=contact).first() or cls(contact=contact)

    def stop(self, *, at: datetime) -> None:
        """No more follow-ups. The first time stands."""
        self.stopped_at = self.stopped_at or at
        self.save()

    def pause(self, *, until: date) -> None:
        """Nothing before that day."""
        self.stopped_at, self.paused_until = None, until
        self.save()

    def start(self) -> None:
        """The usual again."""
        self.stopped_at = self.paused_until = None
        self.save()
