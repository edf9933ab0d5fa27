"""What a reader sees of a story, gathered in the one query that finds it."""

from functools import lru_cache, partial

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Value, When
from django.db.models.functions import JSONObject

from collab.kit.copies import Copy
from collab.kit.statements import Statement
from members.models import Member
from stories.models.consent import Consent, NamingLevel, Use
from stories.models.doors import StoryQuerySet, use_of
from stories.models.people import NAMED, Byline, PersonInStory, Quote
from stories.models.stories import Story

LIKE_IT = 3


def with_byline(stories: StoryQuerySet) -> StoryQuerySet:
    """Each with `names_above`, the rows of its byline, and its lead sector."""
    names = Byline.objects.filter(story=OuterRef("pk")).order_by("order", "pk")
    return stories.select_related("lead_sector").annotate(names_above=ArraySubquery(names.values(row=_person())))


def for_reading(stories: StoryQuerySet, use: Use) -> StoryQuerySet:
    """With all a page needs: names, people, the quotes agreed to for this reader's use, and what it rests on."""
    agreed = Consent.objects.live().for_use(use)
    people = PersonInStory.objects.filter(story=OuterRef("pk"), is_shown=True, settled__in=NAMED)
    # A quotation has its own consent; without one that lives, its words are not even read from the table.
    quotes = Quote.objects.filter(Exists(agreed.filter(quote=OuterRef("pk"))), story=OuterRef("pk"))
    rests_on = agreed.filter(story=OuterRef("pk"), quote=None).order_by("-released_at")
    return (
        with_byline(stories)
        .select_related("lead_sector", "place")
        .annotate(
            people_shown=ArraySubquery(people.order_by("order", "pk").values(row=_person())),
            quotes_shown=ArraySubquery(quotes.order_by("order", "pk").values(row=_quote())),
            rests_on=ArraySubquery(rests_on.values(row=_consent())),
            allows_social=Consent.objects.about(OuterRef("pk")).all_allow(Use.SOCIAL),
        )
    )


@lru_cache(maxsize=2)
def _page_of(use: Use) -> Statement[Story]:
    """One story by its address, for readers of this use; the door is `visible_to`, as for everybody."""
    return Statement(lambda slug: for_reading(Story.objects.open_for(use).filter(slug=slug), use), str)


@lru_cache(maxsize=8)
def _front_of(use: Use, many: int) -> Statement[Story]:
    return Statement(lambda: with_byline(Story.objects.open_for(use)).newest()[:many])


@lru_cache(maxsize=2)
def _like_of(use: Use) -> Statement[Story]:
    topics = Story.topics.through.objects

    def alike(pk: int) -> StoryQuerySet:
        theirs = topics.filter(topic__in=topics.filter(story=pk).values("topic")).values("story")
        stories = Story.objects.open_for(use).filter(pk__in=theirs).exclude(pk=pk)
        return stories.newest().only("slug", "title")[:LIKE_IT]

    return Statement(alike, int)


def stories_like(story: Story, user: Member | AnonymousUser) -> list[Story]:
    """The newest others about the same that this reader may read now, with their titles."""
    return _like_of(use_of(user)).rows(story.pk)


def is_for_social(story: Story) -> bool:
    """Whether everybody in it agreed to social media. Of a row from `story_to_read`."""
    return bool(vars(story)["allows_social"])


def story_to_read(slug: str, user: Member | AnonymousUser) -> Story | None:
    """The story at this address with all its page needs, if this reader may read it now."""
    return next(iter(_page_of(use_of(user)).rows(slug.replace("\0", ""))), None)


COUNT_UP_TO = 1000
COUNTS = {
    use: Copy(partial(lambda use: Story.objects.open_for(use)[: COUNT_UP_TO + 1].count(), use), seconds=60)
    for use in Use
}


def how_many_stories(user: Member | AnonymousUser) -> int:
    """How many this reader could read a minute ago at most, counted to 1,000."""
    return COUNTS[use_of(user)].now()


def newest_stories(user: Member | AnonymousUser, many: int) -> list[Story]:
    """The newest that this reader may read now, with their bylines."""
    return _front_of(use_of(user), many).rows()


def _person() -> JSONObject:
    return JSONObject(name="shown_as", role="detail", cloth="sector__cloth")


def _quote() -> JSONObject:
    # "Nothing" is kept in the query: a name that may not be shown never reaches the page.
    who = Case(When(naming=NamingLevel.NONE, then=Value("")), default="shown_as")
    return JSONObject(words="words", after="after", who=who, cloth="sector__cloth", is_pulled="is_pulled")


def _consent() -> JSONObject:
    return JSONObject(
        basis="basis", title="source_title", publisher="source_publisher", year="source_year", url="source_url",
        released_at="released_at",
    )  # fmt: skip
