"""Mails about documents. None holds a file."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import day_text
from core.tenancy import current_tenant, in_public
from hr.documents.models import DocumentRequest
from hr.people.models import Employee
from tenants.company_settings.queries import get_settings


def send_request(*, request: DocumentRequest) -> None:
    """Tell somebody what they are asked for."""
    _send("request", request.employee, _request_context(request))


def send_request_reminder(*, request: DocumentRequest, today: date) -> None:
    """Remind somebody of what they were asked for."""
    _send("request_reminder", request.employee, {**_request_context(request), "is_late": request.due_on < today})


def send_request_cancelled(*, request: DocumentRequest) -> None:
    """Tell somebody that a document is not needed any more."""
    _send("request_cancelled", request.employee, _request_context(request))


def _request_context(request: DocumentRequest) -> dict[str, Any]:
    return {
        "type": request.type.name,
        "due": day_text(request.due_on),
        "note": request.note,
        "asked_by": request.requested_by.full_name if request.requested_by else "",
        "page_url": company_url("document_hand_in", request.employee.pk, request.pk),
    }


def company_url(name: str, *args: object) -> str:
    """An address of a page of the current company, as a mail needs it."""
    company = current_tenant()
    with in_public():
        # A company's role may not read the platform's domains.
        url: str = company.url
    return url.rstrip("/") + reverse(name, args=args, urlconf=settings.ROOT_URLCONF)


def _send(name: str, employee: Employee, context: dict[str, Any]) -> None:
    company = get_settings()
    content = mail_content(
        f"hr/documents/email/{name}",
        {"name": employee.first_name, "company": company.display_name, **context},
        sender_name=company.display_name,
        color=company.primary_color,
    )
    queue_message(to=employee.work_email, **content)
