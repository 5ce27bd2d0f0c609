"""The platform's rounds through all companies. What fails in one company is logged there and does not stop the round."""

import logging
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.logs import company_var
from hr.attendance.rules import MAX_SESSION
from hr.people import actions as people
from superadmin.actions import CompanyNotReady, welcome_new_owner
from superadmin.usage import count_use
from tenants.companies.models import Company
from tenants.companies.queries import ready_companies
from tenants.companies.tasks import platform_task
from tenants.company_settings.queries import get_settings

log = logging.getLogger(__name__)

_PAGE = 200
# A company is ready within seconds. Where its set-up fails, somebody has a day to mend it before the mail is given up.
_WELCOME_TRIES = 300
_LONGEST_WAIT_SECONDS = 300


@platform_task()
def count_usage(**_kwargs: Any) -> None:
    """Bring the figures that the console shows of each company up to date."""
    now = timezone.now()
    _do_in_each(lambda company: count_use(company=company, now=now))


@platform_task()
def delete_expired_sessions(**_kwargs: Any) -> None:
    """Remove the sessions that have ended: the staff's, and those of each company's people."""
    session_store = import_module(settings.SESSION_ENGINE).SessionStore

    def clear(company: Company) -> None:
        with tenant_context(company):
            session_store.clear_expired()

    session_store.clear_expired()
    _do_in_each(clear)


@platform_task()
def close_accounts_of_leavers(**_kwargs: Any) -> None:
    """Let those sign in no more whose last day at their company has passed, also for a shift that ran on past midnight."""
    latest_begin = timezone.now() - MAX_SESSION

    def close(company: Company) -> None:
        with tenant_context(company):
            people.close_accounts_of_leavers(at=latest_begin, zone_name=get_settings().time_zone)

    _do_in_each(close)


@platform_task(bind=True, max_retries=_WELCOME_TRIES)
def welcome_owner_once_ready(task: Task[Any, None], /, *, company_id: str, **_kwargs: Any) -> None:
    """Write to the owner of a company that staff have created, as soon as the company is ready."""
    try:
        welcome_new_owner(company_id=uuid.UUID(company_id))
    except CompanyNotReady as error:
        wait = min(2**task.request.retries, _LONGEST_WAIT_SECONDS)
        raise task.retry(exc=error, countdown=wait) from error


def _do_in_each(work: Callable[[Company], None]) -> None:
    for company in _all_ready():
        company_var.set(company.schema_name)
        try:
            with transaction.atomic():
                work(company)
        except SoftTimeLimitExceeded:
            # The worker has no time left for any company.
            raise
        except Exception:
            # Whatever is wrong with one company, the others are still due. Their turn starts from a clean transaction.
            log.exception("The round failed in %s and goes on with the next company.", company.schema_name)
        finally:
            company_var.set("")


def _all_ready() -> Iterator[Company]:
    """Every ready company, a page at a time, so that a large fleet is neither held in memory nor in one long statement."""
    latest = uuid.UUID(int=0)
    while page := list(ready_companies().filter(pk__gt=latest)[:_PAGE]):
        yield from page
        latest = page[-1].pk
