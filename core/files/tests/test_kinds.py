"""What a file is, and what it may be called."""

import pytest

from core.files.kinds import JPEG, PDF, PNG, WEBP, Kind, kind_of, original_name


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"RIFF\x10\0\0\0WEBPVP8 ", WEBP),
        (b"%PDF-1.7", PDF),
        (b"", None),
        (b"<html>%PDF-1.7", None),
        (b"RIFF\x10\0\0\0WAVE", None),
        (b"\x89PNG", None),
        (b"MZ", None),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(start: bytes, kind: Kind | None) -> None:
    assert kind_of(start) == kind


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("contract.pdf", "contract.pdf"),
        ("Vertrag für Zoë.pdf", "Vertrag für Zoë.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\bob\\pay.pdf", "pay.pdf"),
        ("pay.pdf.exe", "pay.pdf.exe.pdf"),
        ("exe\u202efdp.exe", "exefdp.exe.pdf"),
        ('a"b;c\r\nSet-Cookie: d.pdf', 'a"b;cSet-Cookie: d.pdf'),
        ("", "file.pdf"),
        ("..", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("\0\u200b", "file.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("LETTER.PDF", "LETTER.pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name: str, shown: str) -> None:
    assert original_name(name, PDF) == shown


@pytest.mark.parametrize("name", ["IMG_1.jpg", "IMG_1.JPG", "IMG_1.jpeg", "IMG_1.JFIF", "IMG_1"])
def test_an_ending_that_means_the_same_is_not_doubled(name: str) -> None:
    assert original_name(name, JPEG) == "IMG_1.jpg"
