"""What a file is told by its content; its name must not say something else."""

import pytest

from hr.documents.rules.contents import ContentRefused, kind_of_document
from hr.documents.tests.factories import archive, docx, pdf, picture

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
ODT = archive(mimetype=ODT_TYPE)
XLSX = archive(**{"[Content_Types].xml": b"", "xl__workbook.xml": b""})
# Says that it is deflated, and is not.
BROKEN_ODT = ODT.replace(b"PK\x03\x04\x14\0\0\0\0\0", b"PK\x03\x04\x14\0\0\0\x08\0").replace(
    b"PK\x01\x02\x14\x03\x14\0\0\0\0\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x08\0"
)
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 40


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (pdf(), "letter.pdf", "pdf"),
        (pdf() + b"\0" * 100, "LETTER.PDF", "pdf"),
        (picture("JPEG"), "scan.jpeg", "jpg"),
        (picture("PNG"), "scan", "png"),
        (picture("WEBP"), "scan.webp", "webp"),
        (picture("TIFF"), "scan.tif", "tiff"),
        (HEIC, "IMG_0001.HEIC", "heic"),
        (docx(), "contract.docx", "docx"),
        (XLSX, "list.xlsx", "xlsx"),
        (ODT, "contract.odt", "odt"),
        (pdf(), "visa.2026-11-20", "pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_kind_that_is_taken(content: bytes, name: str, extension: str) -> None:
    assert kind_of_document(content, name).extension == extension


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\0 a program", "visa.pdf", "says PDF, but that is not what is in the file"),
        (b"MZ\x90\0 a program", "visa.exe", "Files of this kind are not taken"),
        (b"<html><script>", "visa.html", "Files of this kind are not taken"),
        (b"<svg onload=alert(1)>", "logo.svg", "Files of this kind are not taken"),
        (picture("PNG"), "visa.pdf", "The name says PDF, but the content is PNG"),
        (pdf(), "visa.docx", "The name says Word, but the content is PDF"),
        (pdf()[:-8], "visa.pdf", "damaged or cut short"),
        (docx()[:-30], "visa.docx", "damaged or cut short"),
        (docx(**{"word/vbaProject.bin": b""}), "visa.docx", "macros"),
        (archive(**{"visa.pdf": pdf()}), "visa.zip", "Files of this kind are not taken"),
        (archive(mimetype=b"application/epub+zip"), "book.odt", "says OpenDocument, but that is not"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "visa.doc", "old Office"),
        (b"", "visa.pdf", "says PDF, but that is not what is in the file"),
        (BROKEN_ODT, "contract.odt", "damaged or cut short"),
        (archive(mimetype=ODT_TYPE, **{"Basic/Standard/Module1.xml": b""}), "contract.odt", "macros"),
        (docx(**{f"word/{number}.xml": b"" for number in range(5_001)}, **{"word/VBAPROJECT.BIN": b""}), "visa.docx", "macros"),
    ],
    ids=range(16),
)
def test_what_is_refused_says_why(content: bytes, name: str, said: str) -> None:
    with pytest.raises(ContentRefused, match=said):
        kind_of_document(content, name)
