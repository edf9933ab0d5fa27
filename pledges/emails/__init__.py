"""What people are sent about their pledges, and the links in it: one purpose each, one row each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from collab.kit.components.events import day_words, written
from collab.kit.days import day_of
from collab.kit.links import SignedLink
from collab.kit.saving import save_at_once
from collab.kit.stencils import Shown, filled
from groups.models import Group
from members.models import Affiliation, Contact
from outbox.actions import draft_email, write_email, writing
from outbox.models import OutgoingEmail
from pledges.models import Answer, HandOver, Pledge, Reminder, calendar_of
from pledges.models.asking import days_asked
from pledges.models.reading_back import read_back, with_messages

PRIVATE = SignedLink("pledge", timedelta(days=400))
CONFIRM = SignedLink("pledge.confirm", timedelta(days=30))
ANSWER = SignedLink("answer", timedelta(days=60))
STOP = SignedLink("pledge.stop", timedelta(days=400))
HAND_OVER = SignedLink("pledge.hand-over", timedelta(days=30))

SUBJECT_LENGTH = 50
REMINDER = "pledges.reminder"
ASK_AHEAD = "pledges.ask_ahead"


def private_path(pledge: Pledge) -> str:
    """Where its maker changes it, without an account."""
    return PRIVATE.path("pledge_private", pledge.uuid)


def together_path(pledge: Pledge) -> str:
    """Where its maker says how many others it takes, and whether it goes ahead."""
    return PRIVATE.path("pledge_together", pledge.uuid)


def move_path(pledge: Pledge) -> str:
    """Where its maker chooses another day or other words."""
    return PRIVATE.path("pledge_move", pledge.uuid)


def answer_path(reminder: Reminder) -> str:
    """Where one reminder is answered."""
    return ANSWER.path("answer", reminder.uuid)


def stop_path(contact: Contact) -> str:
    """Where this person gets fewer of these, or none."""
    return STOP.path("email_stop", contact.uuid)


def tell_made(pledge: Pledge, contact: Contact, *, at: datetime) -> None:
    """The first email about a pledge that is there already, in other hands than before."""
    save_at_once([writing(draft_made(pledge, contact, asked_on=days_asked(pledge, now=at), at=at))])


def draft_made(pledge: Pledge, contact: Contact, *, asked_on: Sequence[date], at: datetime) -> OutgoingEmail:
    """The pledge read back, the link to change it and, while the address is only typed, one button. Not saved."""
    confirm = CONFIRM.path("pledge_confirm", pledge.uuid)
    lines = with_messages(read_back(pledge), asked_on)
    return draft_email(
        "pledges/made",
        {},
        purpose="pledges.made",
        key=str(pledge.uuid),
        to=contact.email,
        to_name=pledge.first_name,
        subject=subject_for([pledge]),
        due_at=at,
        unsubscribe_url=_full(stop_path(contact)),
        own={
            "sentence": pledge.sentence,
            "title": pledge.event.series.title if pledge.event else "",
            "lines_text": read_out("emails/pledges/_line.txt", lines),
            "lines_html": read_out("emails/pledges/_line.html", lines),
            "confirm_url": _full(confirm) if pledge.confirmed_at is None else "",
            "private_url": _full(private_path(pledge)),
        },
    )


def read_out(filename: str, lines: Sequence[tuple[str, str]]) -> SafeString:
    """Each line in its template: the label that many have, and the words of this one."""
    drawn = (filled(filename, Shown({"label": label}), {"words": words}) for label, words in lines)
    return SafeString("".join(drawn))


def tell_plan(pledge: Pledge, contact: Contact, *, lines: Sequence[tuple[str, str]], at: datetime) -> None:
    """The pledge with its plan, and an entry for their calendar; the same plan is one email."""
    plan = "\n".join([pledge.sentence, *(f"{label}: {words}" for label, words in lines)])
    write_email(
        "pledges/plan",
        {"pledge": pledge, "lines": lines, "private_url": _full(private_path(pledge))},
        purpose="pledges.plan",
        key=f"{pledge.uuid}:{uuid5(pledge.uuid, plan)}",
        to=contact.email,
        to_name=pledge.first_name,
        subject=subject_for([pledge]),
        due_at=at,
        unsubscribe_url=_full(stop_path(contact)),
        calendar=calendar_of(pledge).decode() if pledge.by_on or pledge.first_step_on else "",
    )


def ask_ahead(pledge: Pledge, *, found: int, at: datetime) -> None:
    """The day is past and some are missing: go ahead anyway?"""
    _tell(ASK_AHEAD, pledge, _("Go ahead with your pledge anyway?"), at=at, found=found, together=together_path(pledge))


def company_key(pledge: Pledge) -> str:
    """One of each kind for each day by which others were wanted."""
    return f"{pledge.uuid}:{pledge.wanted_by}"


def tell_ahead(pledge: Pledge, *, at: datetime) -> None:
    """Enough others will, or its maker goes ahead: it begins now."""
    _tell("pledges.ahead", pledge, _("Your pledge with others begins"), at=at)


def tell_off(pledge: Pledge, *, at: datetime) -> None:
    """It did not come together, and nothing is owed."""
    _tell("pledges.off", pledge, _("A pledge that did not come together"), at=at)


def _tell(purpose: str, pledge: Pledge, subject: str, *, at: datetime, together: str = "", **context: object) -> None:
    """One of the three above, once for each pledge."""
    assert pledge.contact is not None
    private = _full(private_path(pledge))
    write_email(
        purpose.replace(".", "/"),
        {"pledge": pledge, "private_url": private, "url": _full(together) if together else private, **context},
        purpose=purpose,
        key=company_key(pledge),
        to=pledge.contact.email,
        to_name=pledge.first_name or pledge.contact.first_name,
        subject=subject,
        due_at=at,
        unsubscribe_url=_full(stop_path(pledge.contact)),
    )


def tell_round(contact: Contact, group: Group, answers: Sequence[Answer], *, at: datetime) -> None:
    """What was written down of theirs when the group met. A word more said later is another note."""
    newest = max(answers, key=lambda answer: answer.pk)
    write_email(
        "pledges/round",
        {"group": group, "lines": [(answer, _full(private_path(answer.pledge))) for answer in answers]},
        purpose="pledges.round",
        key=f"{contact.uuid}:{newest.uuid}",
        to=contact.email,
        to_name=contact.first_name,
        subject=_("Your note from the round"),
        due_at=at,
        unsubscribe_url=_full(stop_path(contact)),
    )


def reminder_key(contact: Contact, at: datetime) -> str:
    """The database itself refuses a second one on a day; the weekly rule is kept where these are written."""
    return f"{contact.uuid}:{day_of(at)}"


def draft_reminder(contact: Contact, reminders: Sequence[Reminder], *, at: datetime) -> OutgoingEmail:
    """One email about all that is due for one person, not saved."""
    asks = [ask_about(reminder) for reminder in reminders]
    return draft_email(
        "pledges/reminder",
        {},
        purpose=REMINDER,
        key=reminder_key(contact, at),
        to=contact.email,
        to_name=reminders[0].pledge.first_name or contact.first_name,
        subject=subject_for([reminder.pledge for reminder in reminders]),
        due_at=at,
        unsubscribe_url=_full(stop_path(contact)),
        own={
            "asks_text": SafeString("".join(filled("emails/pledges/_ask.txt", shown, own) for shown, own in asks)),
            "asks_html": SafeString("".join(filled("emails/pledges/_ask.html", shown, own) for shown, own in asks)),
        },
    )


def ask_about(reminder: Reminder) -> tuple[Shown, dict[str, str]]:
    """One pledge in a reminder, the four answers equal: what all such questions say, and what is its own."""
    pledge = reminder.pledge
    own = {
        "sentence": pledge.sentence,
        "title": pledge.event.series.title if pledge.event else "",
        "month": written(pledge.made_on, "F"),
        "step": pledge.first_step if reminder.kind == Reminder.Kind.FIRST_STEP else "",
        "day": day_words(pledge.by_on),
        "url": _full(answer_path(reminder)),
    }
    return four_answers(get_language()), own


@lru_cache(maxsize=8)
def four_answers(_language: str | None) -> Shown:
    """What each question ends with, in the language of now."""
    return Shown({"answers": [(value, str(label)) for value, label in Answer.Said.choices]})


def subject_for(pledges: Sequence[Pledge]) -> str:
    """Their words first, short enough for a phone."""
    start, end, others = _("Your pledge: "), "", len(pledges) - 1
    if others:
        end = ngettext(" and %(n)s more", " and %(n)s more", others) % {"n": others}
    return start + cut(" ".join(pledges[0].act.split()), SUBJECT_LENGTH - len(start) - len(end)) + end


def cut(words: str, fits: int) -> str:
    """Whole words that fit, and only of one very long word a part."""
    if len(words) <= fits:
        return words
    head = words[: fits - 1]
    whole = head if words[fits - 1] == " " else head.rpartition(" ")[0]
    return (whole or head).rstrip(" ,;:") + "…"


def _full(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def hand_over_path(handover: HandOver) -> str:
    """Where a colleague says yes or no to taking a pledge on."""
    return HAND_OVER.path("hand_over", handover.uuid)


def ask_to_take_on(handover: HandOver, *, at: datetime) -> None:
    """The pledge in its maker's words, and one page with two buttons."""
    write_email(
        "pledges/hand_over",
        {"pledge": handover.pledge, "giver": handover.from_contact, "url": _full(hand_over_path(handover))},
        purpose="pledges.hand_over",
        key=str(handover.uuid),
        to=handover.to_contact.email,
        to_name=handover.to_contact.first_name,
        subject=_("Could you take on a pledge from %(name)s?") % {"name": handover.from_contact.first_name},
        due_at=at,
    )


def tell_of_answer(handover: HandOver, pledge: Pledge, *, at: datetime) -> None:
    """Yes: it is in other hands. No: it is still with its maker."""
    words = _("%(name)s takes on your pledge") if handover.said_yes else _("%(name)s cannot take on your pledge")
    write_email(
        "pledges/handed_over",
        {
            "pledge": pledge,
            "taker": handover.to_contact,
            "is_yes": handover.said_yes,
            # After a yes its private link is the other person's alone.
            "url": "" if handover.said_yes else _full(private_path(pledge)),
        },
        purpose="pledges.handed_over",
        key=str(handover.uuid),
        to=handover.from_contact.email,
        to_name=handover.from_contact.first_name,
        subject=words % {"name": handover.to_contact.first_name},
        due_at=at,
    )


def tell_of_leaving(tie: Affiliation, *, has_pledges: bool, at: datetime) -> None:
    """Somebody said that they have left: what that means, and what they can choose."""
    path = reverse("organisation_leave", args=[tie.organisation.slug])
    write_email(
        "pledges/left",
        {"organisation": tie.organisation, "has_pledges": has_pledges, "url": _full(path)},
        purpose="pledges.left",
        key=str(tie.uuid),
        to=tie.contact.email,
        to_name=tie.contact.first_name,
        subject=_("You have left %(name)s") % {"name": tie.organisation.name},
        due_at=at,
    )
