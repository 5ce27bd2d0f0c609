"""Jobs of documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.dates import local_date
from core.formatting import use_date_style
from core.jobs.tasks import company_task
from hr.documents.actions.policies import remind_of_policies, tell_of_policy
from hr.documents.actions.reminders import remind_of_expiry
from hr.documents.actions.requests import remind_of_requests
from hr.documents.models import PolicyVersion
from tenants.company_settings.queries import get_settings


@company_task()
def send_reminders(**_kwargs: Any) -> None:
    """Remind people of what they were asked for, of what runs out, and of what they have not signed."""
    with _as_the_company() as today:
        remind_of_requests(today=today)
        remind_of_expiry(today=today)
        remind_of_policies(today=today)


@company_task()
def announce_policy(*, version_id: str, is_reminder: bool = False, **_kwargs: Any) -> None:
    """Ask everybody who has to sign a version of a policy and has not."""
    version = PolicyVersion.objects.select_related("policy").get(pk=version_id)
    with _as_the_company() as today:
        tell_of_policy(version=version, today=today, is_reminder=is_reminder)


@contextmanager
def _as_the_company() -> Iterator[date]:
    """Dates as the company writes them; gives its date today."""
    settings = get_settings()
    with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
        yield local_date(timezone.now(), settings.time_zone)
