"""Where the files of a story's picture stand, and in which sizes."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from collab.kit.pictures import Size, names_of
from stories.models.stories import Story

FOLDER = "stories"
# Up to 9 by 16, as phones take them: where a page shows less of it, the focal point says which part.
SIZES = (
    Size("small", 480, 854, is_whole=True),
    Size("middle", 960, 1707, is_whole=True),
    Size("large", 1440, 2560, is_whole=True),
)
LARGE = SIZES[-1].name
# Nine places in a picture: across and down, in percent.
PLACES = {
    "0-0": _("Top left"),
    "50-0": _("Top"),
    "100-0": _("Top right"),
    "0-50": _("Left"),
    "50-50": _("Middle"),
    "100-50": _("Right"),
    "0-100": _("Bottom left"),
    "50-100": _("Bottom"),
    "100-100": _("Bottom right"),
}


def name_of(key: UUID) -> str:
    """What the story's row says of a picture that was kept under this key."""
    return f"{FOLDER}/{key.hex}/{LARGE}.webp"


def key_of(name: str) -> UUID | None:
    """The key of a picture kept in sizes; None for one file alone, such as those of the demo."""
    path = PurePosixPath(name)
    try:
        return UUID(hex=path.parent.name)
    except ValueError:
        return None


def files_of(names: Iterable[str]) -> list[str]:
    """Every file of these pictures."""
    found: list[str] = []
    for name in filter(None, names):
        key = key_of(name)
        found += names_of(FOLDER, key, SIZES) if key else [name]
    return found


def drop_files(names: Iterable[str]) -> None:
    """Delete every file of these pictures. Twice is once."""
    for name in files_of(names):
        default_storage.delete(name)


def orphans(*, before: datetime) -> list[str]:
    """Pictures in sizes that no story has, and that were written before: a request may have died between."""
    folders, _files = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ([], [])
    names = [name_of(UUID(hex=folder)) for folder in folders if key_of(f"{folder}/x")]
    # Read before the stories are: a picture that came meanwhile is too young anyway.
    old = [name for name in names if default_storage.exists(name) and _written_at(name) < before]
    kept = set(Story.objects.filter(picture__in=old).values_list("picture", flat=True))
    return [name for name in old if name not in kept]


def _written_at(name: str) -> datetime:
    return default_storage.get_modified_time(name)
