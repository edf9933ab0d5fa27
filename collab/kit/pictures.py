"""Pictures that people send: limited before decoding, decoded, and written anew with nothing but the pixels.

What arrives is never kept and never served. Decoders have had bombs in odd formats, so three are allowed; a name that
people gave a file is not looked at; and of many at once, one is decoded at a time in each process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10 * 1024 * 1024
# Nothing in the file may run or load, should a browser be talked into opening it as a page.
POLICY = "default-src 'none'; script-src 'none'; object-src 'none'; frame-ancestors 'none'; sandbox"

NOT_A_PICTURE = _("Choose a photo in the format JPEG, PNG or WebP")
NOT_WHOLE = _("That photo did not arrive whole. Choose it again, or choose another one")
TOO_HEAVY = _("Choose a photo of up to 10 MB")
TOO_LARGE = _("Choose a photo with fewer dots. Your phone can send a smaller one")
type Written = dict[str, bytes]


@dataclass(frozen=True)
class Size:
    """One of the sizes in which a picture is kept: cut to this shape, and never made larger than it came."""

    name: str
    width: int
    height: int
    # As wide as this, in the shape it came; only what is taller than the height is cut.
    is_whole: bool = False


class BadPicture(ValidationError):
    """It is not taken, and the words say what to do."""


class PictureField(forms.FileField):
    """A photo to choose. Its clean value is the picture in each size, or None when none was chosen."""

    def __init__(self, *, sizes: Sequence[Size], **kwargs: Any) -> None:
        self.sizes = sizes
        widget = forms.FileInput({"accept": "image/jpeg,image/png,image/webp"})
        messages = {"empty": NOT_WHOLE, "invalid": NOT_A_PICTURE, "missing": NOT_A_PICTURE}
        super().__init__(**{"required": False, "widget": widget, "error_messages": messages, **kwargs})

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Written | None:
        """Weighed first, since a file is written to disk as it arrives and read only here."""
        file = super().clean(data, None)
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise BadPicture(TOO_HEAVY, code="heavy")
        from collab.kit.decoding import write_anew  # noqa: PLC0415 - 2 MiB, for those who add a photo

        return write_anew(file, self.sizes)


def keep(folder: str, written: Written) -> UUID:
    """Save each size under a random name of its own, which is the answer."""
    key = uuid4()
    for size, content in written.items():
        default_storage.save(_path(folder, key, size), ContentFile(content))
    return key


def names_of(folder: str, key: UUID, sizes: Sequence[Size]) -> list[str]:
    """The files of a picture."""
    return [_path(folder, key, size.name) for size in sizes]


def drop(folder: str, key: UUID, sizes: Sequence[Size]) -> None:
    """Delete the files of a picture. Twice is once."""
    for size in sizes:
        default_storage.delete(_path(folder, key, size.name))


def picture_answer(folder: str, key: UUID, size: str, *, cache: str) -> FileResponse:
    """The file, for whoever the caller has let in. It can be shown in a page and cannot be opened as one."""
    try:
        file = default_storage.open(_path(folder, key, size))
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(file, content_type="image/webp", as_attachment=True, filename="photo.webp")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = cache
    return answer


def _path(folder: str, key: UUID, size: str) -> str:
    return f"{folder}/{key.hex}/{size}.webp"
