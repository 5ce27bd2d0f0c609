"""Mails about personal records. None holds an account or identity number."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import day_text, moment_text
from core.tenancy import current_tenant, in_public
from hr.people.models import Employee
from hr.personal.models import BankDetails, Certificate, ChangeRequest, ChangeStatus, PersonalRecord
from hr.personal.queries import former_addresses
from hr.personal.sections import SECTIONS
from tenants.company_settings.queries import get_settings

# As long as whoever took a mailbox over might wait between changing it and changing the bank account.
FORMER_EMAIL_COUNTS = timedelta(days=30)


def send_bank_change(*, details: BankDetails, asked_by: str) -> None:
    """Tell the person at every address known before, so that one who has taken over mailboxes or changed them cannot hide it."""
    employee = details.employee
    context = {
        "asked_by": asked_by,
        "not_before": moment_text(details.cooling_ends_at),
        "page_url": _page("bank_details", employee),
    }
    personal = PersonalRecord.objects.filter(pk=employee.pk).values_list("personal_email", flat=True)
    former = former_addresses(employee, since=details.requested_at - FORMER_EMAIL_COUNTS)
    for address in dict.fromkeys(filter(None, [employee.work_email, *personal, *former])):
        _send("bank_change", employee, address, context)


def send_email_changed(*, record: PersonalRecord, former: str) -> None:
    """Tell the former personal address that another took its place."""
    context = {"page_url": _page("personal_record", record.employee)}
    _send("email_changed", record.employee, former, context)


def send_change_decided(*, request: ChangeRequest) -> None:
    """Tell the employee what came of their request."""
    context = {
        "section": SECTIONS[request.section].title,
        "is_approved": request.status == ChangeStatus.APPROVED,
        "reason": request.reason,
        "page_url": _page("personal_record", request.employee),
    }
    _send("change_decided", request.employee, request.employee.work_email, context)


def send_certificate_reminder(*, certificate: Certificate, today: date) -> None:
    """Tell the employee that a certificate runs out, or has."""
    expires_on = certificate.expires_on
    if expires_on is None:
        raise ValueError("A certificate without an end needs no reminder.")
    context = {
        "certificate": certificate.name,
        "last_day": day_text(expires_on),
        "is_over": expires_on < today,
        "page_url": _page("qualifications", certificate.employee),
    }
    _send("certificate_reminder", certificate.employee, certificate.employee.work_email, context)


def send_certificate_list(*, address: str, certificates: Iterable[Certificate], today: date) -> None:
    """Tell whoever keeps the records which certificates of others run out, or have, in one mail."""
    lines = [
        {
            "person": each.employee.full_name,
            "certificate": each.name,
            "last_day": day_text(each.expires_on),
            "is_over": each.expires_on < today,
        }
        for each in certificates
        if each.expires_on is not None
    ]
    _send_to(address, "certificate_list", {"certificates": lines})


def _page(name: str, employee: Employee) -> str:
    company = current_tenant()
    with in_public():
        # A company's role may not read the platform's domains.
        company_url: str = company.url
    return company_url.rstrip("/") + reverse(name, args=[employee.pk], urlconf=settings.ROOT_URLCONF)


def _send(name: str, employee: Employee, address: str, context: dict[str, Any]) -> None:
    _send_to(address, name, {"employee": employee, **context})


def _send_to(address: str, name: str, context: dict[str, Any]) -> None:
    company = get_settings()
    content = mail_content(
        f"hr/personal/email/{name}",
        {"company": company.display_name, **context},
        sender_name=company.display_name,
        color=company.primary_color,
    )
    queue_message(to=address, **content)
