"""The pages of somebody's documents: who sees what, and what may be sent."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.audit.models import ReadEvent
from hr.documents.actions.documents import replace_document
from hr.documents.forms import DocumentFileField
from hr.documents.models import Document
from hr.documents.rules.contents import LARGEST_BYTES
from hr.documents.tests.factories import docx, keep, pdf, picture, type_named, upload
from hr.people.models import Employee
from tenants.accounts.models import User

type SignIn = Callable[[User], Any]


def page_of(employee: Employee) -> str:
    return f"/people/{employee.pk}/documents/"


def sent(content: bytes, name: str = "visa.pdf", **values: Any) -> dict[str, Any]:
    given = {"type": type_named("Visa or work permit").pk, "expires_on": "2027-03-01", "title": "", **values}
    return {**given, "file": SimpleUploadedFile(name, content)}


class TestWhoSees:
    def test_the_person_what_is_shown_to_them(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        keep(carols_record)
        hidden = keep(carols_record, "Internal note", words="Hidden")

        page = sign_in(carol).get(page_of(carols_record)).content.decode()

        assert "Letter" in page
        assert "Internal note" not in page
        assert sign_in(carol).get(f"{page_of(carols_record)}{hidden.pk}/").status_code == 404

    def test_an_administrator_does_not_see_what_is_hidden_from_themselves(self, sign_in: SignIn, alice: User) -> None:
        own = Employee.objects.get(user=alice)
        hidden = keep(own, "Internal note")
        client = sign_in(alice)

        assert "Internal note" not in client.get(page_of(own)).content.decode()
        assert client.get(f"{page_of(own)}{hidden.pk}/").status_code == 404
        assert "Internal note</" not in client.get("/admin/documents/document/").content.decode().partition("<tbody")[2]

    def test_a_manager_what_belongs_to_the_job(self, sign_in: SignIn, bob: User, carols_record: Employee) -> None:
        letter = keep(carols_record)
        course = keep(carols_record, "Certificate of training", words="Course")
        client = sign_in(bob)

        page = client.get(page_of(carols_record)).content.decode()

        assert "Certificate of training" in page
        assert "Letter" not in page
        assert client.get(f"{page_of(carols_record)}{course.pk}/").status_code == 200
        assert client.get(f"{page_of(carols_record)}{letter.pk}/").status_code == 404

    def test_a_colleague_nothing(self, sign_in: SignIn, carol: User, daves_record: Employee) -> None:
        assert sign_in(carol).get(page_of(daves_record)).status_code == 404

    def test_a_document_stands_below_its_person_only(
        self, sign_in: SignIn, alice: User, carols_record: Employee, daves_record: Employee
    ) -> None:
        document = keep(carols_record)
        assert sign_in(alice).get(f"{page_of(daves_record)}{document.pk}/").status_code == 404

    def test_looks_at_medical_documents_are_written_down(
        self, sign_in: SignIn, alice: User, carol: User, carols_record: Employee
    ) -> None:
        document = keep(carols_record, "Medical certificate")
        keep(carols_record)
        sign_in(carol).get(page_of(carols_record))
        assert not ReadEvent.objects.exists()

        client = sign_in(alice)
        client.get(page_of(carols_record))
        assert b"".join(client.get(f"{page_of(carols_record)}{document.pk}/"))

        looks = ReadEvent.objects.values_list("reader_label", "object_label", "data_group")
        assert list(looks) == [("Alice Archer", "Carol Chen", "medical")] * 2

    def test_earlier_versions_are_for_whoever_administers(
        self, sign_in: SignIn, alice: User, carol: User, carols_record: Employee, now: datetime
    ) -> None:
        first = keep(carols_record)
        replace_document(document=first, upload=upload("Two"), acting_user=alice, now=now)

        assert sign_in(carol).get(f"{page_of(carols_record)}{first.pk}/").status_code == 404
        assert "Earlier versions" not in sign_in(carol).get(page_of(carols_record)).content.decode()
        assert "Earlier versions" in sign_in(alice).get(page_of(carols_record)).content.decode()
        response = sign_in(alice).get(f"{page_of(carols_record)}{first.pk}/")
        assert b"".join(response) == pdf()
        assert sign_in(alice).get(f"{page_of(carols_record)}{first.pk}/replace/").status_code == 404


def test_a_download_is_one_under_its_own_name(sign_in: SignIn, carol: User, carols_record: Employee) -> None:
    document = keep(carols_record)

    response = sign_in(carol).get(f"{page_of(carols_record)}{document.pk}/")

    assert b"".join(response) == pdf()
    assert response.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_list_costs_the_same_however_long(
    sign_in: SignIn, alice: User, carols_record: Employee, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        document = keep(carols_record, words=f"Number {number}")
        replace_document(document=document, upload=upload(f"Newer {number}"), acting_user=alice, now=now)
    client = sign_in(alice)
    client.get("/")

    with django_assert_max_num_queries(10):
        assert client.get(page_of(carols_record)).content.decode().count("New version") == 12


class TestUploading:
    def test_what_one_may(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        client = sign_in(carol)
        form = client.get(f"{page_of(carols_record)}add/").content.decode()
        assert "Visa or work permit" in form
        assert "Employment contract" not in form

        assert client.post(f"{page_of(carols_record)}add/", sent(pdf("Visa"))).status_code == 302

        document = Document.objects.get()
        assert (document.expires_on, document.uploaded_by, document.extension) == (date(2027, 3, 1), carol, "pdf")

    def test_what_one_may_not(self, sign_in: SignIn, carol: User, bob: User, carols_record: Employee) -> None:
        data = sent(pdf(), type=type_named("Employment contract").pk)
        page = sign_in(carol).post(f"{page_of(carols_record)}add/", data)
        assert "Select a valid choice" in page.content.decode()
        assert sign_in(bob).post(f"{page_of(carols_record)}add/", sent(pdf())).status_code == 404
        assert not Document.objects.exists()

    def test_a_newer_version(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        visa = keep(carols_record, "Visa or work permit", expires_on=date(2026, 12, 1))
        letter = keep(carols_record)
        client = sign_in(carol)

        assert client.post(f"{page_of(carols_record)}{visa.pk}/replace/", sent(pdf("New"))).status_code == 302
        assert client.post(f"{page_of(carols_record)}{letter.pk}/replace/", sent(pdf("New"))).status_code == 404

        assert Document.objects.get(type=visa.type, superseded_at=None).version == 2

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "visa.pdf", "The submitted file is empty"),
            (b"MZ a program", "visa.pdf", "that is not what is in the file"),
            (picture(), "visa.pdf", "The name says PDF, but the content is PNG"),
            (b"MZ a program", "visa.exe", "Files of this kind are not taken"),
            (docx(**{"word/vbaProject.bin": b""}), "visa.docx", "This file holds macros"),
            (b"%PDF-1.7" + b"\0" * LARGEST_BYTES + b"%%EOF", "visa.pdf", "The file is too large: 20.0\xa0MB at most"),
        ],
        ids=["empty", "a program", "a picture", "an ending", "macros", "size"],
    )
    def test_a_bad_file_is_told_at_its_field(
        self, sign_in: SignIn, carol: User, carols_record: Employee, content: bytes, name: str, said: str
    ) -> None:
        page = sign_in(carol).post(f"{page_of(carols_record)}add/", sent(content, name))

        assert page.status_code == 200
        assert said in page.content.decode()
        assert not Document.objects.exists()

    def test_the_same_file_twice_says_so(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        client = sign_in(carol)
        client.post(f"{page_of(carols_record)}add/", sent(pdf()))
        page = client.post(f"{page_of(carols_record)}add/", sent(pdf()))

        assert "This very file is there already" in page.content.decode()
        assert Document.objects.count() == 1


class TestAdministering:
    def test_a_change_and_a_removal(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        document = keep(carols_record)
        client = sign_in(alice)

        client.post(f"{page_of(carols_record)}{document.pk}/change/", {"title": "Welcome", "expires_on": ""})
        assert "Welcome" in client.get(page_of(carols_record)).content.decode()

        client.post(f"{page_of(carols_record)}{document.pk}/remove/", {"remove": "yes"})
        assert not Document.objects.exists()

    def test_is_not_for_the_person(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        visa = keep(carols_record, "Visa or work permit", expires_on=date(2027, 3, 1))
        for verb in ("change", "remove"):
            assert sign_in(carol).post(f"{page_of(carols_record)}{visa.pk}/{verb}/", {"title": "x"}).status_code == 404
        assert Document.objects.exists()


def test_who_has_no_employee_record_is_told(sign_in: SignIn, carol: User, carols_record: Employee) -> None:
    Employee.objects.filter(pk=carols_record.pk).update(user=None)
    assert "no employee record" in sign_in(carol).get("/me/documents/").content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\carol\\visa.pdf", "visa.pdf"),
        ("visa\u202efdp.exe.pdf", "visafdp.exe.pdf"),
        ("vi\r\nsa\x07.pdf", "visa.pdf"),
        ("पासपोर्ट.pdf", "पासपोर्ट.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("visa", "visa.pdf"),
        ("...", "file.pdf"),
    ],
    ids=["path", "windows", "direction", "control", "script", "long", "bare", "dots"],
)
def test_a_name_is_made_safe(name: str, kept: str) -> None:
    file = SimpleUploadedFile("visa.pdf", pdf())
    # Past Django's own care, as if that were not there.
    vars(file)["_name"] = name

    read = DocumentFileField().clean(file)

    assert read is not None
    assert read.name == kept
