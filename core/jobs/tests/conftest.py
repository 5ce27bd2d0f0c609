"""Jobs as they are written: the suite's worker, which runs them at the commit, has these tests to itself."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django_tenants.utils import tenant_context

from core.jobs.models import Job
from core.jobs.tasks import Task, write_job
from core.jobs.tests import declared
from core.tenancy import in_public
from tenants.companies.models import Company

Ask = Callable[..., Job]


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch, _workers: None) -> None:
    monkeypatch.setattr("core.jobs.tasks.write_job", write_job)
    declared.seen.clear()


@pytest.fixture
def ask(acme: Company) -> Ask:
    """Ask for a job in a company, Acme unless said otherwise, and give its row."""

    def make(task: Task, company: Company = acme, **arguments: Any) -> Job:
        with tenant_context(company):
            task.enqueue(**arguments)
        with in_public():
            return Job.objects.order_by("created_at", "id").reverse()[0]

    return make


def fresh(job: Job) -> Job:
    """The row as it stands now."""
    with in_public():
        return Job.objects.get(pk=job.pk)


def other_session() -> psycopg.Connection[Any]:
    """A session of the same login that shares nothing with the test's."""
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return psycopg.connect(**{name: parameters[name] for name in names if name in parameters})
