"""Jobs of holiday calendars."""

from typing import Any

from django.utils import timezone

from core.dates import local_date
from core.jobs.tasks import company_task
from hr.calendars import actions
from tenants.company_settings.queries import get_settings


@company_task()
def add_coming_years(**_kwargs: Any) -> None:
    """Add this year's public holidays, and later in the year the next one's."""
    actions.add_coming_years(today=local_date(timezone.now(), get_settings().time_zone))
