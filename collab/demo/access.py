"""What some people need at the next meeting, and some guests with a phone and no email."""

from datetime import timedelta

from collab.demo.loading import Loading
from events.actions import mark_met, tell_needs
from events.models import Event, SignUp, access_lead_of
from members.models import Contact

# (what they ticked, what they wrote, what is ready)
TOLD = [
    (["way-in", "seat"], "A chair with arms, near the door.", ["way-in"]),
    (["hearing"], "", ["hearing"]),
    (["food"], "No nuts at all. I bring my own pen for emergencies.", []),
    (["print", "quiet"], "", ["quiet"]),
    (["language"], "My mother speaks Punjabi. I can put it into English for her.", ["language", "words"]),
]
PHONES = ["01632 960 211", "01632 960 212", "01632 960 213"]


def load_access(loading: Loading) -> None:
    """At the next date, whose places are nearly all taken."""
    event = loading.coming[0]
    guests = event.signups.with_a_place().filter(contact__in=loading.guests).select_related("contact").order_by("pk")
    signups = list(guests[: len(PHONES) + len(TOLD)])
    for signup, phone in zip(signups, PHONES, strict=False):
        Contact.objects.filter(pk=signup.contact_id).update(email="", phone=phone)
    tell(loading, event, signups[-len(TOLD) :])


def tell(loading: Loading, event: Event, signups: list[SignUp]) -> None:
    """Told a day ago; the lead has got some of it ready."""
    ready = {}
    for signup, (needs, words, met) in zip(signups, TOLD, strict=False):
        tell_needs(signup, needs=needs, words=words, at=loading.now - timedelta(days=1))
        ready[signup.uuid] = set(met)
    lead = access_lead_of(event)
    if lead is not None:
        mark_met(event, ready, by=lead)
