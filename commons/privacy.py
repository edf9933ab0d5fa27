"""What is kept in the rows that nobody owns."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Kept, Limit, OnErasure, Person


def about(person: Person) -> Q:
    """What they did, and what was done to them."""
    return Q(actor__in=person.uuids) | Q(target__in=person.uuids)


KEPT = [
    Kept(
        "commons.AuditEntry",
        personal="actor target",
        neither="id at action kind facts",
        found=about,
        on_erasure=OnErasure.KEEP,
        because="It holds ids and no names, and nobody may change it.",
        what=_("a log of who did what, by numbers and without names"),
        why=_("mistakes and misuse can be found"),
        until=_("as long as this network runs"),
    ),
    Kept(
        "commons.ErasedPerson",
        neither="id person address erased_at returned_at",
        limits=[Limit("erased_at", days=3 * 366)],
        what=_("a scrambled mark of somebody who left, which cannot be turned back into a name"),
        why=_("an old backup cannot bring them back, and we can count who comes again"),
        until=_("3 years after you left"),
    ),
    Kept(
        "commons.RateCount",
        neither="id key window_started_at count",
        # The longest window is a day.
        limits=[Limit("window_started_at", days=8)],
        what=_("how often something was tried from one address or connection, as a scrambled mark"),
        why=_("nobody can guess codes or send floods"),
        until=_("8 days"),
    ),
    Kept("commons.GoWord", neither="id word path made_at"),
    Kept("commons.OldAddress", neither="id path now_at moved_at"),
    Kept("commons.Heartbeat", neither="id name at"),
    Kept("commons.NetworkSettings", neither="id name_light name_bold area phone hours email"),
]
