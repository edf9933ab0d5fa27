"""Taken back by a signed link, without a reason: the whole story, or words, a name, the picture."""

from datetime import datetime

from django.db import transaction

from outbox.models import OutgoingEmail
from stories import emails
from stories.actions.history import locked, record
from stories.actions.pictures import drop_once_sure
from stories.actions.telling import change_story
from stories.models import Consent, Decision, NamingLevel, PersonInStory, Quote, Story
from stories.models.findings import stands_in
from stories.permissions import parts_to_take_back


@transaction.atomic
def withdraw_story(consent: Consent, *, at: datetime) -> None:
    """Off every page at the next request. No reason is asked; pressing twice is pressing once."""
    story = locked(consent.story)
    if not Consent.objects.filter(story=story, contact=consent.contact_id, ended_at=None).update(ended_at=at):
        return
    # What is held stays with the safeguarding lead; nobody else can open it anyway.
    if not story.is_held:
        story.move_to(Story.State.WITHDRAWN)
    record(story, Decision.Outcome.WITHDRAWN, by=None, at=at)
    unsent = OutgoingEmail.objects.filter(purpose__startswith="stories.", key__startswith=f"{story.uuid}:")
    # A safeguarding lead is told even when the words are gone.
    unsent.exclude(purpose="stories.safeguarding").cancel()


@transaction.atomic
def withdraw_part(consent: Consent, part: str, *, at: datetime) -> bool:
    """Their words, their name or the picture, at the next request; the rest stays. Twice is once."""
    story = locked(consent.story)
    consent = Consent.objects.select_related("contact", "person", "quote").get(pk=consent.pk)
    if part not in parts_to_take_back(consent, story):
        return False
    {"words": _take_words, "name": _take_name, "picture": _take_picture}[part](story, consent, at)
    story = Story.objects.get(pk=story.pk)
    record(story, Decision.Outcome.PART, by=None, at=at)
    if consent.contact_id != story.teller_id:
        emails.tell_of_part(story, consent, part, at=at)
    return True


def _take_words(story: Story, consent: Consent, at: datetime) -> None:
    said = Consent.objects.filter(story=story, contact=consent.contact_id, ended_at=None).exclude(quote=None)
    Quote.objects.filter(pk__in=said.values("quote")).update(taken_out_at=at)
    said.update(ended_at=at)


def _take_name(story: Story, consent: Consent, at: datetime) -> None:
    """Out of the byline, the people and the quotes. While it stands in the text, nobody reads the story."""
    theirs = Consent.objects.filter(story=story, contact=consent.contact_id, is_replaced=False)
    quotes = Quote.objects.filter(pk__in=theirs.values("quote"))
    people = PersonInStory.objects.filter(pk__in=theirs.values("person"))
    names = {consent.contact.name if consent.contact else "", *people.values_list("shown_as", flat=True)} - {""}
    stands = stands_in(story, names)
    quotes.update(naming=NamingLevel.NONE, shown_as="")
    theirs.update(naming=NamingLevel.NONE)
    story.byline.filter(shown_as__in=names).delete()
    if consent.contact_id == story.teller_id:
        story.byline.filter(order=0).delete()
    people.update(is_shown=False, **({"settled": PersonInStory.Settled.OPEN} if stands else {}))
    if stands:
        change_story(story, by=None, at=at)


def _take_picture(story: Story, consent: Consent, at: datetime) -> None:
    drop_once_sure(str(story.picture))
    Story.objects.filter(pk=story.pk).update(picture="", picture_alt="", picture_credit="", changed_at=at)


def take_back(consent: Consent, part: str, *, at: datetime) -> None:
    """What the button says: a part, their words where these are all they agreed to, or the story."""
    if part or consent.quote_id:
        withdraw_part(consent, part or "words", at=at)
    else:
        withdraw_story(consent, at=at)
