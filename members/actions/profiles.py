"""What members change about themselves."""

from django.db import transaction
from django.db.models import QuerySet

from members.models import Place, Profile, Topic


@transaction.atomic
def change_profile(
    profile: Profile, *, name: str, cares_about: QuerySet[Topic], places: QuerySet[Place], **_: object
) -> None:
    """Save what they say of themselves, and their name, which stands on their contact."""
    profile.save()
    profile.cares_about.set(cares_about)
    profile.places.set(places)
    profile.member.contact.rename(name)
