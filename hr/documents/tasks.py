"""Jobs of documents."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.dates import local_date
from core.formatting import use_date_style
from core.jobs.tasks import company_task
from hr.documents.actions.reminders import remind_of_expiry
from hr.documents.actions.requests import remind_of_requests
from tenants.company_settings.queries import get_settings


@company_task()
def send_reminders(**_kwargs: Any) -> None:
    """Remind people of what they were asked for, and of what runs out."""
    settings = get_settings()
    with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
        today = local_date(timezone.now(), settings.time_zone)
        remind_of_requests(today=today)
        remind_of_expiry(today=today)
