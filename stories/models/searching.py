"""The words of what is published, as PostgreSQL looks for them: the title weighs most, then the sentence below it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection, models
from django.db.models import F

from stories.models.doors import StoryQuerySet
from stories.models.stories import ANSWERS, Story

# Of so many that match, the newest, the best come first; a word that stands in more says little.
MOST_RANKED = 500
INDEX = f"""
INSERT INTO stories_storywords (story_id, words)
SELECT id, setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', standfirst), 'B')
    || setweight(to_tsvector('english', concat_ws(' ', {", ".join(ANSWERS)})), 'C')
FROM stories_story WHERE state = 'published' AND (id = %(pk)s OR %(pk)s IS NULL)
ON CONFLICT (story_id) DO UPDATE SET words = EXCLUDED.words
"""


class StoryWordsManager(models.Manager["StoryWords"]):
    def index(self, story: Story | None = None) -> None:
        """This story's words as they are now, in the transaction that publishes it; without one, of all."""
        with connection.cursor() as cursor:
            cursor.execute(INDEX, {"pk": story.pk if story else None})

    def index_missing(self) -> None:
        """Of what is published and was not indexed."""
        for story in Story.objects.filter(state=Story.State.PUBLISHED, indexed=None).order_by("pk"):
            self.index(story)


class StoryWords(models.Model):
    """One published story's words. They are no door: who may read it is asked of the story."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="indexed")
    words = SearchVectorField()

    objects = StoryWordsManager()

    class Meta:
        verbose_name_plural = "story words"
        indexes = [GinIndex(fields=["words"], name="story_words")]

    def __str__(self) -> str:
        return str(self.story_id)


def query_of(words: str) -> SearchQuery:
    """What somebody typed: all of the words, "these together", or one and -not the other."""
    return SearchQuery(words, config="english", search_type="websearch")


def best_first(found: StoryQuerySet, words: str) -> StoryQuerySet:
    """Those that match best, of the newest that match."""
    newest = found.newest().values("pk")[:MOST_RANKED]
    rank = SearchRank(F("indexed__words"), query_of(words))
    return found.filter(pk__in=newest).annotate(rank=rank).order_by("-rank", "-published_at", "-pk")
