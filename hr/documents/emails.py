"""Mails about documents. None holds a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import day_text
from core.tenancy import current_tenant, in_public
from hr.documents.models import Document, DocumentRequest, PolicyVersion
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


def send_expiry_reminder(*, document: Document, today: date) -> None:
    """Tell somebody that a document of theirs runs out, or has."""
    _send("expiry", document.employee, _expiry(document, today) | {"page_url": company_url("own_documents")})


def send_expiry_list(*, address: str, documents: Iterable[Document], today: date) -> None:
    """Tell whoever administers documents what runs out, in one mail."""
    context = {
        "documents": [_expiry(document, today) for document in documents],
        "page_url": company_url("admin:documents_document_changelist") + "?validity=90",
    }
    _send_to(address, "expiry_list", context)


def send_policy(*, version: PolicyVersion, employee: Employee, is_reminder: bool) -> None:
    """Ask somebody to read a policy and sign it."""
    context = {
        "policy": version.policy.name,
        "is_newer": version.number > 1,
        "changes": version.changes,
        "is_reminder": is_reminder,
        "page_url": company_url("policy", version.policy_id),
    }
    _send("policy", employee, context)


def _expiry(document: Document, today: date) -> dict[str, Any]:
    if document.expires_on is None:
        raise ValueError("A document without a last day needs no reminder.")
    return {
        "person": document.employee.full_name,
        # In a mail no title: the mailboxes of others are not ours to guard.
        "document": document.type.name,
        "last_day": day_text(document.expires_on),
        "is_over": document.expires_on < today,
    }


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
    _send_to(employee.work_email, name, {"name": employee.first_name, **context})


def _send_to(address: str, name: str, context: dict[str, Any]) -> None:
    company = get_settings()
    content = mail_content(
        f"hr/documents/email/{name}",
        {"company": company.display_name, **context},
        sender_name=company.display_name,
        color=company.primary_color,
    )
    queue_message(to=address, **content)
