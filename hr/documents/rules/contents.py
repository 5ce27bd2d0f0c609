"""What kind of document a file is, told by its content; its name only has to agree. Pure."""

import io
import zipfile
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.files.kinds import JPEG, PDF, PNG, START, WEBP, Kind, kind_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LARGEST_BYTES = 20 * 1024 * 1024

_OFFICE = "application/vnd.openxmlformats-officedocument."
HEIC = Kind("image/heic", "heic", other_endings=("heif",))
TIFF = Kind("image/tiff", "tiff", other_endings=("tif",))
DOCX = Kind(f"{_OFFICE}wordprocessingml.document", "docx")
XLSX = Kind(f"{_OFFICE}spreadsheetml.sheet", "xlsx")
ODT = Kind("application/vnd.oasis.opendocument.text", "odt")

KINDS = {kind.extension: kind for kind in (PDF, JPEG, PNG, WEBP, HEIC, TIFF, DOCX, XLSX, ODT)}
# What people call them.
NAMES = {
    "pdf": "PDF",
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "heic": "HEIC",
    "tiff": "TIFF",
    "docx": "Word",
    "xlsx": "Excel",
    "odt": "OpenDocument",
}
_SAME_ENDINGS = {ending: kind.extension for kind in KINDS.values() for ending in kind.other_endings}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The end of a PDF may be followed by a few bytes of whoever carried it.
_END = 2048
# Where archives of Office and of LibreOffice keep programs.
_PROGRAM_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")


class ContentRefused(Exception):
    """The file is no document that is taken. Says why, and what to do."""

    def __init__(self, message: "StrPromise | str") -> None:
        super().__init__(str(message))
        self.message = message


def kind_of_document(content: bytes, name: str) -> Kind:
    """The kind of a document, whose name may end in nothing else. Raises ContentRefused."""
    kind = _kind_of(content)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    claimed = _SAME_ENDINGS.get(ending, ending)
    if kind is None:
        raise ContentRefused(_NOT_WHAT_IT_SAYS % {"claimed": NAMES[claimed]} if claimed in KINDS else _OTHER_KIND)
    if claimed in KINDS and claimed != kind.extension:
        raise ContentRefused(_OF_ANOTHER_KIND % {"claimed": NAMES[claimed], "kind": NAMES[kind.extension]})
    return kind


def _kind_of(content: bytes) -> Kind | None:
    kind = kind_of(content[:START])
    if kind is PDF and b"%%EOF" not in content[-_END:]:
        raise ContentRefused(_CUT_SHORT)
    if kind is not None:
        return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    if content[:4] in {b"II*\0", b"MM\0*"}:
        return TIFF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(_OLD_OFFICE):
        raise ContentRefused(_OLD)
    return None


def _kind_of_archive(content: bytes) -> Kind | None:
    """Office files are zip archives: only their list of contents is read, nothing is unpacked but a type of a few bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
            mimetype = archive.open("mimetype").read(100).strip() if "mimetype" in parts else None
    except Exception as error:  # A reader that is fed nonsense raises whatever it happens to stumble over.
        raise ContentRefused(_CUT_SHORT) from error
    if any(part.endswith("vbaproject.bin") or part.startswith(_PROGRAM_FOLDERS) for part in map(str.lower, parts)):
        raise ContentRefused(_MACROS)
    if mimetype is not None:
        return ODT if mimetype == ODT.content_type.encode() else None
    if "[Content_Types].xml" in parts:
        folders = {part.partition("/")[0] for part in parts}
        return DOCX if "word" in folders else XLSX if "xl" in folders else None
    return None


_NOT_WHAT_IT_SAYS = _(
    "The name says %(claimed)s, but that is not what is in the file. Open it in the program that it is from, save it as PDF, and "
    "upload that."
)
_OF_ANOTHER_KIND = _("The name says %(claimed)s, but the content is %(kind)s. Give the file its right ending, or save it as PDF.")
_OTHER_KIND = _(
    "Files of this kind are not taken. Save it as PDF; pictures and Word, Excel and OpenDocument texts can be uploaded, too."
)
_CUT_SHORT = _("This file is damaged or cut short. Open it, save it again, and upload that.")
_OLD = _("Files of the old Office (.doc, .xls) are not taken, since they may hold programs. Save it as PDF and upload that.")
_MACROS = _("This file holds macros, which are programs. Save it without macros, or as PDF, and upload that.")
