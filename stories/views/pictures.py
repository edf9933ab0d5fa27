"""A story's picture, sent to somebody who may see it now."""

from pathlib import PurePath

from django.http import FileResponse, Http404

from collab.kit.pictures import picture_answer
from stories.models import Story
from stories.models.pictures import FOLDER, LARGE, SIZES, key_of

KINDS = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
# No copy outlives a withdrawal by more than a minute, and none is shared between readers.
A_MINUTE = "private, max-age=60"


def send_picture(story: Story, size: str = LARGE, *, cache: str = A_MINUTE) -> FileResponse:
    """The file. The caller has looked up whether this person may read the story."""
    if size not in {one.name for one in SIZES}:
        raise Http404
    key = key_of(str(story.picture))
    answer = picture_answer(FOLDER, key, size, cache=cache) if key else _file_alone(story)
    answer["Cache-Control"] = cache
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _file_alone(story: Story) -> FileResponse:
    ending = PurePath(str(story.picture.name)).suffix.lower()
    kind = KINDS.get(ending, "application/octet-stream")
    try:
        return FileResponse(story.picture.open(), content_type=kind, filename=f"{story.slug}{ending}")
    except FileNotFoundError as error:
        raise Http404 from error
