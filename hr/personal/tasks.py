"""Jobs of personal records."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.dates import local_date
from core.formatting import use_date_style
from core.jobs.tasks import company_task
from hr.personal.actions import reminders
from tenants.company_settings.queries import get_settings


@company_task()
def remind_of_certificates(**_kwargs: Any) -> None:
    """Write to people whose certificates run out."""
    settings = get_settings()
    with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
        reminders.remind_of_certificates(today=local_date(timezone.now(), settings.time_zone))
