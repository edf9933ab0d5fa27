"""Consent: given for named uses, released after the final text is seen, taken back with one button."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commons.models import audit
from members.models import Contact, Member
from stories import emails
from stories.actions.history import locked
from stories.actions.publishing import wait_to_publish
from stories.actions.telling import change_story
from stories.models import Byline, Consent, FinalText, NamingLevel, Story
from stories.models.consent import WORDING_NOW, review_day
from stories.models.naming import hides_more, name_for
from stories.permissions import agreement, blocks_publication, still_to_say_yes, unreleased_quotes


@transaction.atomic
def agree(
    story: Story,
    *,
    by: Member,
    at: datetime,
    uses: list[str],
    naming: str,
    shown_as: str,
    takes_questions: bool = False,
) -> None:
    """The teller's agreement to these uses, dated and with its wording, and the name above the story."""
    story = locked(story)
    story.takes_questions = takes_questions
    story.save(update_fields=["takes_questions"])
    mine = Consent.objects.filter(story=story, contact=by.contact, quote=None, ended_at=None)
    # What was released stays on record as it was; a change of mind is a new row.
    mine.filter(released_at__isnull=False).update(ended_at=at, is_replaced=True)
    Consent.objects.update_or_create(
        story=story,
        contact=by.contact,
        quote=None,
        ended_at=None,
        defaults={
            "uses": uses,
            "naming": naming,
            "wording": WORDING_NOW,
            "how": _("on this site"),
            "recorded_by": by,
            "given_at": at,
            "review_on": review_day(at.date()),
        },
    )
    name_teller(story, by.contact, naming, shown_as)
    change_story(story, by=by, at=at)
    audit("stories.agreed", by=by.uuid, kind="story", target=story.uuid, uses=" ".join(uses), naming=naming)


def name_teller(story: Story, teller: Contact, naming: str, typed: str) -> None:
    """Their row of the byline, holding what may be shown and nothing more."""
    sector = teller.sector.short_name if teller.sector else ""
    place = story.place.name if story.place else story.place_text
    shown, detail = {
        NamingLevel.FULL.value: (teller.name, teller.organisation_name or sector),
        NamingLevel.ROLE.value: (typed, sector),
        NamingLevel.PLACE.value: (_("Someone from %(place)s") % {"place": place} if place else "", ""),
        NamingLevel.MADE_UP.value: (typed, _("A made-up name")),
        NamingLevel.NONE.value: ("", ""),
    }[naming]
    story.byline.filter(order=0).delete()
    if shown:
        Byline.objects.create(story=story, shown_as=shown[:120], detail=detail, sector=teller.sector)


@transaction.atomic
def show_less_of_teller(story: Story, *, by: Member, naming: str, at: datetime) -> bool:
    """Less of the teller above the story, at the next request; the words are ours, so nobody checks them."""
    story, mine = locked(story), agreement(story)
    if mine is None or not mine.is_open or not hides_more(naming, mine.naming):
        return False
    if naming != mine.naming:
        ours = {NamingLevel.MADE_UP.value: name_for(story.uuid), NamingLevel.ROLE.value: _("Someone")}
        name_teller(story, by.contact, naming, ours.get(naming, ""))
        Consent.objects.filter(pk=mine.pk).update(naming=naming)
        audit("stories.shown_less", by=by.uuid, kind="story", target=story.uuid, naming=naming)
    return True


@transaction.atomic
def release_story(consent: Consent, *, version: int, at: datetime) -> bool:
    """One person's yes to the final text; 48 hours after the last one it is published. Twice yes is one.

    False when the text is another by now, or waits for something else.
    """
    story = locked(consent.story)
    consent = Consent.objects.get(pk=consent.pk)
    if consent.released_at is not None and (story.state == Story.State.PUBLISHED or story.publish_at is not None):
        return True
    if not (story.is_checked and consent.is_open) or story.version != version or blocks_publication(story):
        return False
    consent.release(at=at, version=version)
    # Their own words stand in the text they have just seen.
    for words in unreleased_quotes(story):
        if words.contact_id == consent.contact_id:
            words.release(at=at, version=version)
    FinalText.objects.keep(story, at=at)
    audit("stories.released", by=None, kind="consent", target=consent.uuid, version=version)
    if story.state == Story.State.APPROVED and story.publish_at is None and not still_to_say_yes(story):
        wait_to_publish(story, at=at)
        emails.tell_of_wait(story, besides=consent, at=at)
    return True
