"""What is kept of people in groups. What a group wrote is the group's; who wrote it comes off."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Kept, Limit, OnErasure, Person, Rows, Term
from groups.actions.going import go_from
from groups.models import Membership
from groups.models.people import LINKS_LAST

ITS_WORDS = "The words are the group's; who wrote them comes off with the account."
LEFT = Term("groups-left", _("Groups that somebody left"), days=366, least=LINKS_LAST.days)
OF_THE_GROUP = _("as long as the group; without you as soon as you leave")


def hand_on(person: Person, rows: Rows, at: datetime) -> None:
    """A group that goes on has a lead at every moment, this one too."""
    for membership in rows.select_related("group", "member").order_by("group"):
        go_from(membership, at=at)
    rows.delete()


KEPT = [
    Kept(
        "groups.Membership",
        personal="group member role state message asked_at joined_at left_at",
        neither="id uuid turn invited_by",
        of_member="member",
        erase=hand_on,
        # Others lock a group before anything in it.
        turn=2,
        limits=[Limit("left_at", LEFT, only=Q(state=Membership.State.LEFT))],
        what=_("which groups you are in, asked to join or left, and what you do there"),
        why=_("a group knows who is in it"),
        until=_("as long as you have an account; %(groups-left)s after you left the group"),
    ),
    Kept(
        "groups.Agreed",
        personal="agreement member at",
        neither="id",
        of_member="member",
        what=_("which agreements of your groups you said yes to"),
        why=_("an agreement holds when everybody said yes"),
        until=_("as long as you have an account"),
    ),
    Kept(
        "groups.Agreement",
        personal="group version text proposed_by proposed_at agreed_at",
        neither="id uuid review_on",
        of_member="proposed_by",
        on_erasure=OnErasure.KEEP,
        because=ITS_WORDS,
        until=OF_THE_GROUP,
    ),
    Kept(
        "groups.GroupNote",
        personal="group kind words day by made_at",
        neither="id uuid form_key",
        withheld="form_key",
        of_member="by",
        on_erasure=OnErasure.KEEP,
        because=ITS_WORDS,
        what=_("the notes you wrote for your groups"),
        why=_("a group can look up what was said"),
        until=OF_THE_GROUP,
    ),
    Kept(
        "groups.OutcomeStep",
        personal="outcome state line by at",
        neither="id",
        of_member="by",
        on_erasure=OnErasure.KEEP,
        because=ITS_WORDS,
        until=OF_THE_GROUP,
    ),
    Kept("groups.Outcome", neither="id uuid group words sign state made_at changed_at"),
    Kept(
        "groups.Group",
        neither=(
            "id uuid slug name kind purpose meets openness is_public next_on next_where made_by made_at form_key "
            "is_taken_down closed_at closed_by we_did we_learned goes_on"
        ),
    ),
]
