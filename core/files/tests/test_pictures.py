"""A picture is taken apart to its pixels; whatever else a file holds stays outside."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from core.files.pictures import LARGEST_BYTES, LONGEST_SIDE, Picture, PictureRefused, read_picture

WITHIN = (480, 160)
CANARY = b"CANARY-51f0"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(size: tuple[int, int] = (300, 100), mode: str = "RGB", color: Any = RED) -> Image.Image:
    return Image.new(mode, size, color)


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def read(content: bytes, name: str = "logo.png", content_type: str = "image/png") -> Picture:
    return read_picture(SimpleUploadedFile(name, content, content_type), within=WITHIN)


def shown(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content), formats=["WEBP"])


class TestTaken:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
    def test_each_of_three_kinds(self, form: str) -> None:
        picture = read(encoded(drawn(), form))
        assert (picture.width, picture.height) == (300, 100)
        red, green, blue = shown(picture).convert("RGB").getpixel((150, 50))  # type: ignore[misc]
        assert red > 180
        assert max(green, blue) < 60

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
    def test_any_way_of_colouring(self, mode: str) -> None:
        form = "JPEG" if mode == "CMYK" else "PNG"
        source = drawn().convert("L").convert("I;16") if mode == "I;16" else drawn().convert(mode)
        assert shown(read(encoded(source, form))).size == (300, 100)

    @pytest.mark.parametrize(("size", "fitted"), [((1000, 1000), (160, 160)), ((3000, 300), (480, 48)), ((20, 20), (20, 20))])
    def test_is_made_to_fit_and_never_larger(self, size: tuple[int, int], fitted: tuple[int, int]) -> None:
        picture = read(encoded(drawn(size)))
        assert (picture.width, picture.height) == fitted == shown(picture).size

    def test_by_what_it_is_and_not_by_what_it_is_called(self) -> None:
        assert read(encoded(drawn(), "JPEG"), "../../logo.svg", "text/html").width == 300

    def test_stands_upright(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # Turn by a quarter.
        picture = read(encoded(drawn((300, 100)), "JPEG", exif=exif))
        assert (picture.width, picture.height) == (53, 160)

    def test_a_photo_stays_small(self) -> None:
        noise = Image.effect_noise((1000, 1000), 200).convert("RGB")
        assert len(read(encoded(noise, "JPEG")).content) < 60_000


class TestNothingHiddenSurvives:
    def test_words_beside_the_pixels(self) -> None:
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", CANARY.decode())
        words.add_itxt("XML:com.adobe.xmp", CANARY.decode())
        exif = Image.Exif()
        exif[0x010E] = CANARY.decode()
        for content in (
            encoded(drawn(), "PNG", pnginfo=words, exif=exif),
            encoded(drawn(), "JPEG", comment=CANARY, exif=exif, icc_profile=CANARY),
            encoded(drawn(), "WEBP", exif=exif, icc_profile=CANARY, xmp=CANARY),
        ):
            assert CANARY in content
            kept = read(content)
            assert CANARY not in kept.content
            assert not ({"exif", "xmp", "icc_profile"} & shown(kept).info.keys())

    @pytest.mark.parametrize("tail", [b"<script>CANARY-51f0</script>", b"PK\x03\x04CANARY-51f0", b"%PDF-1.7 CANARY-51f0"])
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
    def test_another_file_behind_the_picture(self, form: str, tail: bytes) -> None:
        assert CANARY not in read(encoded(drawn(), form) + tail).content

    def test_colours_behind_what_is_transparent(self) -> None:
        image = drawn((64, 64), "RGBA", (*RED, 255))
        image.paste((*BLUE, 0), (0, 0, 32, 64))
        left, right = (shown(read(encoded(image))).convert("RGBA").getpixel((x, 32)) for x in (5, 60))
        assert left == (0, 0, 0, 0)
        assert right == (*RED, 255)

    def test_further_frames(self) -> None:
        for form in ("PNG", "WEBP"):
            content = encoded(drawn(), form, save_all=True, append_images=[drawn(color=BLUE)])
            assert getattr(shown(read(content)), "n_frames", 1) == 1


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


PNG_BYTES = encoded(drawn())


class TestRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            b'\xef\xbb\xbf<?xml version="1.0"?><!-- a --><!DOCTYPE svg><SVG onload="alert(1)"/>',
        ],
    )
    def test_svg_with_the_reason(self, content: bytes) -> None:
        with pytest.raises(PictureRefused, match="can contain scripts"):
            read(content, "logo.png")

    @pytest.mark.parametrize(
        "content",
        [
            b"<html><script>alert(1)</script></html>",
            b"GIF89a" + b"\0" * 50,
            b"BM" + b"\0" * 50,
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"#!/bin/sh",
            b"\0",
            b"RIFF\0\0\0\0WAVE",
            encoded(drawn(), "AVIF"),
            encoded(drawn(), "TIFF"),
        ],
    )
    def test_other_kinds_whatever_they_are_called(self, content: bytes) -> None:
        with pytest.raises(PictureRefused, match="not a picture that we can use"):
            read(content)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            PNG_BYTES[:8],
            PNG_BYTES[:60],
            PNG_BYTES[: len(PNG_BYTES) // 2],
            encoded(drawn(), "JPEG")[:200],
            encoded(drawn(), "WEBP")[:30],
            b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
            b"\xff\xd8\xff" + b"<script>" * 50,
            _png_that_claims(500, 500),
            _png_that_claims(0, 0),
        ],
    )
    def test_damaged_and_cut_short(self, content: bytes) -> None:
        with pytest.raises(PictureRefused):
            read(content)

    @pytest.mark.parametrize("size", [(LONGEST_SIDE + 1, 10), (65_000, 65_000), (2**31 - 1, 2**31 - 1), (20_000, 20_000)])
    def test_a_bomb_before_it_is_unpacked(self, size: tuple[int, int]) -> None:
        content = _png_that_claims(*size)
        assert len(content) < 200
        with pytest.raises(PictureRefused, match="too many pixels"):
            read(content)

    def test_a_bomb_of_words(self) -> None:
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "x" * 80_000_000, zip=True)
        content = encoded(drawn(), "PNG", pnginfo=words)
        assert len(content) < 200_000
        with pytest.raises(PictureRefused):
            read(content)

    def test_too_small_to_see(self) -> None:
        with pytest.raises(PictureRefused, match="too small"):
            read(encoded(drawn((15, 300))))

    def test_too_large_before_it_is_read(self) -> None:
        with pytest.raises(PictureRefused, match="too large"):
            read(PNG_BYTES + b"\0" * LARGEST_BYTES)
