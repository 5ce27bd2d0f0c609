"""How jobs are declared and asked for.

    @company_task()
    def send_payslip(*, employee_id: str, **_kwargs: Any) -> None: ...

    send_payslip.enqueue(employee_id=str(employee.id))

The row is written in the caller's transaction: it comes and goes with what the job follows from. A `company_task` belongs to
the company that was current at the call and is refused without one; a `platform_task` runs in public, wherever it was called.
"""

import inspect
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from django_tenants.utils import get_public_schema_name

from core.ids import new_id
from core.jobs.actions import forget_done_jobs
from core.jobs.nudge import CHANNEL
from core.logs import request_id_var
from core.tenancy import current_tenant, in_public

KEY_LENGTH = 200
# PostgreSQL tells the dispatcher at the commit, and nothing of a transaction that is rolled back. Named with its schema, since
# public is not on a company's path; a key that is there already ends in nothing, without telling which.
_WRITE = f"""
WITH job AS (
    INSERT INTO public.jobs_job (id, company_id, task, arguments, key, request_id, created_at, not_before)
    VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), COALESCE(%s, clock_timestamp()))
    ON CONFLICT DO NOTHING
)
SELECT pg_notify('{CHANNEL}', '')
"""  # noqa: S608 - a constant.

Function = Callable[..., None]


class TaskRefused(Exception):
    """A job was asked for that could never run as it was meant; nothing was written."""


class JobMustWait(Exception):
    """Raised by a task: it cannot do its work yet, and nothing is wrong. It is tried again, ever more seldom, without an end."""


@dataclass(frozen=True)
class Task(ABC):
    """A kind of job. Called like a function it runs at once, where the caller stands."""

    function: Function
    # One transaction with the note that it is done, so its effect on the database happens exactly once. Without, the function
    # has transactions of its own or an effect elsewhere, such as a mail: it may run again after a crash and has to bear it.
    atomic: bool
    # Then it is given up. The first waits are short: 2 s, 4 s, 8 s, up to `longest_wait`.
    max_attempts: int
    longest_wait: timedelta
    # A run that takes longer is stopped and counts as a failed attempt.
    time_limit: timedelta

    @property
    def name(self) -> str:
        """What it is called in rows, logs and the plan of rounds."""
        return f"{self.function.__module__}.{self.function.__qualname__}"

    def __call__(self, **arguments: Any) -> None:
        """Run now, without a row."""
        self.function(**arguments)

    def enqueue(self, *, key: str | None = None, not_before: datetime | None = None, **arguments: Any) -> None:
        """Have it done after this transaction's commit, or not at all if that is rolled back.

        With a `key`, a second job of the same task (and company) is not written while the first one is kept: until
        `core.jobs.actions.KEPT_FOR` after it was done. Raises TaskRefused.
        """
        self._write(key=key, not_before=not_before, text=self._as_text(arguments))

    @abstractmethod
    def _write(self, *, key: str | None, not_before: datetime | None, text: str) -> None:
        """Write the row for whom it is."""

    def _insert(self, company_id: UUID | None, *, key: str | None, not_before: datetime | None, text: str) -> None:
        if key and len(key) > KEY_LENGTH:
            message = f"{self.name} was called with a key of more than {KEY_LENGTH} characters."
            raise TaskRefused(message)
        write_job([new_id(), company_id, self.name, text, key or "", request_id_var.get(), not_before])

    def _as_text(self, arguments: dict[str, Any]) -> str:
        """The arguments as JSON that will be read back as the same values. Raises TaskRefused."""
        try:
            inspect.signature(self.function).bind(**arguments)
            text = json.dumps(arguments, allow_nan=False)
        except (TypeError, ValueError) as error:
            message = f"{self.name} was called with arguments that it does not take or that JSON cannot carry: {error}."
            raise TaskRefused(message) from error
        if json.loads(text) != arguments or "\\u0000" in text:
            message = f"{self.name} was called with values that JSON changes; pass texts, numbers, lists and dictionaries of them."
            raise TaskRefused(message)
        return text


@dataclass(frozen=True)
class CompanyTask(Task):
    """A job of one company: runs in its schema, as its role."""

    # Housekeeping goes on while a company is suspended or its trial has ended; everything else waits until it is open again.
    runs_while_closed: bool = False

    def _write(self, *, key: str | None, not_before: datetime | None, text: str) -> None:
        """For the company that is current now."""
        company_id = getattr(current_tenant(), "pk", None)
        if company_id is None:
            message = f"{self.name} was called outside a company; it is a company's job, so enter one first."
            raise TaskRefused(message)
        self._insert(company_id, key=key, not_before=not_before, text=text)


@dataclass(frozen=True)
class PlatformTask(Task):
    """A job of the platform: runs in the public schema."""

    def _write(self, *, key: str | None, not_before: datetime | None, text: str) -> None:
        """For nobody; from inside a company it is written from public, since the company's role may write only its own."""
        if getattr(current_tenant(), "schema_name", "") == get_public_schema_name():
            self._insert(None, key=key, not_before=not_before, text=text)
            return
        with in_public():
            self._insert(None, key=key, not_before=not_before, text=text)


_tasks: dict[str, Task] = {}


def company_task(
    *,
    atomic: bool = True,
    runs_while_closed: bool = False,
    max_attempts: int = 10,
    longest_wait: timedelta = timedelta(minutes=10),
    time_limit: timedelta = timedelta(minutes=5),
) -> Callable[[Function], CompanyTask]:
    """Declare a job of one company."""

    def declare(function: Function) -> CompanyTask:
        task = CompanyTask(function, atomic, max_attempts, longest_wait, time_limit, runs_while_closed)
        _tasks[task.name] = task
        return task

    return declare


def platform_task(
    *,
    atomic: bool = True,
    max_attempts: int = 10,
    longest_wait: timedelta = timedelta(minutes=10),
    time_limit: timedelta = timedelta(minutes=5),
) -> Callable[[Function], PlatformTask]:
    """Declare a job of the platform."""

    def declare(function: Function) -> PlatformTask:
        task = PlatformTask(function, atomic, max_attempts, longest_wait, time_limit)
        _tasks[task.name] = task
        return task

    return declare


def all_tasks() -> dict[str, Task]:
    """Every task by its name."""
    _load_tasks()
    return _tasks


@cache
def _load_tasks() -> None:
    """Load the modules in which tasks may be declared."""
    autodiscover_modules("tasks", "mail")


def write_job(values: list[Any]) -> None:
    """Write a row and tell the dispatcher at the commit: id, company, task, arguments, key, request, not before."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)


@platform_task()
def forget_done(**_kwargs: Any) -> None:
    """Delete the rows of jobs that are done and that no key needs any more."""
    forget_done_jobs(rounds=settings.JOB_ROUNDS)
