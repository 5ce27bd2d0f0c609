"""The two kinds of task, and the jobs that concern companies as rows.

A job for one company is a `company_task`: the company is taken at the moment of the call and travels with the message.
It is refused when missing, not ready or deleted; it never runs in public by mistake. A job of the platform says so by
being a `platform_task`.
"""

import logging
import uuid
from collections.abc import Callable
from typing import Any, cast

from celery import Task, shared_task
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.logs import log_context, request_id_var
from core.tenancy import current_tenant, in_public
from tenants.companies.actions import expire_trials_before
from tenants.companies.models import Company

log = logging.getLogger(__name__)

COMPANY_HEADER = "company_id"
REQUEST_HEADER = "request_id"


class TaskRefused(Exception):
    """A job's company is missing, unknown or not ready; running it anywhere else would be worse than not running it."""


class CompanyTask(Task):  # type: ignore[type-arg]  # celery-types makes Task generic, Celery does not.
    """A job of one company."""

    abstract = True

    def apply_async(self, *args: Any, headers: dict[str, Any] | None = None, **options: Any) -> Any:
        """Send the job with the company that is current now, whatever is current when the message leaves."""
        tenant = current_tenant()
        if not isinstance(tenant, Company):
            message = f"{self.name} was called outside a company."
            raise TaskRefused(message)
        headers = {**(headers or {}), COMPANY_HEADER: str(tenant.id), REQUEST_HEADER: request_id_var.get()}
        return super().apply_async(*args, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run inside the company's schema and role."""
        company = self._company_of_message()
        with tenant_context(company), log_context(request_id=_header(self, REQUEST_HEADER) or "", company=company.schema_name):
            # Not super().__call__: Celery's begins a second, empty request, and a task without its request cannot retry.
            return self.run(*args, **kwargs)

    def _company_of_message(self) -> Company:
        company_id = _header(self, COMPANY_HEADER)
        if not company_id:
            message = f"{self.name} came without a company."
            raise TaskRefused(message)
        with in_public():
            company = Company.objects.ready().filter(pk=uuid.UUID(company_id)).first()
        if company is None:
            message = f"{self.name}: company {company_id} does not exist or is not ready."
            raise TaskRefused(message)
        return company


class PlatformTask(Task):  # type: ignore[type-arg]  # celery-types makes Task generic, Celery does not.
    """A job of the platform, always in the public schema."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in public, wherever the worker was before."""
        with in_public(), log_context(request_id="", company=""):
            # As for a company's job.
            return self.run(*args, **kwargs)


def _header(task: Any, name: str) -> str | None:
    headers = getattr(task.request, "headers", None) or {}
    value = headers.get(name) or getattr(task.request, name, None)
    return str(value) if value else None


def company_task(**options: Any) -> Callable[[Callable[..., None]], CompanyTask]:
    """Declare a job of one company."""
    return cast("Callable[[Callable[..., None]], CompanyTask]", shared_task(base=CompanyTask, **options))


def platform_task(**options: Any) -> Callable[[Callable[..., None]], PlatformTask]:
    """Declare a job of the platform."""
    return cast("Callable[[Callable[..., None]], PlatformTask]", shared_task(base=PlatformTask, **options))


@platform_task()
def expire_trials(**_kwargs: Any) -> None:
    """Expire the trials that have ended."""
    count = expire_trials_before(now=timezone.now())
    if count:
        log.info("Expired %s trials.", count)
