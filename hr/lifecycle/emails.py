"""Mails about tasks."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import day_text
from core.tenancy import current_tenant, in_public
from hr.lifecycle.models import ChecklistTask
from tenants.company_settings.queries import get_settings


def send_task_reminder(*, address: str, name: str, tasks: list[ChecklistTask], today: date) -> None:
    """Tell somebody what is due, the oldest first."""
    company, tenant = get_settings(), current_tenant()
    with in_public():
        # A company's role may not read the platform's domains.
        company_url: str = tenant.url
    lines = [
        {"title": task.title, "person": task.checklist.employee, "day": day_text(task.due_date), "is_late": task.due_date < today}
        for task in tasks
    ]
    page_url = company_url.rstrip("/") + reverse("my_tasks", urlconf=settings.ROOT_URLCONF)
    content = mail_content(
        "hr/lifecycle/email/task_reminder",
        {"name": name, "tasks": lines, "first": lines[0], "count": len(lines), "page_url": page_url},
        sender_name=company.display_name,
        color=company.primary_color,
    )
    queue_message(to=address, **content)
