"""What is kept of stories and of who agreed to them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import AgreedTo, Kept, Limit, OnErasure, Person, Rows, Term
from commons.models import OldAddress
from members.models import Contact
from stories.actions import withdraw_story
from stories.actions.pictures import drop_once_sure
from stories.emails import withdraw_path
from stories.models import ANSWERS, Byline, Consent, FinalText, Finding, NamingLevel, PersonInStory, Quote, Story, Use
from stories.models.pictures import files_of

State = Story.State
OF_THE_STORY = _("as long as the story")
TAKEN_DOWN = Term("stories-taken-down", _("The words of a story that was taken down"), days=30, least=7)
ASKS = Term("stories-asks", _("Who was asked about being in a story, and their answer"), days=180, least=60)
# Time to come back to it, and to ask another checker.
NOT_SENT = Term("stories-not-sent", _("Stories that were begun and not sent, or not shown"), days=365, least=90)


def take_down(person: Person, rows: Rows, at: datetime) -> None:
    """Stories they told go with their address. What is held stays with the safeguarding lead, without them."""
    Story.objects.filter(claimed_by=person.member, claimed_by__isnull=False).update(
        state=State.SUBMITTED, claimed_by=None, claimed_at=None
    )
    take_out_of_others(person, at=at)
    held = rows.filter(state=State.HELD)
    Byline.objects.filter(story__in=held, order=0).delete()
    held.update(teller=None)
    for story in rows.exclude(state=State.HELD):
        OldAddress.objects.filter(Q(path=story.get_absolute_url()) | Q(now_at=story.get_absolute_url())).delete()
        story.delete()


def pictures(rows: Rows) -> Iterator[str]:
    """The other sizes of their pictures, but of what is held: that stays. The column names the largest."""
    for name in rows.exclude(picture="").exclude(state=State.HELD).values_list("picture", flat=True):
        yield from (other for other in files_of([name]) if other != name)


def take_out_of_others(person: Person, *, at: datetime) -> None:
    """A story of somebody else that rested on their yes comes down, and their name and words come out of it."""
    theirs = Consent.objects.filter(contact=person.contact).exclude(story__teller=person.contact)
    for consent in theirs.filter(ended_at=None, quote=None).select_related("story"):
        withdraw_story(consent, at=at)
    named = Q(story__in=theirs.values("story"), shown_as__icontains=person.name)
    Quote.objects.filter(Q(pk__in=theirs.values("quote")) | named).delete()
    Byline.objects.filter(named).delete()
    # What was kept of the words before holds them too.
    FinalText.objects.filter(story__in=theirs.values("story")).delete()
    Finding.objects.filter(story__in=theirs.values("story"), text__icontains=person.name).delete()
    PersonInStory.objects.filter(Q(pk__in=theirs.values("person")) | named).delete()


def empty_story(rows: Rows) -> None:
    """The stone that stays: its address, and that it was taken down. No word of it."""
    for story in rows:
        drop_once_sure(str(story.picture))
        for name in ("byline", "people", "quotes", "findings", "final_texts", "asks"):
            getattr(story, name).all().delete()
        story.decisions.exclude(sentence="").update(sentence="–")
    blank = dict.fromkeys([*ANSWERS, "title", "standfirst", "picture", "picture_alt", "picture_credit", "content_note",
                           "place_text", "when_text"], "")  # fmt: skip
    rows.update(**blank, took=[], words_explained=[], made_possible=[], why_chosen=[])


def has_words() -> Q:
    """Not emptied yet."""
    worded = Q(title__gt="")
    for name in ANSWERS:
        worded |= Q(**{f"{name}__gt": ""})
    return worded


def still_told(since: datetime) -> Q:
    """Anything that others read or that still goes on; else what changed since then."""
    over = [State.WITHDRAWN, State.DECLINED, State.EXPIRED, State.DRAFT, State.CHANGES_ASKED]
    return ~Q(state__in=over) | Q(changed_at__gte=since)


def agreements(contact: Contact) -> Iterator[AgreedTo]:
    """Each story they agreed to be in, for which uses, and the button that takes it down."""
    rows = Consent.objects.filter(contact=contact, is_replaced=False).select_related("story")
    for consent in rows.order_by("-given_at", "-pk"):
        uses = ". ".join(str(Use(use).label) for use in consent.uses)
        title = consent.story.title or _("a story without a title")
        words = _("Your words in the story “%(title)s”") if consent.quote_id else _("The story “%(title)s”")
        yield AgreedTo(
            what=words % {"title": title},
            details=_("%(uses)s. Shown of you: %(naming)s.")
            % {"uses": uses or _("For no use"), "naming": str(NamingLevel(consent.naming).label).lower()},
            said_at=consent.given_at,
            ended_at=consent.ended_at,
            url="" if consent.ended_at else withdraw_path(consent),
            change=_("Take it back"),
        )


KEPT = [
    Kept(
        "stories.Story",
        personal=(
            "slug title standfirst who_was_there what_was_wrong what_we_did what_changed what_we_would_tell took "
            "words_explained content_note place place_text when_text picture picture_alt picture_credit teller state "
            "group begun_at submitted_at publish_at published_at changed_at"
        ),
        neither=(
            "id uuid kind is_invented lead_sector sectors topics organisations boxes made_possible why_chosen "
            "picture_focus_x picture_focus_y form_key version moderated_version is_moderated moderated_by claimed_by "
            "claimed_at passed_by pledge_count takes_questions"
        ),
        withheld="form_key moderated_version is_moderated moderated_by claimed_by claimed_at passed_by",
        of_contact="teller",
        erase=take_down,
        turn=4,
        files=pictures,
        alive=still_told,
        limits=[
            Limit("changed_at", TAKEN_DOWN, only=Q(has_words(), state=State.WITHDRAWN), then=empty_story),
            Limit("changed_at", NOT_SENT, only=Q(state__in=[State.DRAFT, State.DECLINED, State.EXPIRED])),
        ],
        what=_("the stories you tell, and their pictures"),
        why=_("they can be checked, shown, and taken down"),
        until=_(
            "until you take it down, and %(stories-taken-down)s after; begun and not sent, "
            "%(stories-not-sent)s after your last change"
        ),
    ),
    Kept(
        "stories.Consent",
        personal=(
            "story quote person contact uses naming wording how given_at released_at released_version review_on "
            "noted_on ended_at is_replaced basis"
        ),
        neither="id uuid source_title source_publisher source_year source_url recorded_by",
        of_contact="contact",
        alive=lambda since: Q(ended_at=None) | Q(ended_at__gte=since),
        what=_("what you agreed to, when, and in which words"),
        why=_("a use that you did not tick cannot happen"),
        until=_("as long as the story, or until you leave"),
    ),
    Kept(
        "stories.Decision",
        personal="story outcome version at reason sentence",
        neither="id uuid by before",
        of_contact="story__teller",
        # Of a held story the history stays; of all others it went with the story.
        on_erasure=OnErasure.KEEP,
        because="It goes with its story; what is held needs its history.",
        what=_("who checked a story, and what they said"),
        why=_("you can see why, and ask somebody else"),
        until=OF_THE_STORY,
    ),
    Kept(
        "stories.ConsentAsk",
        personal="story contact person quote asked_at answered_at said_yes",
        neither="id uuid",
        of_contact="contact",
        limits=[Limit("asked_at", ASKS)],
        alive=lambda since: Q(answered_at=None) | Q(answered_at__gte=since),
        what=_("that we asked you about a story, and your answer"),
        why=_("nobody is shown who did not say yes"),
        until=_("%(stories-asks)s after we asked"),
    ),
    Kept("stories.StoryWords", personal="story words", of_contact="story__teller", until=OF_THE_STORY),
    Kept(
        "stories.StoryQuestion",
        personal="story asker words asked_at answer answered_at",
        neither="id uuid",
        of_contact="story__teller",
        of_member="asker",
        limits=[Limit("asked_at", ASKS)],
        what=_("what you asked a teller, and what was answered"),
        why=_("an answer finds its way back"),
        until=_("%(stories-asks)s after it was asked"),
    ),
    Kept(
        "stories.KeptStory",
        personal="member story kept_at",
        neither="id",
        of_member="member",
        what=_("stories you saved for later"),
        why=_("you find them again"),
        until=_("until you take them off your list, or leave"),
    ),
    Kept("stories.SavedReply", neither="id reason sentence"),
    Kept("stories.WentOut", neither="id uuid story use where on recorded_by recorded_at"),
    Kept(
        "stories.FinalText",
        personal="story version words at",
        neither="id",
        of_contact="story__teller",
        until=OF_THE_STORY,
    ),
    Kept(
        "stories.Finding",
        personal="story kind text found_at cleared_at",
        neither="id uuid cleared_by",
        of_contact="story__teller",
        on_erasure=OnErasure.KEEP,
        because="It goes with its story; in a held one it says what gives somebody away.",
        what=_("names, numbers and dates found in a story"),
        why=_("a person can look at each before others read it"),
        until=OF_THE_STORY,
    ),
    Kept(
        "stories.Byline",
        personal="story shown_as detail sector",
        neither="id order",
        of_contact="story__teller",
        until=OF_THE_STORY,
    ),
    Kept(
        "stories.PersonInStory",
        personal="story shown_as detail sector settled is_shown",
        neither="id uuid order",
        of_contact="story__teller",
        on_erasure=OnErasure.KEEP,
        because="It goes with its story; in a held one it says who may be at risk.",
        what=_("who else is in a story, and whether they agreed"),
        why=_("nobody is shown who does not want it"),
        until=OF_THE_STORY,
    ),
    Kept(
        "stories.Quote",
        personal="story words naming shown_as sector taken_out_at",
        neither="id uuid after is_pulled order",
        of_contact="consents__contact story__teller",
        limits=[Limit("taken_out_at", TAKEN_DOWN)],
        until=OF_THE_STORY,
    ),
]
