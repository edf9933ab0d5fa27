"""What people are sent when somebody is stuck, when a pledge is kept or let go, and when others say thanks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from collab.kit.links import SignedLink
from members.models import Contact
from outbox.actions import write_email
from pledges.emails import PRIVATE, SUBJECT_LENGTH, cut, stop_path
from pledges.models import Answer, HelpOffer, Pledge, Snag, Thanks

HELP = SignedLink("pledge.help", timedelta(days=60))
KEPT, LET_GO = "pledges.kept", "pledges.let_go"
# What goes to somebody because they are told of a pledge, and what ends when they want no more of it.
TO_STOP = ["pledges.help", "pledges.letter", "pledges.partner_asked", "pledges.smaller", "pledges.thanked"]
TO_STOP += [KEPT, LET_GO]


def offer_path(offer: HelpOffer) -> str:
    """Where the one who is stuck says whether it helps."""
    return HELP.path("help_offer", offer.uuid)


def stuck_path(pledge: Pledge) -> str:
    """Where its maker says what is in the way, and finds help."""
    return PRIVATE.path("pledge_stuck", pledge.uuid)


def lines_path(pledge: Pledge) -> str:
    """Where its maker writes three lines about a kept one."""
    return PRIVATE.path("pledge_lines", pledge.uuid)


def name_of(pledge: Pledge) -> str:
    """As it stands on the patch."""
    return pledge.first_name or str(_("Somebody"))


def offer_to(pledge: Pledge, offer: HelpOffer, *, at: datetime) -> None:
    """To the one who is stuck: who offers what, and one page to say whether it helps."""
    giver = offer.by.contact.name if offer.by else ""
    about = {"pledge": pledge, "offer": offer, "giver": giver, "url": _full(offer_path(offer))}
    subject = _about(_("Help with: %(words)s"), pledge)
    _write("help", pledge.contact, about, subject=subject, key=str(offer.uuid), due_at=at, called=pledge.first_name)


def send_letter_to(backer: Contact, snag: Snag, *, at: datetime) -> None:
    """To the backer: what its maker wrote, and nothing that they did not."""
    subject = _("%(name)s asks for your help") % {"name": name_of(snag.pledge)}
    about = {"pledge": snag.pledge, "letter": snag.letter}
    _write("letter", backer, about, subject=subject, key=str(snag.uuid), due_at=at)


def ask_partner_to_help(partner: Contact, snag: Snag, *, at: datetime) -> None:
    """To the partner: could you get in touch?"""
    about = {"pledge": snag.pledge, "name": name_of(snag.pledge)}
    subject = _("Could you get in touch with %(name)s?") % {"name": name_of(snag.pledge)}
    _write("partner_asked", partner, about, subject=subject, key=str(snag.uuid), due_at=at)


def ask_for_smaller(snag: Snag, *, at: datetime) -> None:
    """To the one who is stuck, once: make it smaller, or let it go?"""
    about = {"pledge": snag.pledge, "url": _full(stuck_path(snag.pledge))}
    subject = _("Make your pledge smaller, or let it go?")
    called = snag.pledge.first_name
    _write("smaller", snag.pledge.contact, about, subject=subject, key=str(snag.uuid), due_at=at, called=called)


def tell_of_end(contact: Contact, answer: Answer, *, at: datetime) -> None:
    """To somebody who waits: it is kept, or it is let go. Nothing of what was said beside it."""
    pledge, is_kept = answer.pledge, answer.said == Answer.Said.KEPT
    words = _("%(name)s kept a pledge") if is_kept else _("%(name)s let a pledge go")
    stands_by = {pledge.partner_id: "partner", pledge.backer_id: "backer"}
    about = {"pledge": pledge, "name": name_of(pledge), "heard_as": stands_by.get(contact.pk, "company")}
    key, subject = f"{pledge.uuid}:{contact.uuid}:{answer.uuid}", words % {"name": name_of(pledge)}
    _write("kept" if is_kept else "let_go", contact, about, subject=subject, key=key, due_at=at)


def tell_thanks(contact: Contact, thanks: Sequence[tuple[Pledge, Sequence[Thanks]]], *, at: datetime) -> None:
    """All that were said since the last email, pledge by pledge."""
    key = f"{contact.uuid}:{timezone.localdate(at)}"
    subject = _about(_("Thanks for: %(words)s"), thanks[0][0])
    _write("thanked", contact, {"thanks": thanks}, subject=subject, key=key, due_at=at)


def _about(subject: str, pledge: Pledge) -> str:
    """Their words in it, short enough for a phone."""
    return subject % {"words": cut(" ".join(pledge.act.split()), SUBJECT_LENGTH - len(subject % {"words": ""}))}


def _write(
    name: str,
    contact: Contact | None,
    about: dict[str, object],
    *,
    subject: str,
    key: str,
    due_at: datetime,
    called: str = "",
) -> None:
    if contact is None or not contact.email:
        return
    write_email(
        f"pledges/{name}",
        about,
        purpose=f"pledges.{name}",
        key=key,
        to=contact.email,
        to_name=called or contact.first_name,
        subject=subject,
        due_at=due_at,
        unsubscribe_url=_full(stop_path(contact)),
    )


def _full(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
