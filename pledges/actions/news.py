"""Those who wait for a pledge hear what became of it, an hour later, so that a slip can be put right unseen."""

from datetime import datetime, timedelta

from members.models import Contact
from outbox.models import UNSENT, OutgoingEmail, State
from pledges.emails.helping import KEPT, LET_GO, tell_of_end
from pledges.models import Answer, Pledge
from pledges.models.hearers import hearers_of, may_write_to

# Time to correct an answer before anybody else hears of it.
HOLD_BACK = timedelta(hours=1)


def tell_those_waiting(answer: Answer, *, at: datetime) -> None:
    """One email each, and only the first time. Under the pledge's lock, after `take_news_back`."""
    pledge = answer.pledge
    for contact in hearers_of(pledge, answer.said):
        if may_write_to(contact) and not has_heard(pledge, contact.uuid, answer.said):
            tell_of_end(contact, answer, at=at + HOLD_BACK)


def take_news_back(pledge: Pledge) -> None:
    """It is not so any more: what has not gone out does not go."""
    OutgoingEmail.objects.filter(
        state__in=UNSENT, purpose__in=[KEPT, LET_GO], key__startswith=f"{pledge.uuid}:"
    ).cancel()


def about_to_hear(pledge: Pledge, said: str) -> list[Contact]:
    """Those whose email about it has not gone out yet."""
    unsent = OutgoingEmail.objects.filter(state__in=UNSENT, key__startswith=f"{pledge.uuid}:")
    keys = "".join(unsent.filter(purpose__in=[KEPT, LET_GO]).values_list("key", flat=True))
    return [contact for contact in hearers_of(pledge, said) if str(contact.uuid) in keys]


def has_heard(pledge: Pledge, who: object, said: str) -> bool:
    """Whether this news of it went to them before."""
    purpose = KEPT if said == Answer.Said.KEPT else LET_GO
    told = OutgoingEmail.objects.filter(purpose=purpose, key__startswith=f"{pledge.uuid}:{who}:")
    return told.exclude(state=State.CANCELLED).exists()
