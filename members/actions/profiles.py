"""What a member says of themselves, saved as one."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from collab.kit.pictures import Size, Written, drop, keep
from members.models import Member, Place, Profile, Sector, Topic

PHOTOS = "people"
PHOTO_SIZES = (Size("small", 160, 160), Size("large", 480, 480))


@transaction.atomic
def change_profile(
    profile: Profile,
    *,
    name: str,
    organisation: str,
    sector: Sector | None,
    cares_about: QuerySet[Topic],
    places: QuerySet[Place],
    public_parts: Iterable[str],
    photo: Written | None = None,
    remove_photo: bool = False,
    **_: object,
) -> None:
    """Save what they say of themselves, and their name and organisation, which stand on their contact."""
    profile.public_parts = sorted(public_parts)
    profile.save()
    profile.cares_about.set(cares_about)
    profile.places.set(places)
    introduce(profile.member, name=name, organisation=organisation, sector=sector)
    if photo is not None:
        set_photo(profile, photo)
    elif remove_photo:
        remove_photo_of(profile)


@transaction.atomic
def introduce(member: Member, *, name: str, organisation: str, sector: Sector | None) -> None:
    """What to call them and where they come from; both stand on their contact."""
    member.contact.rename(name)
    member.contact.works_at(organisation, sector=sector)


def change_parts(profile: Profile, public_parts: Iterable[str]) -> Profile:
    """Who finds them, and what everyone may read."""
    profile.public_parts = sorted(public_parts)
    profile.save(update_fields=["is_findable", "is_public", "public_parts", "changed_at"])
    return profile


@transaction.atomic
def set_photo(profile: Profile, photo: Written) -> None:
    """Keep the new one under a name of its own; the files of the old one go once that is sure."""
    _drop_files_once_sure(profile)
    profile.photo = keep(PHOTOS, photo)
    profile.save(update_fields=["photo"])


@transaction.atomic
def remove_photo_of(profile: Profile) -> None:
    """No photo and no words about it; their files go too. Twice is once."""
    _drop_files_once_sure(profile)
    profile.photo, profile.photo_alt = None, ""
    profile.save(update_fields=["photo", "photo_alt"])


def _drop_files_once_sure(profile: Profile) -> None:
    if profile.photo is not None:
        transaction.on_commit(partial(drop, PHOTOS, profile.photo, PHOTO_SIZES))
