"""A story's picture, sent to somebody who may see it now."""

from pathlib import PurePath

from django.http import FileResponse

from stories.models import Story

KINDS = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


def send_picture(story: Story) -> FileResponse:
    """The file. The caller has looked up whether this person may read the story."""
    ending = PurePath(str(story.picture.name)).suffix.lower()
    kind = KINDS.get(ending, "application/octet-stream")
    response = FileResponse(story.picture.open(), content_type=kind, filename=f"{story.slug}{ending}")
    # No copy outlives a withdrawal by more than a minute, and none is shared between readers.
    response["Cache-Control"] = "private, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    return response
