"""The final words somebody said yes to, kept so that the next ones can be held against them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from stories.models.stories import ANSWERS, Story

# Between the last yes and the first reader, unless the teller shortens it.
WAITS = timedelta(hours=48)
type Words = dict[str, str]


class FinalTextQuerySet(models.QuerySet["FinalText"]):
    def keep(self, story: Story, *, at: datetime) -> None:
        """As the story stands now. The same version twice is kept once."""
        self.get_or_create(story=story, version=story.version, defaults={"words": words_of(story), "at": at})

    def words(self, story: Story, version: int | None) -> Words | None:
        """What stood then, if it was kept."""
        return self.filter(story=story, version=version).values_list("words", flat=True).first()


class FinalText(models.Model):
    """Every word of one version of a story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="final_texts")
    version = models.PositiveIntegerField()
    # {"title": "…", "who_was_there": "…"}
    words = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = FinalTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "version"], name="one_text_a_version")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.version}"


def words_of(story: Story) -> Words:
    """Each part of it by name, in the order of the page."""
    people = [row for row in story.people.all() if row.is_shown_to_readers]
    return {
        "title": story.title,
        "standfirst": story.standfirst,
        "byline": _lines((row.shown_as, row.detail) for row in story.byline.all()),
        **{name: getattr(story, name) for name in ANSWERS},
        "quotes": _lines((f"“{row.words}”", row.shown_as) for row in story.quotes.agreed()),
        "took": "\n".join(line["text"] for line in story.took),
        "content_note": story.content_note,
        "picture_alt": story.picture_alt,
        "people": _lines((row.shown_as, row.detail) for row in people),
    }


def _lines(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(", ".join(filter(None, row)) for row in rows)
