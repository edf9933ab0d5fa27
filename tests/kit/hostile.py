"""Sixty files that nobody should be able to hurt us with, and the few good ones that they are made from."""

import struct
import zlib
from functools import cache
from io import BytesIO

from PIL import Image, PngImagePlugin

GPS = b"53.5409N-2.1114W-canary"
SCRIPT = b"<script>alert('canary')</script>"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>' + GPS + b"</rdf></x:xmpmeta>"


def picture(kind="JPEG", size=(640, 480), mode="RGB", **options):
    target = BytesIO()
    Image.new(mode, size, 90 if len(mode) == 1 or mode.startswith("I") else tuple([90] * len(mode))).save(
        target, kind, **options
    )
    return target.getvalue()


def exif(orientation=1):
    """Where it was taken, which way up, and by whom."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x013B] = GPS.decode()
    data.get_ifd(0x8825)[29] = GPS.decode()
    return data.tobytes()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_says(width, height, data=b"", *, depth=8, colour=2):
    """A header that promises so many dots, and hardly any data."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IDAT", data or zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def webp_that_says(width, height):
    """The extended header with a canvas of that size and no frame."""
    canvas = struct.pack("<I", 0)[:4] + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_that_says(width, height):
    good = picture(size=(16, 16))
    at = good.index(b"\xff\xc0")
    return good[: at + 5] + struct.pack(">HH", height, width) + good[at + 9 :]


def text_png(**texts):
    info = PngImagePlugin.PngInfo()
    for name, value in texts.items():
        info.add_itxt(name, value, zip=True)
    return picture("PNG", pnginfo=info)


def animated(kind):
    target = BytesIO()
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in range(0, 250, 10)]
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=10)
    return target.getvalue()


@cache
def hostile_files():
    """(name, bytes, whether a picture may come out of it), made once. What comes out is looked at like the others."""
    return [*refused(), *polyglots(), *told_too_much(), *odd()]


def refused():
    """Nothing of these may be kept."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    whole = {"JPEG": picture("JPEG"), "PNG": picture("PNG"), "WEBP": picture("WEBP")}
    files = [
        ("bomb.png", png_that_says(50_000, 50_000)),
        ("bomb-by-a-hair.png", png_that_says(5_001, 5_000)),
        ("bomb-16-bit.png", png_that_says(60_000, 60_000, depth=16)),
        ("bomb-wide.png", png_that_says(2_000_000_000, 1)),
        ("bomb-tall.png", png_that_says(1, 2_000_000_000)),
        ("bomb.jpg", jpeg_that_says(65_000, 65_000)),
        ("bomb-progressive.jpg", jpeg_that_says(9_000, 9_000)),
        ("bomb.webp", webp_that_says(16_383, 16_383)),
        ("bomb-little-data.png", png_that_says(4_000, 4_000)),
        ("nothing-inside.png", png_that_says(0, 0)),
        ("script.svg", svg),
        ("script.svg.jpg", svg),
        ("page.jpg", b"<!doctype html><html>" + SCRIPT),
        ("page.png", b"<html><body onload=alert(1)>"),
        ("code.jpg", b"alert(document.cookie)//"),
        ("code.php.jpg", b"<?php system($_GET['c']); ?>"),
        ("old.gif", picture("GIF", mode="P")),
        ("page.gif", b"GIF89a/*" + SCRIPT + b"*/=1;"),
        ("dots.bmp", picture("BMP")),
        ("scan.tiff", picture("TIFF")),
        ("icon.ico", picture("ICO", size=(64, 64))),
        ("drawing.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(w) (r) file"),
        ("sky.fits", b"SIMPLE  =                    T" + b" " * 2850),
        ("paper.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>"),
        ("archive.zip.png", b"PK\x03\x04" + b"\0" * 60),
        ("nothing.jpg", b""),
        ("zeros.jpg", b"\0" * 4096),
        ("only-its-magic.jpg", b"\xff\xd8\xff\xe0"),
        ("only-its-magic.png", b"\x89PNG\r\n\x1a\n"),
        ("only-its-magic.webp", b"RIFF\x04\0\0\0WEBP"),
        ("wrong-sum.png", whole["PNG"].replace(b"IHDR\0", b"IHDR\1", 1)),
        ("broken-label.jpg", picture("JPEG", exif=b"Exif\0\0II*\0" + b"\xff" * 40 + GPS)),
        ("heavy.jpg", picture("JPEG") + b"\0" * (10 * 1024 * 1024)),
        ("a-hundred-megabytes.jpg", b"\xff\xd8\xff" + b"\0" * (100 * 1024 * 1024)),
    ]
    files += [(f"cut-in-half.{kind.lower()}", data[: len(data) // 2]) for kind, data in whole.items()]
    files += [(f"cut-at-its-head.{kind.lower()}", data[:40]) for kind, data in whole.items()]
    return [(name, data, False) for name, data in files]


def polyglots():
    """A picture to us and something else to others; what comes out is a picture to everyone."""
    jpeg, png, webp = picture("JPEG"), picture("PNG"), picture("WEBP")
    files = [
        ("page-after-the-end.jpg", jpeg + SCRIPT),
        ("page-after-the-end.png", png + SCRIPT),
        ("page-after-the-end.webp", webp + SCRIPT),
        ("archive-after-the-end.jpg", jpeg + b"PK\x03\x04canary" + b"\0" * 40),
        ("code-in-a-comment.jpg", picture("JPEG", comment=b"*/=1;" + SCRIPT + b"/*")),
        ("code-in-a-text.png", text_png(Comment=SCRIPT.decode())),
        ("code-before-the-end.png", png[:-12] + chunk(b"prVt", SCRIPT) + png[-12:]),
        ("../../../etc/canary.jpg", jpeg),
        ("..\\..\\canary.jpg", jpeg),
        ("canary\0.php.jpg", jpeg),
        ("<img src=x onerror=alert(1)>.png", png),
        (f"{'long' * 60}.webp", webp),
        ("named-wrong.svg", png),
    ]
    return [(name, data, True) for name, data in files]


def told_too_much():
    """Good photos that say where and by whom they were taken."""
    files = [
        ("where.jpg", picture("JPEG", exif=exif())),
        ("where-turned.jpg", picture("JPEG", exif=exif(6))),
        ("where.png", picture("PNG", exif=exif())),
        ("where.webp", picture("WEBP", exif=exif())),
        ("xmp.jpg", picture("JPEG", xmp=XMP)),
        ("xmp.webp", picture("WEBP", xmp=XMP)),
        ("xmp.png", text_png(**{"XML:com.adobe.xmp": XMP.decode()})),
        ("profile.jpg", picture("JPEG", icc_profile=GPS * 20)),
        ("profile.webp", picture("WEBP", icc_profile=GPS * 20)),
    ]
    return [(name, data, True) for name, data in files]


def odd():
    """Strange and allowed."""
    files = [
        ("moves.webp", animated("WEBP")),
        ("moves.png", animated("PNG")),
        ("one-dot.png", picture("PNG", size=(1, 1))),
        ("a-thread.png", picture("PNG", size=(1, 9_000))),
        ("clear.png", picture("PNG", mode="RGBA")),
        ("palette.png", picture("PNG", mode="P")),
        ("deep-grey.png", picture("PNG", mode="I;16")),
        ("print.jpg", picture("JPEG", mode="CMYK")),
    ]
    return [(name, data, True) for name, data in files]
