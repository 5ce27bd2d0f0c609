"""Jobs of checklists."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.dates import local_date
from core.formatting import use_date_style
from core.jobs.tasks import company_task
from hr.lifecycle import actions
from tenants.company_settings.queries import get_settings


@company_task()
def remind_of_tasks(**_kwargs: Any) -> None:
    """Write to everybody whose tasks are nearly due or overdue."""
    settings = get_settings()
    with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
        actions.remind_of_tasks(today=local_date(timezone.now(), settings.time_zone))
