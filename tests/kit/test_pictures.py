import struct
import subprocess
import sys
from io import BytesIO
from time import monotonic

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from collab.kit.decoding import MOST_PIXELS, write_anew
from collab.kit.pictures import PictureField, Size, drop, keep, picture_answer
from tests.kit.hostile import GPS, SCRIPT, exif, hostile_files, picture

SIZES = (Size("small", 160, 160), Size("large", 480, 320))
HOSTILE = hostile_files()


class PhotoForm(forms.Form):
    words = forms.CharField()
    photo = PictureField(sizes=SIZES)


def send(name, data):
    return PhotoForm(
        {"words": "What I typed"}, MultiValueDict({"photo": [SimpleUploadedFile(name, data, "image/jpeg")]})
    )


def chunks(webp):
    """The names of the parts of a WebP file, all of them."""
    assert webp[:4] == b"RIFF"
    assert struct.unpack("<I", webp[4:8])[0] + 8 == len(webp)
    found, at = [], 12
    while at < len(webp):
        found.append(webp[at : at + 4])
        length = struct.unpack("<I", webp[at + 4 : at + 8])[0]
        at += 8 + length + length % 2
    return found


@pytest.mark.parametrize("ending", ["gif", "bmp", "tiff", "ico", "eps", "fits", "pdf", "svg"])
def test_another_format_is_not_even_opened(ending):
    name, data, _comes_out = next(file for file in HOSTILE if file[0].endswith(ending) and not file[2])

    form = send(name, data)

    assert form.errors["photo"] == ["Choose a photo in the format JPEG, PNG or WebP"]


def red_at(image, x, y):
    dot = image.getpixel((x, y))
    assert isinstance(dot, tuple)
    return dot[0]


def test_there_are_sixty_hostile_files():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize(("name", "data", "comes_out"), HOSTILE, ids=[f"{n:02}" for n in range(len(HOSTILE))])
def test_a_hostile_file_leaves_dots_or_nothing(name, data, comes_out):
    began = monotonic()

    form = send(name, data)
    ok = form.is_valid()

    assert ok == comes_out, (name, form.errors)
    assert monotonic() - began < 5
    if not ok:
        words = form.errors["photo"][0]
        assert words.startswith(("Choose a photo", "That photo did not arrive whole")), words
        assert form["words"].value() == "What I typed"
        return
    for webp in form.cleaned_data["photo"].values():
        assert chunks(webp) == [b"VP8 "]
        assert GPS not in webp
        assert SCRIPT not in webp
        assert b"canary" not in webp


def test_the_files_do_carry_what_is_looked_for():
    told = [name for name, data, comes_out in HOSTILE if comes_out and GPS in data]
    scripted = [name for name, data, comes_out in HOSTILE if comes_out and SCRIPT in data]

    assert len(told) >= 5
    assert len(scripted) >= 4


def test_a_photo_is_cut_to_each_shape_and_never_made_larger():
    from_large = write_anew(BytesIO(picture(size=(1600, 1200))), SIZES)
    from_small = write_anew(BytesIO(picture(size=(90, 60))), SIZES)

    assert [Image.open(BytesIO(data)).size for data in from_large.values()] == [(160, 160), (480, 320)]
    assert [Image.open(BytesIO(data)).size for data in from_small.values()] == [(60, 60), (90, 60)]


@pytest.mark.parametrize(("held", "red_is"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_a_photo_stands_the_right_way_up(held, red_is):
    image, target = Image.new("RGB", (400, 400), (0, 0, 255)), BytesIO()
    image.paste((255, 0, 0), (0, 0, 200, 200))
    image.save(target, "JPEG", exif=exif(held))

    written = write_anew(target, (Size("small", 100, 100),))

    seen = Image.open(BytesIO(written["small"])).convert("RGB")
    corners = {(x, y): red_at(seen, 10 + 80 * x, 10 + 80 * y) > 200 for x in (0, 1) for y in (0, 1)}
    assert [corner for corner, is_red in corners.items() if is_red] == [red_is]


def test_what_is_clear_becomes_white_and_deep_grey_stays_grey():
    clear = write_anew(BytesIO(picture("PNG", mode="RGBA", size=(50, 50))), (Size("s", 50, 50),))
    grey, target = Image.new("I;16", (50, 50), 32768), BytesIO()
    grey.save(target, "PNG")

    deep = write_anew(target, (Size("s", 50, 50),))

    # 90 of 255 at 90 of 255 opaque, on white.
    assert red_at(Image.open(BytesIO(clear["s"])), 20, 20) == pytest.approx(197, abs=4)
    assert red_at(Image.open(BytesIO(deep["s"])), 20, 20) == pytest.approx(128, abs=4)


def test_no_photo_is_no_mistake():
    form = PhotoForm({"words": "x"})

    assert form.is_valid()
    assert form.cleaned_data["photo"] is None


def test_a_kept_picture_is_served_as_a_file_and_its_files_go_with_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    key = keep("photos", write_anew(BytesIO(picture()), SIZES))
    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.webp"))

    answer = picture_answer("photos", key, "small", cache="private, no-store")
    # Not answer.close(): it tells Django that a request has ended, which looks at the database's connection.
    assert answer.file_to_stream
    answer.file_to_stream.close()
    drop("photos", key, SIZES)
    drop("photos", key, SIZES)

    assert names == [f"photos/{key.hex}/large.webp", f"photos/{key.hex}/small.webp"]
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Disposition"] == 'attachment; filename="photo.webp"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    assert list(tmp_path.rglob("*.webp")) == []


MEASURE = """
import sys
from io import BytesIO
from pathlib import Path
import django
from collab.kit.decoding import write_anew
from collab.kit.pictures import Size
write_anew(BytesIO(Path(sys.argv[1]).read_bytes()), (Size("small", 160, 160), Size("large", 480, 480)))
# Not ru_maxrss: a child inherits it from whoever started it.
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_largest_that_is_taken_keeps_memory_below_512_megabytes(kind, tmp_path):
    side, file = int(MOST_PIXELS[kind] ** 0.5), tmp_path / "largest"
    options = {
        "JPEG": {"progressive": True, "subsampling": 0},
        "PNG": {"compress_level": 1},
        "WEBP": {"method": 0},
    }.get(kind, {})
    mode = {"JPEG": "RGB"}.get(kind, "RGBA")
    Image.effect_noise((256, 256), 60).convert(mode).resize((side, side)).save(file, kind, **options)

    began = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)],
        cwd=settings.BASE_DIR, check=True, capture_output=True, text=True,
    )  # fmt: skip

    megabytes = int(done.stdout) // 1024
    assert 100 < megabytes < 512, f"{kind}: {megabytes} MB"
    assert monotonic() - began < 10
