"""A job is its company's, whatever is written into its row."""

from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django_tenants.utils import tenant_context

from core.ids import new_id
from core.jobs.models import Job
from core.jobs.tasks import company_task, platform_task, write_job
from core.jobs.worker import run_job
from core.tenancy import current_schema_name, in_public
from hr.people.models import Employee
from tests.isolation.watch import Watch, words_of_others
from tests.isolation.world import Side, World

_read: list[str] = []


@company_task(max_attempts=1)
def read_employee(*, employee_id: str, **_kwargs: Any) -> None:
    """Read the row with a key that somebody gave."""
    _read.append(str(Employee.objects.get(pk=employee_id)))


@platform_task(max_attempts=1)
def read_platform(**_kwargs: Any) -> None:
    """Stand where the platform stands."""
    _read.append(current_schema_name())


@pytest.fixture(autouse=True)
def _real_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite runs jobs at their commit; here they are run as by a worker."""
    monkeypatch.setattr("core.jobs.tasks.write_job", write_job)
    _read.clear()


def _run_all() -> list[Job]:
    with in_public():
        for pk in Job.objects.due().values_list("pk", flat=True):
            run_job(pk)
        return list(Job.objects.order_by("id"))


@pytest.mark.parametrize("key", ["shared", "own"])
def test_with_a_key_of_another_company_finds_its_own_row_or_none(world: World, db: None, key: str) -> None:
    keys = getattr(world.globex, key)
    with tenant_context(world.acme.company):
        read_employee.enqueue(employee_id=str(keys["people_employee"]))
    (job,) = _run_all()
    watch = Watch(words_of_others(world.acme))
    watch.look(key, [("what it read", str(_read)), ("its error", job.error)])
    watch.check()
    assert bool(watch.seen) == (key == "shared")
    assert (job.done_at is None) == (key == "own")


def _insert(side: Side, company_id: UUID | None, task: str) -> None:
    """As code of a company might, past everything of ours."""
    with tenant_context(side.company), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.jobs_job (id, company_id, task, arguments, created_at, not_before)"
            " VALUES (%s, %s, %s, '{}', now(), now())",
            [new_id(), company_id, task],
        )


def test_cannot_be_written_for_another_company_or_the_platform(world: World, db: None) -> None:
    for company_id in (world.globex.company.pk, None):
        with pytest.raises(ProgrammingError, match="row-level security"):
            _insert(world.acme, company_id, read_platform.name)
    assert not _run_all()


def test_of_the_platform_does_not_run_for_a_company(world: World, db: None) -> None:
    _insert(world.acme, world.acme.company.pk, read_platform.name)
    (job,) = _run_all()
    assert job.failed_at
    assert not _read
