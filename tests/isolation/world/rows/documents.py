"""Documents."""

from uuid import UUID

from hr.documents.models import Acknowledgement, Document, DocumentRequest, DocumentType, LetterTemplate, Policy, PolicyVersion
from hr.people.models import Employee
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.files import DOCUMENT, OWN_DOCUMENT, OWN_POLICY, POLICY
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {"documents_document.file": "names a file", "documents_policyversion.file": "names a file"}


def fill(_alice: User) -> None:
    """A document of Carol's, and one that she is asked for."""
    carol = Employee.objects.get(work_email="carol@acme.example")
    _add_document(carol, DOCUMENT)
    _ask_for(carol)
    _publish(carol, "Travel", POLICY)


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    version = _publish(newcomer.employee, newcomer.text, OWN_POLICY[newcomer.word])
    return {
        "documents_lettertemplate": LetterTemplate.objects.create(
            name=newcomer.text, type=DocumentType.objects.order_by("pk")[0], source=newcomer.text
        ).pk,
        "documents_policy": version.policy_id,
        "documents_policyversion": version.pk,
        "documents_acknowledgement": version.acknowledgements.get().pk,
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


def _publish(employee: Employee, name: str, file: UUID) -> PolicyVersion:
    version = PolicyVersion.objects.create(
        policy=Policy.objects.create(name=name),
        number=1,
        changes="A change",
        file=f"policies/{file.hex}.pdf",
        extension="pdf",
        original_name="policy.pdf",
        size=1,
        sha256=file.hex,
        published_by=employee.user,
        published_at=CREATED,
    )
    Acknowledgement.objects.create(
        version=version,
        employee=employee,
        signed_name="A name",
        signed_at=CREATED,
        user_agent="Firefox",
        sha256=file.hex,
        signed_by_id=employee.pk,
    )
    return version
