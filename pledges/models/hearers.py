"""Who waits for news of a pledge, and whom we may write to about pledges."""

from members.models import Contact, Member
from pledges.models.answers import Answer
from pledges.models.follow_ups import FollowUps
from pledges.models.pledges import Pledge


def hearers_of(pledge: Pledge, said: str) -> list[Contact]:
    """The partner of a kept one and of one let go; the backer of a kept one, and where they were asked for help."""
    if said not in {Answer.Said.KEPT, Answer.Said.LET_GO}:
        return []
    backer = pledge.backer
    if said == Answer.Said.LET_GO and not pledge.snags.filter(letter_sent_at__isnull=False).exists():
        backer = None
    waiting = dict.fromkeys(contact for contact in (pledge.partner, backer) if contact is not None)
    return [contact for contact in waiting if contact.pk != pledge.contact_id]


def may_write_to(contact: Contact | None) -> bool:
    """They have an address, did not stop emails about pledges, and are not suspended."""
    if contact is None or not contact.email or FollowUps.of(contact).stopped_at is not None:
        return False
    return not Member.objects.filter(contact=contact, is_active=False).exists()
