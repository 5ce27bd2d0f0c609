"""Drawn portraits for the demo's people: nobody's face, and enough to know people by."""

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from core.files.pictures import Picture, read_picture

_SIDE = 640
_WALLS = ("#c7d9ea", "#e7d8c4", "#cfe0cf", "#e5cfd6", "#d7d2e8", "#dfe3e6")
_SKINS = (("#f3cdb2", "#dcae90"), ("#e2ac82", "#c68d63"), ("#b97b50", "#9c6239"), ("#8a5533", "#6f4023"), ("#5e3a24", "#482a18"))
_HAIRS = ("#1f1712", "#3d2415", "#6d4424", "#a9743b", "#8d8d8f", "#d9b97a")
_SHIRTS = ("#2f4858", "#7a3b3b", "#3f6b4f", "#4b4a78", "#b06a2c", "#e8e6e1")


def portrait(lot: Random, *, within: tuple[int, int]) -> Picture:
    """Head and shoulders before a wall, as an upload would be kept."""
    (skin, shade), hair = lot.choices(_SKINS)[0], lot.choices(_HAIRS)[0]
    image = Image.new("RGB", (_SIDE, _SIDE), lot.choices(_WALLS)[0])
    draw = ImageDraw.Draw(image)
    if lot.random() < 1 / 2:
        # Down to the shoulders.
        draw.rounded_rectangle((192, 130, 448, 470), 120, fill=hair)
    draw.ellipse((70, 430, 570, 940), fill=lot.choices(_SHIRTS)[0])
    draw.rounded_rectangle((268, 340, 372, 490), 52, fill=shade)
    draw.ellipse((212, 140, 428, 420), fill=skin)
    draw.chord((204, 112, 436, 372), 180, 360, fill=hair)
    file = io.BytesIO()
    image.save(file, "PNG")
    return read_picture(SimpleUploadedFile("portrait.png", file.getvalue()), within=within)
