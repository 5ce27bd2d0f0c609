"""Documents, requests and a policy of the demo's people, made up from their names alone."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from core.files.kinds import PDF
from core.files.storage import keep_file
from hr.documents.letters.typesetting import typeset_pdf
from hr.documents.models import Acknowledgement, Document, DocumentRequest, DocumentType, Policy, PolicyVersion
from hr.people.models import Employee
from tenants.accounts.models import User

_CONTRACT = "#set text(size: 12pt)\n= Employment contract\nThis is the demo's contract, the same for everybody."
_VISA = "#set text(size: 12pt)\n= Residence permit\nA scan, as the demo has it."
_POLICY = (
    "#set text(size: 12pt)\n= Code of conduct\n"
    "Treat each other with respect. Say what you see. Keep what is confidential to yourself. Ask when you are not sure."
)


def plant_documents(employees: Iterable[Employee], *, by: User | None, now: datetime) -> None:
    """A contract for each, a permit for some, a few requests, and a policy that most have signed; as rows."""
    lots = {employee: Random(f"documents:{employee.full_name}") for employee in employees}  # noqa: S311 - repeatable on purpose.
    contract, visa, passport = (_type(name) for name in ("Employment contract", "Visa or work permit", "Passport or identity card"))
    contract_file, visa_file = (_pdf(source) for source in (_CONTRACT, _VISA))
    documents = [_document(employee, contract, contract_file, by, now, "contract.pdf") for employee in lots]
    for employee, lot in lots.items():
        if lot.random() < 1 / 6:
            permit = _document(employee, visa, visa_file, employee.user, now, "permit.pdf")
            permit.expires_on = now.date() + timedelta(days=lot.randint(-20, 500))
            documents.append(permit)
    Document.objects.bulk_create(documents)
    DocumentRequest.objects.bulk_create(
        DocumentRequest(
            employee=employee,
            type=passport,
            note="Both sides, please",
            due_on=now.date() + timedelta(days=lot.randint(-4, 20)),
            requested_by=by,
            requested_at=now - timedelta(days=6),
        )
        for employee, lot in lots.items()
        if lot.random() < 1 / 8
    )
    _plant_policy(lots, by=by, now=now)


def _pdf(source: str) -> bytes:
    return typeset_pdf(source, {"employee": {}, "company": {}, "letter": {}}, on=date(2026, 1, 1))


def _type(name: str) -> DocumentType:
    return DocumentType.objects.get_or_create(name=name)[0]


def _document(
    employee: Employee, kind: DocumentType, content: bytes, uploaded_by: User | None, now: datetime, name: str
) -> Document:
    return Document(
        employee=employee,
        type=kind,
        file=keep_file("documents", content, PDF),
        extension=PDF.extension,
        original_name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=uploaded_by,
        uploaded_at=now - timedelta(days=60),
    )


def _plant_policy(lots: dict[Employee, Random], *, by: User | None, now: datetime) -> None:
    content = _pdf(_POLICY)
    published = now - timedelta(days=20)
    version = PolicyVersion.objects.create(
        policy=Policy.objects.create(name="Code of conduct"),
        number=1,
        file=keep_file("policies", content, PDF),
        extension=PDF.extension,
        original_name="code-of-conduct.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        published_by=by,
        published_at=published,
    )
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            version=version,
            employee=employee,
            signed_name=employee.full_name,
            signed_at=published + timedelta(hours=lot.randint(1, 400)),
            sha256=version.sha256,
            signed_by_id=employee.user.pk,
        )
        for employee, lot in lots.items()
        if employee.user is not None and lot.random() < 3 / 4
    )
