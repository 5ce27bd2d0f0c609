"""Asking people for documents."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit.actions import record_event
from core.dates import local_date
from hr.documents.actions.refusals import DueBeforeToday, NotOpen, NotShownToEmployee, TypeNotUsed
from hr.documents.emails import send_request, send_request_cancelled, send_request_reminder
from hr.documents.models import Document, DocumentRequest, DocumentType, RequestStatus
from hr.documents.queries import requests_to_remind_of
from hr.documents.rules.reminders import request_reminder_due
from hr.people.models import Employee
from tenants.accounts.models import User


def ask_for_document(
    *,
    employees: Iterable[Employee],
    type: DocumentType,  # noqa: A002 - The field's own name.
    due_on: date,
    note: str,
    acting_user: User,
    today: date,
    now: datetime,
) -> list[DocumentRequest]:
    """Ask each for a document of the type and write to them; those who are asked already are left out.

    Raises TypeNotUsed, NotShownToEmployee, DueBeforeToday.
    """
    if not type.is_active:
        raise TypeNotUsed
    if not type.shown_to_employee:
        raise NotShownToEmployee
    if due_on < today:
        raise DueBeforeToday
    asked = []
    with transaction.atomic():
        open_requests = DocumentRequest.objects.filter(type=type, status=RequestStatus.OPEN)
        known = set(open_requests.values_list("employee_id", flat=True))
        for employee in employees:
            if employee.pk in known:
                continue
            request = DocumentRequest(
                employee=employee, type=type, due_on=due_on, note=note, requested_by=acting_user, requested_at=now
            )
            try:
                with transaction.atomic():
                    request.save(force_insert=True)
            except IntegrityError:
                # Somebody else asks for the same at this moment.
                continue
            _record("asked", request, acting_user)
            send_request(request=request)
            asked.append(request)
    return asked


def fulfil_requests(*, document: Document, acting_user: User | None, now: datetime) -> None:
    """Close the open request that a new document answers, whoever has uploaded it. Part of keeping the document."""
    for request in _locked(employee=document.employee_id, type=document.type_id):
        request.status, request.closed_at, request.document = RequestStatus.FULFILLED, now, document
        request.save(update_fields=["status", "closed_at", "document"])
        _record("fulfilled", request, acting_user)


def cancel_request(*, request: DocumentRequest, acting_user: User, now: datetime) -> None:
    """Ask no more, and tell the person. Raises NotOpen."""
    with transaction.atomic():
        for found in _locked(pk=request.pk):
            found.status, found.closed_at = RequestStatus.CANCELLED, now
            found.save(update_fields=["status", "closed_at"])
            _record("cancelled", found, acting_user)
            send_request_cancelled(request=found)
            return
    raise NotOpen


def remind_of_requests(*, today: date) -> int:
    """Write to whoever was asked and has not answered, each reminder once; how many left."""
    sent = 0
    for request in requests_to_remind_of(today=today):
        with transaction.atomic():
            for found in _locked(pk=request.pk):
                asked_on = local_date(found.requested_at, timezone.get_current_timezone_name())
                if request_reminder_due(due_on=found.due_on, today=today, asked_on=asked_on, reminded_on=found.reminded_on):
                    found.reminded_on = today
                    found.save(update_fields=["reminded_on"])
                    send_request_reminder(request=found, today=today)
                    sent += 1
    return sent


def _locked(**filters: object) -> list[DocumentRequest]:
    rows = DocumentRequest.objects.select_for_update(of=("self",)).filter(**filters, status=RequestStatus.OPEN)
    return list(rows.select_related("employee", "type", "requested_by"))


def _record(verb: str, request: DocumentRequest, acting_user: User | None) -> None:
    after = {"due_on": request.due_on} if verb == "asked" else None
    record_event(action=f"documentrequest:{verb}", acting_user=acting_user, subject=request, after=after)
