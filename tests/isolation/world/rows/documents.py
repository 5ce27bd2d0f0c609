"""Documents."""

from uuid import UUID

from hr.documents.models import Document, DocumentRequest, DocumentType
from hr.people.models import Employee
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.files import DOCUMENT, OWN_DOCUMENT
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {"documents_document.file": "names a file"}


def fill(_alice: User) -> None:
    """A document of Carol's, and one that she is asked for."""
    carol = Employee.objects.get(work_email="carol@acme.example")
    _add_document(carol, DOCUMENT)
    _ask_for(carol)


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    return {
        "documents_document": _add_document(newcomer.employee, OWN_DOCUMENT[newcomer.word]).pk,
        "documents_documentrequest": _ask_for(newcomer.employee).pk,
        "documents_documenttype": DocumentType.objects.create(name=newcomer.text).pk,
    }


def _add_document(employee: Employee, name: UUID) -> Document:
    return Document.objects.create(
        employee=employee,
        type=DocumentType.objects.order_by("pk")[0],
        title="A letter",
        file=f"documents/{name.hex}.pdf",
        extension="pdf",
        original_name="letter.pdf",
        size=1,
        sha256=name.hex,
        uploaded_by=employee.user,
        uploaded_at=CREATED,
    )


def _ask_for(employee: Employee) -> DocumentRequest:
    return DocumentRequest.objects.create(
        employee=employee,
        type=DocumentType.objects.order_by("pk")[0],
        note="A note",
        due_on=CREATED.date(),
        requested_by=employee.user,
        requested_at=CREATED,
    )
