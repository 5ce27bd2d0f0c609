"""Reads of documents."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Lower

from hr.documents.models import Document, DocumentRequest, DocumentType, PolicyVersion, RequestStatus
from hr.documents.rules.reminders import LONGEST_AHEAD
from hr.people.models import Employee
from hr.personal.rules.reminders import OVER
from tenants.features.queries import current_limits

_GIGABYTE = 1024**3
# A type may ask for reminders as long ahead.
_LONGEST_NOTICE = timedelta(days=365)


def types_in_use() -> QuerySet[DocumentType]:
    """The types of which documents may be added, by name."""
    return DocumentType.objects.filter(is_active=True).order_by(Lower("name"))


def documents_of(employee: Employee, visible: Q) -> QuerySet[Document]:
    """The current documents of an employee that somebody sees (`access.Rights.visible`), by type and title."""
    documents = Document.objects.filter(visible, employee=employee, superseded_at=None)
    return documents.select_related("type", "employee", "uploaded_by").order_by(Lower("type__name"), Lower("title"), "id")


def earlier_versions(employee: Employee, visible: Q) -> dict[UUID, list[Document]]:
    """By series, what an employee's current documents took the place of, latest first; nothing for the employee."""
    found: dict[UUID, list[Document]] = {}
    documents = Document.objects.filter(visible, employee=employee, superseded_at__isnull=False)
    for document in documents.select_related("type", "uploaded_by").order_by("series", "-version"):
        found.setdefault(document.series, []).append(document)
    return found


@dataclass(frozen=True, slots=True)
class Storage:
    """How much room a company's documents take, in bytes."""

    used: int
    limit: int | None
    """What the plan allows; None without a plan."""

    @property
    def percent(self) -> int:
        """How much of the limit is used, at most 100; 0 without one."""
        return min(100, self.used * 100 // self.limit) if self.limit else 0

    def has_room_for(self, size: int) -> bool:
        """Whether a file of this size still fits."""
        return self.limit is None or self.used + size <= self.limit


def storage() -> Storage:
    """The current company's, all versions counted; three statements."""
    limits = current_limits()
    return Storage(
        _bytes_kept(Document.objects.all(), PolicyVersion.objects.all()), limits.storage_gb * _GIGABYTE if limits else None
    )


def _bytes_kept(*files: QuerySet[Any]) -> int:
    return sum(rows.aggregate(total=Sum("size"))["total"] or 0 for rows in files)


def open_requests(employee: Employee) -> QuerySet[DocumentRequest]:
    """What an employee is asked to hand in, the first due first."""
    requests = DocumentRequest.objects.filter(employee=employee, status=RequestStatus.OPEN)
    return requests.select_related("type", "employee", "requested_by").order_by("due_on", "id")


def is_asked_for(employee: Employee, type: DocumentType) -> bool:  # noqa: A002 - The field's own name.
    """Whether an employee is asked to hand in a document of this type."""
    return open_requests(employee).filter(type=type).exists()


def requests_to_remind_of(*, today: date) -> QuerySet[DocumentRequest]:
    """What people who work here are asked for, still see, and have not been reminded of today."""
    here = Employee.objects.all().employed_on(today)
    requests = DocumentRequest.objects.filter(
        employee__in=here, type__shown_to_employee=True, status=RequestStatus.OPEN, due_on__lte=today + LONGEST_AHEAD
    )
    return requests.exclude(reminded_on=today).order_by("due_on", "id")


def documents_running_out(*, today: date) -> QuerySet[Document]:
    """Current documents of people who work here whose last day is near enough for a reminder, soonest first.

    But for those that ran out and of which everybody has been told.
    """
    here = Employee.objects.all().employed_on(today)
    documents = Document.objects.filter(employee__in=here, superseded_at=None, expires_on__lte=today + _LONGEST_NOTICE)
    documents = documents.exclude(reminded_days=OVER)
    return documents.select_related("type", "employee").order_by("expires_on", "id")
