"""Asking for a job: the row comes and goes with the caller's transaction, and belongs to the caller's company."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django_tenants.utils import tenant_context

from core.jobs.models import Job
from core.jobs.tasks import KEY_LENGTH, TaskRefused, platform_task
from core.jobs.tests.conftest import Ask
from core.jobs.tests.declared import add_department, note_company, note_platform
from core.logs import log_context
from core.tenancy import enter_public, in_public
from hr.people.models import Department
from tenants.companies.models import Company

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def _count() -> int:
    with in_public():
        return Job.objects.count()


class TestARow:
    def test_says_whose_it_is_what_and_from_where(self, ask: Ask, acme: Company) -> None:
        with log_context(request_id="request-1", company=""):
            job = ask(note_company, number=1, words=["a", "ö"], not_before=LATER)

        assert job.company_id == acme.pk
        assert (job.task, job.arguments) == ("core.jobs.tests.declared.note_company", {"number": 1, "words": ["a", "ö"]})
        assert (job.request_id, job.not_before, job.attempts, job.done_at) == ("request-1", LATER, 0, None)

    def test_of_the_platform_is_nobodys_also_when_asked_for_in_a_company(self, ask: Ask, acme: Company) -> None:
        job = ask(note_platform)

        assert job.company_id is None

    def test_goes_with_the_transaction_that_is_rolled_back(self, acme: Company) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            Department.objects.create(name="Sales")
            note_company.enqueue()
            note_platform.enqueue()
            raise ZeroDivisionError

        assert (_count(), Department.objects.filter(name="Sales").count()) == (0, 0)

    def test_costs_one_statement(self, acme: Company, django_assert_num_queries: Any) -> None:
        Department.objects.count()
        with django_assert_num_queries(1):
            note_company.enqueue()

    def test_with_a_key_is_written_once_per_task_and_company(self, ask: Ask, acme: Company, globex: Company) -> None:
        for company in (acme, acme, globex):
            ask(note_company, company, key="2026-03")
        ask(add_department, key="2026-03", name="Sales")
        ask(note_platform, key="2026-03")
        ask(note_platform, key="2026-03")
        assert _count() == 4

        ask(note_company)
        ask(note_company)
        assert _count() == 6


class TestRefused:
    def test_outside_a_company(self, db: None) -> None:
        with pytest.raises(TaskRefused, match="outside a company"):
            note_company.enqueue()
        assert _count() == 0

    @pytest.mark.parametrize(
        "value",
        [uuid4(), LATER, {1, 2}, (1, 2), {1: "a"}, float("nan"), b"bytes", "nul\0", object()],
        ids=["uuid", "datetime", "set", "tuple", "number as key", "nan", "bytes", "nul", "object"],
    )
    def test_with_what_json_cannot_carry_or_changes(self, acme: Company, value: object) -> None:
        with pytest.raises(TaskRefused, match="JSON"):
            note_company.enqueue(value=value)
        assert _count() == 0

    def test_without_an_argument_that_it_needs(self, acme: Company) -> None:
        with pytest.raises(TaskRefused, match="'name'"):
            add_department.enqueue()

    def test_with_an_endless_key(self, acme: Company) -> None:
        with pytest.raises(TaskRefused, match="key"):
            note_company.enqueue(key="k" * (KEY_LENGTH + 1))


class TestTheRoleOfACompany:
    """Whatever code runs as it, PostgreSQL lets it add jobs of its own and do nothing else."""

    def _run(self, statement: str, *values: UUID | None) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    def _insert(self, company_id: UUID | None) -> None:
        self._run(
            "INSERT INTO public.jobs_job (id, company_id, task, arguments, created_at, not_before)"
            " VALUES (%s, %s, 'x', '{}', now(), now())",
            uuid4(),
            company_id,
        )

    def test_adds_its_own(self, acme: Company) -> None:
        self._insert(acme.pk)
        assert _count() == 1

    def test_not_those_of_another_company_or_of_the_platform(self, acme: Company, globex: Company) -> None:
        for company_id in (globex.pk, None, uuid4()):
            with pytest.raises(ProgrammingError, match="row-level security"):
                self._insert(company_id)
        assert _count() == 0

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT id FROM public.jobs_job",
            "UPDATE public.jobs_job SET task = 'y'",
            "DELETE FROM public.jobs_job",
            "INSERT INTO public.jobs_job (id, company_id, task, done_at) SELECT NULL, NULL, NULL, NULL WHERE false",
            "INSERT INTO public.jobs_job (id) VALUES (gen_random_uuid()) RETURNING company_id",
        ],
    )
    def test_neither_reads_nor_changes(self, acme: Company, statement: str) -> None:
        note_company.enqueue()
        with pytest.raises(ProgrammingError, match="permission denied"):
            self._run(statement)

    def test_writes_in_each_company_under_its_own_name(self, acme: Company, globex: Company) -> None:
        note_company.enqueue()
        with tenant_context(globex):
            note_company.enqueue()
        enter_public()
        assert set(Job.objects.values_list("company_id", flat=True)) == {acme.pk, globex.pk}


def test_a_task_called_like_a_function_runs_at_once_where_the_caller_stands(acme: Company) -> None:
    ran = []

    def run(**_kwargs: Any) -> None:
        ran.append(1)

    platform_task()(run)()
    assert (ran, _count()) == ([1], 0)
