"""What is kept of who can be found, who knows whom, and of introductions."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import AgreedTo, Kept, Limit, Person, Rows, Term
from members.models import Contact
from network.actions.introducing import end_for_good
from network.models import Askable, Introduction, Says
from network.models.introductions import ASK_AGAIN_AFTER

State = Introduction.State


def reached(person: Person) -> Q:
    """Those they may know of: their own, and those that were passed on to them."""
    passed_on = Q(through=None) | Q(through_says=Says.YES)
    return Q(asked_by=person.member) | passed_on


def end_kindly(person: Person, rows: Rows, at: datetime) -> None:
    """Nobody waits for somebody who has gone. The words of whoever asked go; the tie of two others stays."""
    asked_to_pass_on = Introduction.objects.filter(through=person.member, through__isnull=False).exclude(
        through_says=Says.YES
    )
    wanted = Q(pk__in=rows.values("pk")) | Q(pk__in=asked_to_pass_on.values("pk"))
    for introduction in Introduction.objects.filter(wanted, state=State.OPEN).order_by("pk"):
        end_for_good(introduction, without=person.member, at=at)
    rows.delete()


def agreements(contact: Contact) -> Iterator[AgreedTo]:
    """That people whom they do not know may ask them."""
    row = Askable.objects.filter(member__contact=contact).first()
    if row is not None:
        yield AgreedTo(
            what=_("People you do not know may ask you"),
            said_at=row.since,
            url=reverse("person_list"),
            change=_("Change it"),
        )


# Whoever asked may ask the same person again later, and not sooner because the row is gone.
NOT_MET = Term("introductions", _("Introductions where nobody met"), days=366, least=ASK_AGAIN_AFTER.days + 1)

KEPT = [
    Kept(
        "network.Entry",
        personal="profile member name document digest as_of is_askable",
        withheld="profile document digest",
        of_member="member",
        what=_("the words of your profile once more, for the search"),
        why=_("members can find you, if you chose that"),
        until=_("as long as members can find you"),
    ),
    Kept(
        "network.Askable",
        personal="member since",
        of_member="member",
        what=_("that people you do not know may ask you, if you chose that"),
        why=_("members can find you"),
        until=_("as long as you have an account; you can take it back at any time"),
    ),
    Kept(
        "network.AskingEmailsStopped",
        personal="member since",
        of_member="member",
        what=_("that you want no emails asking about introductions, if you stopped them"),
        why=_("none is sent to you"),
        until=_("as long as you have an account; you can start them again at any time"),
    ),
    Kept(
        "network.Tie",
        personal=(
            "one other introduced_at shared_events first_event together_at group_name grouped_at one_says other_says "
            "one_said_at other_said_at is_known last_at"
        ),
        neither="id",
        of_member="one other",
        # What somebody said about knowing them is not theirs to read.
        said_by={"one_says": "one", "one_said_at": "one", "other_says": "other", "other_said_at": "other"},
        withheld="last_at",
        what=_("whom you know here, from shared events, groups and introductions"),
        why=_("you can find a way to somebody new through somebody you know"),
        until=_("as long as both of you have an account"),
    ),
    Kept(
        "network.Introduction",
        personal=(
            "asked_by one other context state one_says other_says one_reach other_reach asked_at lapses_at ended_at"
        ),
        neither="id uuid through through_says",
        withheld="through_says",
        of_member="asked_by one other",
        seen=reached,
        # A no is for nobody else to see; neither is what others wrote, or how to reach them.
        said_by={
            "context": "asked_by",
            **{"one_says": "one", "one_reach": "one", "other_says": "other", "other_reach": "other"},
        },
        erase=end_kindly,
        limits=[Limit("ended_at", NOT_MET, only=Q(state__in=[State.LAPSED, State.CANCELLED]))],
        what=_("introductions: who asked, why, and what you answered"),
        why=_("two people meet only when both say yes"),
        until=_("as long as those in it have an account; %(introductions)s, if you did not meet"),
    ),
]
