"""The decoder of pictures, apart from what forms and pages need of them: it is read when the first picture comes."""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from threading import Lock
from typing import Any

from PIL import Image, ImageOps

from collab.kit.pictures import NOT_A_PICTURE, NOT_WHOLE, TOO_LARGE, BadPicture, Size, Written

# What a picture of so many dots takes in memory differs: a JPEG can be decoded small, a WebP takes its canvas thrice.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 25_000_000, "WEBP": 16_000_000}
FORMATS = ["JPEG", "PNG", "WEBP"]
QUALITY = 82
WHITE = (255, 255, 255)
ONE_AT_A_TIME = Lock()


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
    return ImageOps.fit(image, _shape(image, size), Image.Resampling.LANCZOS)


def _shape(image: Image.Image, size: Size) -> tuple[int, int]:
    """How large it becomes: never larger than it came."""
    if size.is_whole:
        factor = min(1, size.width / image.width)
        height = min(image.height, image.width * size.height // size.width)
        return max(round(image.width * factor), 1), max(round(height * factor), 1)
    factor = min(1, image.width / size.width, image.height / size.height)
    return max(round(size.width * factor), 1), max(round(size.height * factor), 1)


def _webp(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=4)
    return target.getvalue()
