"""Who waits for news of a pledge, and whom we may write to about pledges."""

from members.models import Contact, Member
from pledges.models.answers import Answer
from pledges.models.follow_ups import FollowUps
from pledges.models.pledges import Pledge, PledgeQuerySet


def hearers_of(pledge: Pledge, said: str) -> list[Contact]:
    """The partner and the backer of a kept one. Of one let go the partner, a backer whose help was asked for,
    and those who said me too and go on with theirs.
    """
    waiting = [pledge.partner]
    if said == Answer.Said.KEPT:
        waiting += [pledge.backer]
    elif said == Answer.Said.LET_GO:
        waiting += [pledge.backer] if pledge.snags.filter(letter_sent_at__isnull=False).exists() else []
        waiting += [joined.contact for joined in joined_by(pledge)]
    else:
        return []
    people = dict.fromkeys(contact for contact in waiting if contact is not None)
    return [contact for contact in people if contact.pk != pledge.contact_id]


def joined_by(pledge: Pledge) -> PledgeQuerySet:
    """The pledges of those who said me too to it, and go on."""
    live = Pledge.objects.live().filter(shared_with=pledge, confirmed_at__isnull=False)
    return live.select_related("contact").order_by("pk")


def may_write_to(contact: Contact | None) -> bool:
    """They have an address, did not stop emails about pledges, and are not suspended."""
    if contact is None or not contact.email or FollowUps.of(contact).stopped_at is not None:
        return False
    return not Member.objects.filter(contact=contact, is_active=False).exists()
