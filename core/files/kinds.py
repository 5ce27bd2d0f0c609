"""What a file is, told by its first bytes: neither its name nor what the browser says of it is believed. Pure."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept. Only pictures, which can run nothing, are shown in a page; all others are downloaded."""

    content_type: str
    extension: str
    is_picture: bool = False
    other_endings: tuple[str, ...] = ()
    """What names of such files end in, too."""


PNG = Kind("image/png", "png", is_picture=True)
JPEG = Kind("image/jpeg", "jpg", is_picture=True, other_endings=("jpeg", "jfif"))
WEBP = Kind("image/webp", "webp", is_picture=True)
PDF = Kind("application/pdf", "pdf")

# As many first bytes as `kind_of` needs.
START = 1024
_LONGEST_NAME = 120


def kind_of(start: bytes) -> Kind | None:
    """The kind of a file that begins so, or None for one that is not kept."""
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return WEBP
    if start.startswith(b"%PDF-"):
        return PDF
    return None


def looks_like_svg(start: bytes) -> bool:
    """Whether it may be SVG, for telling people why it is refused."""
    return b"<svg" in start.lower()


def original_name(name: str, kind: Kind) -> str:
    """What somebody called a file, fit to be suggested for a download: no path, nothing invisible, the right ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Control and format signs: line breaks would end a header, and marks of direction would turn “fdp.exe” into “exe.pdf”.
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = visible.rpartition(".")
    if not dot or ending.lower() not in {kind.extension, *kind.other_endings}:
        stem = visible
    return f"{stem[:_LONGEST_NAME].rstrip(' .') or 'file'}.{kind.extension}"
