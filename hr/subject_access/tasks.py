"""Jobs of complete files."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.formatting import use_date_style
from core.jobs.tasks import company_task
from hr.subject_access import actions
from hr.subject_access.access import groups_for
from hr.subject_access.models import CompleteFile
from tenants.accounts.capabilities import DataGroup
from tenants.company_settings.queries import get_settings


@company_task(max_attempts=3)
def prepare(*, file_id: str, **_kwargs: Any) -> None:
    """Collect what is kept, by what whoever asked may see now."""
    settings = get_settings()
    with timezone.override(ZoneInfo(settings.time_zone)), use_date_style(settings.date_style):
        today = timezone.localdate()
        file = CompleteFile.objects.select_related("employee", "requested_by").filter(pk=file_id).first()
        if file is not None:
            allowed = groups_for(file.requested_by, file.employee, on=today)
            groups = [group for group in map(DataGroup, file.groups) if group in allowed]
            actions.prepare_file(file_id=file_id, groups=groups, now=timezone.now(), today=today)


@company_task()
def forget(**_kwargs: Any) -> None:
    """Delete files whose time is over."""
    actions.forget_files(now=timezone.now())
