"""Tasks that tests ask for; loaded by the tests, by no worker."""

import os
import signal
from typing import Any

from core.jobs.tasks import JobMustWait, company_task, platform_task
from core.tenancy import current_tenant
from hr.people.models import Department

seen: list[tuple[str, dict[str, Any]]] = []


def note(**arguments: Any) -> None:
    """Keep where it ran and with what."""
    seen.append((current_tenant().schema_name, arguments))


@company_task()
def note_company(**arguments: Any) -> None:
    note(**arguments)


@platform_task()
def note_platform(**arguments: Any) -> None:
    note(**arguments)


@company_task(runs_while_closed=True)
def tidy_company(**arguments: Any) -> None:
    note(**arguments)


@company_task(max_attempts=3)
def add_department(*, name: str, then: str = "", **_kwargs: Any) -> None:
    """Write in the company's schema, and then end as asked."""
    Department.objects.create(name=name)
    if then == "fail":
        message = "The printer is on fire.\nDETAIL: Key (email)=(carol@acme.example)"
        raise RuntimeError(message)
    if then == "wait":
        raise JobMustWait("The paper has not come yet.")
    if then == "die":
        os.kill(os.getpid(), signal.SIGKILL)


@company_task(atomic=False, max_attempts=2)
def add_department_for_good(*, name: str, then: str = "", **_kwargs: Any) -> None:
    add_department(name=name, then=then)


@company_task()
def ask_for_more(**_kwargs: Any) -> None:
    """Ask for another job and then fail."""
    note_company.enqueue()
    raise ZeroDivisionError
