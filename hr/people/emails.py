"""Mails about people."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from core.mail import queue_message
from core.mail_content import mail_content
from core.tenancy import in_public
from hr.people.models import Employee
from tenants.companies.models import Company
from tenants.company_settings.queries import get_settings


def send_welcome(*, employee: Employee, company: Company) -> None:
    """Tell somebody with a new account where to choose a password. Leaves after commit; the link alone opens nothing."""
    with in_public():
        # A company's role may not read the platform's domains.
        company_url = company.url
    path = reverse("account_reset_password", urlconf=settings.ROOT_URLCONF)
    context = {
        "employee": employee,
        "company": company,
        "company_url": company_url,
        "password_url": f"{company_url.rstrip('/')}{path}?{urlencode({'email': employee.work_email})}",
    }
    settings_of_company = get_settings()
    content = mail_content(
        "hr/people/email/welcome",
        context,
        sender_name=settings_of_company.display_name,
        color=settings_of_company.primary_color,
    )
    queue_message(to=employee.work_email, **content)
