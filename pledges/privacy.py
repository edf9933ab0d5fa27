"""What is kept of what people said they will do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import AgreedTo, Kept, Limit, Person, Rows, Term
from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.booking import drop_all, lock
from pledges.actions.making import count_for_story
from pledges.actions.partners import close, end_all
from pledges.emails import stop_path
from pledges.models import Answer, FollowUps, Move, PartnerAsk, Pledge, Reminder, Thanks, ThreeLines
from pledges.models.states import LIVE

# A pledge that nobody ever answers is not live for ever.
LIVE_FOR = timedelta(days=365)
WITHOUT_A_NAME = {
    **{"first_name": "", "role_or_place": "", "cue": "", "obstacle": "", "answer_to_obstacle": "", "first_step": ""},
    **{"contact": None, "partner": None, "backer": None, "form_key": None, "confirmed_at": None, "first_step_on": None},
}


def take_away(person: Person, rows: Rows, at: datetime) -> None:
    """Their pledges, reminders and answers. Kept ones may stay on the wall without a name, where they said so."""
    for pledge in rows.order_by("pk"):
        pledge = lock(pledge)
        drop_all(Reminder.objects.filter(pledge=pledge))
        OutgoingEmail.objects.about("pledges.made", str(pledge.uuid)).cancel()
        end_all(pledge, at=at)
        may_stay = person.keeps_pledges and pledge.state == Pledge.State.KEPT and pledge.is_shown
        take_name_off(pledge) if may_stay else pledge.delete()
        count_for_story(pledge)


def take_name_off(pledge: Pledge) -> None:
    """A patch of cloth and the words on it, and nothing of who and how."""
    Answer.objects.filter(pledge=pledge).delete()
    Move.objects.filter(pledge=pledge).delete()
    Reminder.objects.filter(pledge=pledge).delete()
    PartnerAsk.objects.filter(pledge=pledge).delete()
    Thanks.objects.filter(pledge=pledge).delete()
    ThreeLines.objects.filter(pledge=pledge).delete()
    Pledge.objects.filter(pk=pledge.pk).update(**WITHOUT_A_NAME)


def stop_asking(person: Person, rows: Rows, at: datetime) -> None:
    """Nobody waits for somebody who is gone."""
    for row in rows.order_by("pk"):
        lock(row.pledge)
        close(row, at=at)
        row.delete()


def still_live(since: datetime) -> Q:
    """Made, answered or due since then; or live, and not forgotten for a year."""
    lately = Q(made_at__gte=since) | Q(answered_at__gte=since) | Q(by_on__gte=since.date())
    longer = since - LIVE_FOR
    return lately | Q(Q(made_at__gte=longer) | Q(by_on__gte=longer.date()), state__in=LIVE)


def agreements(contact: Contact) -> Iterator[AgreedTo]:
    """Emails about their pledges, since the first one whose address they confirmed."""
    first = Pledge.objects.by(contact).order_by("confirmed_at").first()
    if first is not None:
        yield AgreedTo(
            what=_("Emails that ask how your pledges go"),
            said_at=first.confirmed_at,
            ended_at=FollowUps.of(contact).stopped_at,
            url=stop_path(contact),
            change=_("Change or stop them"),
        )


DRAFTS = Term("pledges-not-sent", _("Pledges that were begun and not sent"), days=14, least=7)

KEPT = [
    Kept(
        "pledges.Pledge",
        personal=(
            "act language first_name role_or_place sector contact partner backer event story group visibility is_held "
            "wants_no_partner cue by_on obstacle answer_to_obstacle first_step first_step_on "
            "state made_at answered_at confirmed_at wanted wanted_by asked_ahead_at settled_at"
        ),
        neither="id uuid form_key recorded_by shared_with",
        withheld="form_key",
        of_contact="contact",
        erase=take_away,
        turn=3,
        alive=still_live,
        limits=[Limit("made_at", DRAFTS, only=Q(state=Pledge.State.DRAFT))],
        what=_("what you said you will do, your first name, and your answers"),
        why=_("it can be on the wall, and we can ask how it is going"),
        until=_("as long as your details; begun and not sent, %(pledges-not-sent)s"),
    ),
    Kept(
        "pledges.Answer",
        personal="pledge said stuck_on note at",
        neither="id uuid reminder recorded_by",
        of_contact="pledge__contact",
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.Move",
        personal="pledge was_act act was_by_on by_on at",
        neither="id uuid",
        of_contact="pledge__contact",
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.Reminder",
        personal="pledge kind due_on due_at state",
        neither="id uuid email",
        of_contact="pledge__contact",
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.HandOver",
        personal="pledge from_contact to_contact asked_at answered_at said_yes",
        neither="id uuid",
        of_contact="from_contact to_contact",
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.PartnerAsk",
        personal="pledge role to_contact asked_at lapses_at answered_at said_yes ended_at",
        neither="id uuid",
        of_contact="pledge__contact to_contact",
        erase=stop_asking,
        turn=3,
        what=_("who was asked to stand beside a pledge, and what they said"),
        why=_("both know whether they do"),
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.Snag",
        personal=(
            "pledge answer since hosts_asked_at partner_asked_at letter letter_sent_at heard_at smaller_asked_at "
            "ended_at"
        ),
        neither="id uuid",
        of_contact="pledge__contact",
        what=_("that you are stuck, on what, and a letter you wrote about it"),
        why=_("hosts, a partner or a backer can help"),
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.HelpOffer",
        personal="snag words who offered_at is_used answered_at",
        neither="id uuid by",
        of_contact="snag__pledge__contact",
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.Thanks",
        personal="pledge by line said_at told_at",
        neither="id",
        of_contact="pledge__contact",
        of_member="by",
        what=_("thanks you said for a pledge, and thanks you got"),
        why=_("whoever kept it hears of it"),
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.ThreeLines",
        personal="pledge happened changed would_tell written_at story",
        of_contact="pledge__contact",
        what=_("three lines you wrote about a pledge you kept"),
        why=_("you can begin a story with them"),
        until=_("as long as the pledge"),
    ),
    Kept(
        "pledges.SentBack",
        personal="pledge reason at ended_at",
        neither="id by",
        of_contact="pledge__contact",
        what=_("that a pledge went back to you, and why"),
        why=_("you can change its words"),
        until=_("as long as the pledge"),
    ),
    Kept("pledges.Wall", neither="event checks_first is_paused"),
    Kept("pledges.WatchedWords", neither="id words"),
    Kept("pledges.Rhythm", neither="id month_days week_days rest_days repeat_after"),
    Kept(
        "pledges.FollowUps",
        personal="contact stopped_at paused_until",
        neither="id",
        of_contact="contact",
        what=_("whether you stopped or paused emails about your pledges"),
        why=_("we do as you said"),
        until=_("as long as your details"),
    ),
]
