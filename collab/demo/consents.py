"""Who agreed to a story of the demo, or the published source that it rests on."""

from datetime import datetime, timedelta

from collab.demo.loading import Data, Loading
from members.models import Contact
from stories.models import Consent, Quote, Story, Use
from stories.models.consent import review_day

OPEN_USES = [Use.MEMBERS, Use.WEB]


def agreements(loading: Loading, row: Data) -> list[Consent]:
    """One record for each person, each quote, or the source."""
    told = loading.stories[row["slug"]]
    if "source" in row:
        return [source(loading, told, row["source"])]
    named = [one["person"] for one in row["people"] if one.get("person") and one["named"]]
    agreed = [agreement(loading, told, loading.people[person].contact) for person in sorted({*row["tellers"], *named})]
    quotes = Quote.objects.filter(story=told).order_by("order")
    for one, quote in zip(row["quotes"], quotes, strict=True):
        # Somebody whose name no page shows still agreed to their words.
        speaker = loading.contact(one["person"]) or loading.random.choice(loading.guests)
        consent = agreement(loading, told, speaker)
        consent.quote, consent.naming = quote, quote.naming
        agreed.append(consent)
    return agreed


def source(loading: Loading, told: Story, row: Data) -> Consent:
    """A true case rests on what was published."""
    return Consent(
        uuid=loading.uuid(),
        story=told,
        basis=Consent.Basis.SOURCE,
        source_title=row["title"],
        source_publisher=row["publisher"],
        source_year=row["year"] or None,
        source_url=row["url"],
        uses=OPEN_USES,
        given_at=given(told),
        released_at=given(told),
    )


def agreement(loading: Loading, told: Story, person: Contact) -> Consent:
    """A person's yes to members and to the web; released once the story is out."""
    return Consent(
        uuid=loading.uuid(),
        story=told,
        contact=person,
        uses=OPEN_USES,
        how="on this site",
        given_at=given(told),
        released_at=told.published_at,
        review_on=review_day(given(told).date()),
    )


def given(told: Story) -> datetime:
    """Before it was sent to the checkers."""
    assert told.submitted_at is not None
    return told.submitted_at - timedelta(hours=2)
