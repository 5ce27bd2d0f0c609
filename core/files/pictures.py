"""Pictures that people upload, made anew: what is kept comes from the pixels alone."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.files.kinds import START, WEBP, kind_of, looks_like_svg

LARGEST_BYTES = 5 * 1024 * 1024
# What a picture of this size takes in memory while it is made smaller is about 100 MB.
LONGEST_SIDE = 3000
SHORTEST_SIDE = 16
# Above this, drawings too are kept with a loss that nobody sees at these sizes.
_LARGEST_LOSSLESS = 40 * 1024

# Pillow warns above it and refuses above twice as much, both already while it reads the head of a file.
Image.MAX_IMAGE_PIXELS = LONGEST_SIDE * LONGEST_SIDE


class PictureRefused(Exception):
    """The file is no picture that could be kept. Says why, and what to do."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))


@dataclass(frozen=True)
class Picture:
    """A WebP of ours."""

    content: bytes
    width: int
    height: int

    kind = WEBP


def read_picture(file: "UploadedFile[Any]", *, within: tuple[int, int]) -> Picture:
    """The first frame of a PNG, JPEG or WebP, upright, not larger than `within`. Raises PictureRefused."""
    if (file.size or 0) > LARGEST_BYTES:
        raise PictureRefused(_TOO_LARGE % {"limit": filesizeformat(LARGEST_BYTES)})
    file.seek(0)
    content = file.read()
    kind = kind_of(content[:START])
    if kind is None or not kind.is_picture:
        raise PictureRefused(_SVG if looks_like_svg(content[:START]) else _OTHER_KIND)
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as image:
            _check_size(image)
            return _written(_redrawn(image, within))
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_TOO_MANY_PIXELS % {"side": LONGEST_SIDE}) from error
    except Exception as error:  # A decoder that is fed nonsense raises whatever it happens to stumble over.
        raise PictureRefused(_DAMAGED) from error


_TOO_LARGE = _("The file is too large: %(limit)s at most. Save the picture smaller and try again.")
_SVG = _(
    "This is an SVG drawing. SVG files can contain scripts that would run on your pages, so they are not taken. "
    "Export the logo as a PNG and upload that."
)
_OTHER_KIND = _("This is not a picture that we can use. Choose a PNG, JPEG or WebP file.")
_DAMAGED = _("This picture is damaged or cut short. Open it in a picture program, save it again as PNG, and upload that.")
_TOO_MANY_PIXELS = _("The picture has too many pixels: %(side)s on each side at most. Make it smaller and try again.")
_TOO_FEW_PIXELS = _("The picture is too small: %(side)s pixels on each side at least. Choose a larger one.")


def _check_size(image: Image.Image) -> None:
    """Before a pixel is unpacked: a file of a few bytes can claim any size."""
    if max(image.size) > LONGEST_SIDE:
        raise PictureRefused(_TOO_MANY_PIXELS % {"side": LONGEST_SIDE})
    if min(image.size) < SHORTEST_SIDE:
        raise PictureRefused(_TOO_FEW_PIXELS % {"side": SHORTEST_SIDE})


def _redrawn(image: Image.Image, within: tuple[int, int]) -> Image.Image:
    """The pixels on a new canvas: no metadata, no further frames, nothing behind what is transparent."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    upright = ImageOps.exif_transpose(image.convert(mode))
    upright.thumbnail(within, Image.Resampling.LANCZOS)
    canvas = Image.new(mode, upright.size)
    # With an opacity of nothing, colours are multiplied by nothing.
    canvas.paste(upright.convert("RGBa").convert("RGBA") if mode == "RGBA" else upright)
    return canvas


def _written(image: Image.Image) -> Picture:
    for options in ({"lossless": True}, {"quality": 85}):
        content = io.BytesIO()
        image.save(content, "WEBP", **options)
        if content.tell() <= _LARGEST_LOSSLESS:
            break
    return Picture(content.getvalue(), *image.size)
