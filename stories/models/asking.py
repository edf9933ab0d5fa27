"""Somebody is asked, by a signed link, whether they agree to be in a story or to words of theirs."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from collab.kit.models import PublicRow
from members.models import Contact
from stories.models.people import PersonInStory, Quote
from stories.models.stories import Story


class ConsentAskQuerySet(models.QuerySet["ConsentAsk"]):
    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at=None)


class ConsentAsk(PublicRow):
    """One person, asked about one thing. Nothing is agreed to before they say so themselves."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="asks")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(PersonInStory, on_delete=models.CASCADE, null=True, related_name="asks")
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, null=True, related_name="asks")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    said_yes = models.BooleanField(default=False)

    objects = ConsentAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, quote__isnull=False) | Q(person__isnull=False, quote=None),
                name="asked_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(said_yes=False) | Q(answered_at__isnull=False), name="a_yes_has_a_time"),
            models.UniqueConstraint(fields=["person"], condition=Q(answered_at=None), name="one_open_ask_a_person"),
            models.UniqueConstraint(fields=["quote"], condition=Q(answered_at=None), name="one_open_ask_a_quote"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    def answer(self, *, yes: bool, at: datetime) -> None:
        """Theirs. The first answer stands."""
        if self.answered_at is None:
            self.answered_at, self.said_yes = at, yes
            self.save(update_fields=["answered_at", "said_yes"])
