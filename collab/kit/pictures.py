"""Pictures that people send: limited before decoding, decoded, and written anew with nothing but the pixels.

What arrives is never kept and never served. Decoders have had bombs in odd formats, so three are allowed; a name that
people gave a file is not looked at; and of many at once, one is decoded at a time in each process.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_BYTES = 10 * 1024 * 1024
# What a picture of so many dots takes in memory differs: a JPEG can be decoded small, a WebP takes its canvas thrice.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 25_000_000, "WEBP": 16_000_000}
FORMATS = ["JPEG", "PNG", "WEBP"]
QUALITY = 82
WHITE = (255, 255, 255)
# Nothing in the file may run or load, should a browser be talked into opening it as a page.
POLICY = "default-src 'none'; script-src 'none'; object-src 'none'; frame-ancestors 'none'; sandbox"
ONE_AT_A_TIME = Lock()

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


class BadPicture(ValidationError):
    """It is not taken, and the words say what to do."""


def write_anew(file: Any, sizes: Sequence[Size]) -> Written:
    """The picture as WebP in each size, with no metadata and no transparency. Raises BadPicture."""
    with ONE_AT_A_TIME:
        image = _open(file)
        # Anything at all: what is wrong with a file is for the decoder to find, and it raises what it likes.
        try:
            image = _shrunk(image, sizes)
            return {size.name: _webp(_cut(image, size)) for size in sizes}
        except Exception as error:
            raise BadPicture(NOT_WHOLE, code="broken") from error


def _open(file: Any) -> Image.Image:
    """Its header alone: format and dots are known, and nothing is decoded."""
    try:
        file.seek(0)
        image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(TOO_LARGE, code="large") from error
    except Exception as error:
        raise BadPicture(NOT_A_PICTURE, code="format") from error
    if image.width * image.height > MOST_PIXELS.get(str(image.format), 0):
        raise BadPicture(TOO_LARGE, code="large")
    return image


def _shrunk(image: Image.Image, sizes: Sequence[Size]) -> Image.Image:
    """No larger than the largest size needs, the right way up, and without a palette."""
    turn = _turn(image)
    largest = max(max(size.width, size.height) for size in sizes)
    scale = min(largest / min(image.size), 1)
    if image.mode in ("P", "1", "PA"):
        image = image.convert("RGBA")
    # Its side effect is the point: a JPEG is decoded at an eighth of its size where that is enough.
    image.thumbnail((max(round(image.width * scale), 1), max(round(image.height * scale), 1)), reducing_gap=3.0)
    image = image.transpose(turn) if turn is not None else image
    return _opaque(image)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How a camera was held. What it says of that is often broken, and a photo is worth more than its label."""
    with suppress(Exception):
        return TURNS.get(image.getexif().get(0x0112))
    return None


TURNS: dict[Any, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _opaque(image: Image.Image) -> Image.Image:
    """A new picture with the dots on white, and nothing else: what is said of the old one would be written too."""
    # Grey of 16 bits becomes grey of 8.
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda dot: dot * (1 / 256)).convert("L")
    colours = image.convert("RGBA")
    ground = Image.new("RGB", colours.size, WHITE)
    ground.paste(colours, mask=colours.getchannel("A"))
    return ground


def _cut(image: Image.Image, size: Size) -> Image.Image:
    factor = min(1, image.width / size.width, image.height / size.height)
    shape = (max(round(size.width * factor), 1), max(round(size.height * factor), 1))
    return ImageOps.fit(image, shape, Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=4)
    return target.getvalue()


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
