"""Words a person can say aloud, and addresses that moved."""

from django.db import models


class GoWord(models.Model):
    """/go/<word>: a short address that leads to a page of ours."""

    word = models.SlugField(max_length=30, unique=True)
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.word


class OldAddress(models.Model):
    """A path that answered once and now redirects for ever."""

    path = models.CharField(max_length=300, unique=True)
    now_at = models.CharField(max_length=300)
    moved_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.path} → {self.now_at}"
