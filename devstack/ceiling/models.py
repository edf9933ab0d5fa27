"""One table to list, and one to sell places of."""

from django.db import models
from django.db.models import F, Q


class Article(models.Model):
    """A row of the list; as long as a story's card."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField()
    body = models.TextField()
    place = models.CharField(max_length=80)
    author = models.CharField(max_length=120)
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "ceiling"

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """So many places."""

    name = models.CharField(max_length=120)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ceiling"
        constraints = [models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="ceiling_never_oversold")]

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """One place, and who has it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    name = models.CharField(max_length=120)
    email = models.EmailField()

    class Meta:
        app_label = "ceiling"

    def __str__(self) -> str:
        return self.name
