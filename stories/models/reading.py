"""What a reader sees of a story, gathered in the one query that finds it."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from members.models import Member
from stories.models.consent import Consent, Use
from stories.models.people import Byline, PersonInStory, Quote
from stories.models.stories import StoryQuerySet

NAMED = [PersonInStory.Settled.AGREED, PersonInStory.Settled.PUBLIC_ROLE]


def with_byline(stories: StoryQuerySet) -> StoryQuerySet:
    """Each with `names_above`, the rows of its byline, and its lead sector."""
    names = Byline.objects.filter(story=OuterRef("pk")).order_by("order", "pk")
    row = JSONObject(
        shown_as="shown_as", detail="detail", cloth="sector__cloth", sector="sector__short_name"
    )
    return stories.select_related("lead_sector").annotate(names_above=ArraySubquery(names.values(row=row)))


def for_reading(stories: StoryQuerySet, user: Member | AnonymousUser) -> StoryQuerySet:
    """With all a page needs: names, people, the quotes agreed to for this reader's use, and what it rests on."""
    use = Use.WEB if isinstance(user, AnonymousUser) else Use.MEMBERS
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
        )
    )


def _person() -> JSONObject:
    return JSONObject(shown_as="shown_as", detail="detail", cloth="sector__cloth", sector="sector__short_name")


def _quote() -> JSONObject:
    return JSONObject(
        words="words", after="after", naming="naming", shown_as="shown_as", cloth="sector__cloth",
        sector="sector__short_name",
    )  # fmt: skip


def _consent() -> JSONObject:
    return JSONObject(
        basis="basis", title="source_title", publisher="source_publisher", year="source_year", url="source_url",
        released_at="released_at",
    )  # fmt: skip
