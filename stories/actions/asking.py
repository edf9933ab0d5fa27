"""Other people: asked by email and answered by a signed link, or on record as the teller says they agreed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from commons.models import audit, within_limit
from members.models import Contact, Member
from outbox.models import OutgoingEmail
from stories import emails
from stories.actions.history import locked
from stories.actions.telling import change_story
from stories.actions.wording import DAY, words_of_how
from stories.models import Consent, ConsentAsk, NamingLevel, PersonInStory, Quote, Story
from stories.models.consent import WORDING_NOW, review_day
from stories.models.findings import stands_in
from stories.models.naming import shown_as

MIDDAY = time(12)
ASKS_A_DAY, EMAILS_A_DAY = 20, 3


@dataclass(frozen=True)
class Said:
    """What somebody agreed to: the uses, how much of them is shown, and under which words."""

    uses: list[str]
    naming: str = NamingLevel.FULL
    typed: str = ""


def ask(story: Story, thing: PersonInStory | Quote, *, name: str, email: str, by: Member, at: datetime) -> bool:
    """Write to somebody with a button. Asked twice is once; False where too many were asked, or it is the teller."""
    contact, _was_known = Contact.objects.meet(Contact(name=name, email=email))
    about = {"quote": thing} if isinstance(thing, Quote) else {"person": thing}
    before = ConsentAsk.objects.open().filter(**about).first()
    if before is not None and before.contact_id == contact.pk:
        return True
    if contact.pk == story.teller_id or not _may_ask(by, email, at=at):
        return False
    ConsentAsk.objects.open().filter(**about).update(answered_at=at)
    asked = ConsentAsk.objects.create(story=story, contact=contact, asked_at=at, **about)
    emails.ask_to_agree(asked, at=at)
    return True


def _may_ask(by: Member, email: str, *, at: datetime) -> bool:
    mine = within_limit("stories.ask", str(by.uuid), at_most=ASKS_A_DAY, per=DAY, now=at)
    return mine and within_limit("stories.ask-to", email, at_most=EMAILS_A_DAY, per=DAY, now=at)


def record_agreement(
    story: Story,
    thing: PersonInStory | Quote,
    *,
    name: str,
    how: str,
    on: date,
    uses: list[str],
    by: Member,
    at: datetime,
) -> None:
    """They agreed on paper, by phone or face to face; the teller says so and answers for it."""
    given = at if on == timezone.localdate(at) else datetime.combine(on, MIDDAY, timezone.get_current_timezone())
    contact = by.contact if how == "mine" else _known_as(story, thing) or Contact.objects.create(name=name)
    naming = thing.naming if isinstance(thing, Quote) else NamingLevel.FULL
    _agreed(story, thing, contact, Said(uses, naming), how=words_of_how(how), by=by, given=given, at=at)


def _known_as(story: Story, thing: PersonInStory | Quote) -> Contact | None:
    """Whoever agreed to this before on paper, so that they are one person and not two."""
    said = thing.consents.filter(story=story, contact__email="", contact__isnull=False).select_related("contact").last()
    return said.contact if said else None


def _agreed(
    story: Story, thing: PersonInStory | Quote, contact: Contact, said: Said, *, how: str, by: Member | None,
    given: datetime, at: datetime,
) -> Consent:  # fmt: skip
    """One dated record. What stood before is kept as it was, and replaced."""
    quote, person = (thing, None) if isinstance(thing, Quote) else (None, thing)
    end_agreements(thing, at=at)
    if quote is not None:
        Quote.objects.filter(pk=quote.pk).update(taken_out_at=None)
    mine = Consent.objects.filter(story=story, contact=contact, quote=quote, ended_at=None)
    mine.update(ended_at=at, is_replaced=True)
    consent = Consent.objects.create(
        story=story, contact=contact, quote=quote, person=person, uses=said.uses, naming=said.naming, how=how,
        recorded_by=by, wording=WORDING_NOW, given_at=given, review_on=review_day(timezone.localdate(given)),
    )  # fmt: skip
    audit(
        "stories.agreed", by=by.uuid if by else None, kind="story", target=story.uuid, uses=" ".join(said.uses),
        naming=said.naming,
    )  # fmt: skip
    return consent


def end_agreements(thing: PersonInStory | Quote, *, at: datetime) -> None:
    """Nobody's yes to this stands any more, and nobody is asked: it was left out, disguised, or agreed to anew."""
    asks = ConsentAsk.objects.open().filter(pk__in=thing.asks.values("pk"))
    for one in asks:
        OutgoingEmail.objects.filter(purpose="stories.asked", key__endswith=f":{one.uuid}").cancel()
    asks.update(answered_at=at)
    thing.consents.filter(is_replaced=False).update(ended_at=Coalesce("ended_at", at), is_replaced=True)


@transaction.atomic
def answer(asked: ConsentAsk, *, said: Said | None, at: datetime) -> None:
    """Theirs, by their own link; None is a no. The teller hears either way, and the first answer stands."""
    story = locked(asked.story)
    asked = (
        ConsentAsk.objects.select_for_update(of=["self"]).select_related("contact", "person", "quote").get(pk=asked.pk)
    )
    if not asked.is_open or story.state == Story.State.WITHDRAWN:
        return
    asked.answer(yes=said is not None, at=at)
    # The button came by email, so the address is theirs.
    Contact.objects.filter(pk=asked.contact_id, email_verified_at=None).update(email_verified_at=at)
    if said is not None:
        _agreed_by_link(story, asked, said, at=at)
    emails.tell_of_answer(asked, at=at)


def _agreed_by_link(story: Story, asked: ConsentAsk, said: Said, *, at: datetime) -> None:
    thing = asked.quote or asked.person
    assert thing is not None
    consent = _agreed(story, thing, asked.contact, said, how=words_of_how("link"), by=None, given=at, at=at)
    if isinstance(thing, Quote):
        _show_quote(story, thing, said, at=at)
    else:
        _show_person(story, thing, said, at=at)
    story.refresh_from_db()
    if story.is_checked:
        emails.ask_for_release_of(consent, at=at)


def _show_quote(story: Story, quote: Quote, said: Said, *, at: datetime) -> None:
    typed = said.typed or (quote.shown_as if said.naming == quote.naming else "")
    shown = shown_as(said.naming, typed=typed, story=story, sector=quote.sector, uuid=quote.uuid)
    if (said.naming, shown) != (quote.naming, quote.shown_as):
        quote.show(said.naming, shown)
        change_story(story, by=None, at=at)


def _show_person(story: Story, person: PersonInStory, said: Said, *, at: datetime) -> None:
    """Shown as they want. Where their name still stands in the words, they stay open until it is changed."""
    stands = stands_in(story, [person.shown_as])
    is_named = said.naming == NamingLevel.FULL
    was = (person.shown_as, person.is_shown)
    if said.naming in {NamingLevel.ROLE, NamingLevel.MADE_UP} and not stands:
        person.shown_as = _free_name(story, person, said)
    person.is_shown = is_named or (said.naming in {NamingLevel.ROLE, NamingLevel.MADE_UP} and not stands)
    person.settled = PersonInStory.Settled.OPEN if stands and not is_named else PersonInStory.Settled.AGREED
    person.save(update_fields=["shown_as", "is_shown", "settled"])
    if was != (person.shown_as, person.is_shown) or person.settled == PersonInStory.Settled.OPEN:
        change_story(story, by=None, at=at)


def _free_name(story: Story, person: PersonInStory, said: Said) -> str:
    # Room for a number behind it, where another person has that name.
    name = shown_as(said.naming, typed=said.typed, story=story, sector=person.sector, uuid=person.uuid)[:110]
    taken = set(story.people.exclude(pk=person.pk).values_list("shown_as", flat=True))
    return next(one for one in (name, *(f"{name} ({n})" for n in range(2, 1000))) if one not in taken)
