"""What the pages show of documents, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.moments import day_text, moment_text
from hr.documents.access import Rights
from hr.documents.models import Document, DocumentRequest, PolicyVersion
from hr.documents.queries import open_requests
from hr.documents.queries.policies import Duty, duties_of
from hr.documents.rules.contents import NAMES
from hr.people.models import Employee

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Version:
    """A file that another took the place of."""

    id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A current document."""

    id: UUID
    name: str
    about: str
    file: str
    state: str
    tone: str
    may_replace: bool
    may_manage: bool
    is_hidden: bool
    """The person does not see it."""
    earlier: list[Version]


def document_rows(
    documents: Iterable[Document], rights: Rights, earlier: dict[UUID, list[Document]], *, today: date
) -> list[DocumentRow]:
    """Rows for the page of an employee's documents."""
    return [_row(document, rights, earlier.get(document.series, []), today) for document in documents]


def _row(document: Document, rights: Rights, earlier: list[Document], today: date) -> DocumentRow:
    state, tone = validity(document, today)
    return DocumentRow(
        id=document.pk,
        name=document.name,
        about=" · ".join(filter(None, [document.type.name if document.title else "", _uploaded(document)])),
        file=file_text(document),
        state=state,
        tone=tone,
        may_replace=rights.may_add(document.type),
        may_manage=rights.manages(document.type),
        is_hidden=not document.type.shown_to_employee,
        earlier=[Version(each.pk, f"{file_text(each)} · {_uploaded(each)}") for each in earlier],
    )


def file_text(document: Document | PolicyVersion) -> str:
    """The kind and the size: "PDF, 1.2 MB"."""
    return f"{NAMES.get(document.extension, document.extension)}, {filesizeformat(document.size)}"


def validity(document: Document, today: date) -> tuple[str, str]:
    """Until when it is valid in words, and how urgent that is."""
    last = document.expires_on
    if last is None:
        return "", ""
    if last < today:
        return _("Ran out on %(day)s") % {"day": day_text(last)}, "bad"
    return _("Valid until %(day)s") % {"day": day_text(last)}, "warn" if last - today <= SOON else ""


def _uploaded(document: Document) -> str:
    when = moment_text(document.uploaded_at)
    if document.uploaded_by is None:
        return _("Added %(when)s") % {"when": when}
    return _("Added %(when)s by %(who)s") % {"when": when, "who": document.uploaded_by.full_name}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What somebody is asked to hand in."""

    id: UUID
    employee_id: UUID
    name: str
    note: str
    asked_by: str
    due: str
    tone: str
    may_hand_in: bool
    may_cancel: bool


def request_row(asked: DocumentRequest, rights: Rights, today: date) -> RequestRow:
    """A row for the pages of whoever is asked, and of whoever asks."""
    is_late = asked.due_on < today
    words = _("Was due on %(day)s") if is_late else _("Due on %(day)s")
    return RequestRow(
        id=asked.pk,
        employee_id=asked.employee_id,
        name=asked.type.name,
        note=asked.note,
        asked_by=asked.requested_by.full_name if asked.requested_by else "",
        due=words % {"day": day_text(asked.due_on)},
        tone="bad" if is_late else "warn",
        may_hand_in=rights.may_hand_in(asked.type),
        may_cancel=rights.manages(asked.type) and not rights.is_own,
    )


def own_requests(employee: Employee, *, on: date) -> list[RequestRow]:
    """What an employee is asked to hand in, for their own pages."""
    rights = Rights(employee, is_own=True, seen=frozenset(), managed=frozenset(), may_upload=True)
    return [request_row(asked, rights, on) for asked in open_requests(employee).filter(type__shown_to_employee=True)]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as one person has it before them."""

    id: UUID
    version_id: UUID
    name: str
    about: str
    changes: str
    file: str
    sha256: str
    is_open: bool
    signed: str


def policy_row(duty: Duty) -> PolicyRow:
    """What the pages show of it."""
    version, signature = duty.version, duty.signature
    about = {"number": version.number, "when": moment_text(version.published_at)}
    signed = {"name": signature.signed_name, "when": moment_text(signature.signed_at)} if signature else {}
    return PolicyRow(
        id=version.policy_id,
        version_id=version.pk,
        name=version.policy.name,
        about=_("Version %(number)s, published %(when)s") % about,
        changes=version.changes,
        file=file_text(version),
        sha256=version.sha256,
        is_open=duty.is_open,
        signed=_("Signed as %(name)s, %(when)s") % signed if signed else "",
    )


def policies_to_sign(employee: Employee, *, on: date) -> list[PolicyRow]:
    """What waits for somebody's signature, for the home page."""
    return [policy_row(duty) for duty in duties_of(employee, on=on) if duty.is_open]
