"""The platform's rounds, most of them a job for each company, and what is told to owners."""

import uuid
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.jobs.tasks import JobMustWait, company_task, platform_task
from core.tenancy import current_tenant
from hr.attendance.rules import MAX_SESSION
from hr.people import actions as people
from superadmin.actions import CompanyNotReady, welcome_new_owner
from superadmin.usage import count_use
from tenants.company_settings.queries import get_settings


@company_task(runs_while_closed=True)
def count_usage(**_kwargs: Any) -> None:
    """Bring the figures that the console shows of this company up to date."""
    count_use(company=current_tenant(), now=timezone.now())


@company_task(runs_while_closed=True)
def delete_expired_sessions(**_kwargs: Any) -> None:
    """Remove the sessions of this company's people that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@platform_task()
def delete_expired_staff_sessions(**_kwargs: Any) -> None:
    """Remove the sessions of the platform's staff that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@company_task(runs_while_closed=True)
def close_accounts_of_leavers(**_kwargs: Any) -> None:
    """Let those sign in no more whose last day has passed, also for a shift that ran on past midnight; and again who is back."""
    now, settings = timezone.now(), get_settings()
    people.reopen_access(now=now, zone_name=settings.time_zone)
    people.close_accounts_of_leavers(
        at=now - MAX_SESSION, now=now, zone_name=settings.time_zone, access_months=settings.leaver_access_months
    )


@platform_task()
def welcome_owner_once_ready(*, company_id: str, **_kwargs: Any) -> None:
    """Write to the owner of a company that staff have created, as soon as the company is ready."""
    try:
        welcome_new_owner(company_id=uuid.UUID(company_id))
    except CompanyNotReady as error:
        raise JobMustWait("The company is still being set up.") from error
