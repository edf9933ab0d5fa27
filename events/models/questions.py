"""What a host asks of those who come, and what they answered."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models.dates import Event
from events.models.places import PLACE_TAKEN, SignUp
from events.models.series import Series


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked_at(self, event: Event) -> Self:
        """Those of its series and its own, in the order of the form."""
        return self.filter(Q(event=None) | Q(event=event), series=event.series_id, retired_at=None)

    def ask(self, series: Series, question: "Question | None", about: dict[str, Any]) -> None:
        """One more, or another wording of this one."""
        if question is None:
            self.create(series=series, **about)
        else:
            self.filter(pk=question.pk).update(**about)

    def copy(self, like: Series, series: Series) -> None:
        """What is asked at every date of one series is asked at those of another one too."""
        asked = self.filter(series=like, event=None, retired_at=None).order_by("pk")
        for row in asked:
            self.create(series=series, kind=row.kind, words=row.words, options=row.options, is_required=row.is_required)

    def with_answers(self, event: Event) -> Self:
        """With what those who come to this date said, as `said`."""
        live = Answer.objects.filter(signup__event=event, signup__state__in=[*PLACE_TAKEN, SignUp.State.WAITING])
        said = live.select_related("signup__contact").order_by("signup__contact__name")
        return self.prefetch_related(Prefetch("answers", said, to_attr="said"))


class Question(PublicRow):
    """One more question on the form: of every date of a series, or of one."""

    class Kind(models.TextChoices):
        SHORT = "short", _("A few words")
        LONG = "long", _("Some lines")
        CHOICE = "choice", _("One of a list")
        TICK = "tick", _("A box to tick")

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="questions")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="questions")
    kind = models.CharField(max_length=6, choices=Kind)
    words = models.CharField(max_length=200)
    options = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    is_required = models.BooleanField(default=False)
    # Answers keep their question when it is asked no more.
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="choice") & ~Q(options=[]) | ~Q(kind="choice") & Q(options=[]),
                name="a_choice_has_options",
            )
        ]

    def __str__(self) -> str:
        return self.words

    def as_asked(self) -> dict[str, Any]:
        """What a host's form shows of it."""
        ticks = {"is_required": self.is_required, "is_for_all": self.event_id is None}
        return {"words": self.words, "kind": self.kind, "options": "\n".join(self.options), **ticks}

    def retire(self, *, at: datetime) -> None:
        """Asked no more; what was answered stays."""
        if self.retired_at is None:
            self.retired_at = at
            self.save(update_fields=["retired_at"])

    @property
    def field_name(self) -> str:
        """What the form calls it."""
        return f"question_{self.pk}"


class Answer(models.Model):
    """What one person said to one question; it goes with the sign-up, and only hosts read it."""

    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    words = models.CharField(max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signup", "question"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return f"{self.signup_id} {self.question_id}"


def asking(events: QuerySet[Event]) -> QuerySet[Event]:
    """The same dates, and in the same statement whether the form of each has questions of its own."""
    own = Q(event=None) | Q(event=OuterRef("pk"))
    return events.annotate(asks=Exists(Question.objects.filter(own, series=OuterRef("series"), retired_at=None)))
