"""A worker runs a job where it belongs, once; and keeps what went wrong."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.ids import new_id
from core.jobs import worker
from core.jobs.models import Job
from core.jobs.tests import declared
from core.jobs.tests.conftest import Ask, fresh, other_session
from core.jobs.tests.declared import add_department, add_department_for_good, note_company, note_platform, tidy_company
from core.jobs.worker import run_job
from core.logs import company_var, request_id_var
from core.tenancy import current_tenant, enter_public, in_public, leave_schema
from hr.people.models import Department
from tenants.companies.models import Company, CompanyStatus
from tenants.schemas.models import Provisioning


def _change(job: Job, **values: Any) -> Job:
    with in_public():
        Job.objects.filter(pk=job.pk).update(**values)
    return job


def _departments(name: str) -> int:
    return Department.objects.filter(name=name).count()


class TestAJob:
    def test_of_a_company_runs_in_it_and_the_worker_ends_where_it_was(self, ask: Ask, acme: Company, globex: Company) -> None:
        jobs = [ask(note_company, number=1), ask(note_company, globex, number=2), ask(note_platform, number=3)]
        leave_schema()

        for job in jobs:
            run_job(job.pk)

        assert current_tenant().schema_name == ""
        assert declared.seen == [
            (acme.schema_name, {"number": 1}),
            (globex.schema_name, {"number": 2}),
            ("public", {"number": 3}),
        ]
        enter_public()

    def test_names_its_company_and_request_in_the_log(self, ask: Ask, acme: Company) -> None:
        job = _change(ask(add_department, name="Sales"), request_id="request-1")
        named: list[tuple[str, str]] = []

        def create(**_values: Any) -> None:
            named.append((request_id_var.get(), company_var.get()))

        with mock.patch.object(Department.objects, "create", create):
            run_job(job.pk)

        assert named == [("request-1", acme.schema_name)]

    def test_is_done_once_and_keeps_no_arguments(self, ask: Ask) -> None:
        job = ask(add_department, name="Sales")

        for _time in range(2):
            run_job(job.pk)

        done = fresh(job)
        assert (_departments("Sales"), done.attempts, done.arguments, done.error) == (1, 1, {}, "")
        assert done.done_at is not None

    def test_not_before_its_time(self, ask: Ask) -> None:
        run_job(ask(note_company, not_before=timezone.now() + timedelta(minutes=1)).pk)

        assert declared.seen == []

    def test_that_is_gone_is_no_concern(self, db: None) -> None:
        run_job(new_id())

    def test_that_another_worker_runs_is_left_to_it(self, ask: Ask) -> None:
        job = ask(note_company)
        with other_session() as other:
            other.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [worker._JOB_LOCKS, str(job.pk)])
            run_job(job.pk)

        assert (declared.seen, fresh(job).attempts) == ([], 0)
        run_job(job.pk)
        assert len(declared.seen) == 1


class TestAFailure:
    def test_leaves_nothing_behind_and_is_tried_again_later(self, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
        job = ask(add_department, name="Sales", then="fail")

        run_job(job.pk)

        failed = fresh(job)
        assert (_departments("Sales"), failed.attempts, failed.done_at, failed.failed_at) == (0, 1, None, None)
        # The first line only: the others may quote a person's data.
        assert failed.error == "RuntimeError: The printer is on fire."
        assert timedelta(0) < failed.not_before - failed.created_at < timedelta(seconds=10)
        assert "failed and is tried again" in caplog.text

    def test_too_often_is_given_up(self, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
        job = ask(add_department, name="Sales", then="fail")

        for _attempt in range(5):
            run_job(_change(job, not_before=Now()).pk)

        given_up = fresh(job)
        assert (given_up.attempts, given_up.failed_at is not None) == (3, True)
        assert "given up after 3 attempts" in caplog.text

    def test_takes_the_jobs_along_that_it_had_asked_for(self, ask: Ask) -> None:
        run_job(ask(declared.ask_for_more).pk)

        with in_public():
            assert Job.objects.count() == 1

    def test_without_a_transaction_leaves_what_it_had_done(self, ask: Ask) -> None:
        job = ask(add_department_for_good, name="Sales", then="fail")

        run_job(job.pk)

        assert (_departments("Sales"), fresh(job).attempts) == (1, 1)

    def test_of_a_task_that_is_gone_is_kept_like_any(self, ask: Ask) -> None:
        job = _change(ask(note_company), task="hr.payslips.tasks.gone")

        run_job(job.pk)

        assert fresh(job).error == "LookupError: This release has no task hr.payslips.tasks.gone."
        assert fresh(job).failed_at is None

    @pytest.mark.parametrize(("task", "words"), [(note_company, "a company’s"), (note_platform, "the platform’s")])
    def test_of_a_job_in_the_wrong_hands_is_final(self, ask: Ask, acme: Company, task: Any, words: str) -> None:
        """A company's role may write any task's name; a task of the platform is not run for it, nor a company's without one."""
        job = ask(task)
        _change(job, company_id=None if job.company_id else acme.pk)

        run_job(job.pk)

        assert declared.seen == []
        assert fresh(job).failed_at is not None
        assert words in fresh(job).error


class TestWaiting:
    def _check(self, job: Job, reason: str, caplog: pytest.LogCaptureFixture) -> None:
        run_job(job.pk)

        waiting = fresh(job)
        assert reason in waiting.error
        assert reason in caplog.text
        assert (waiting.attempts, waiting.failed_at, waiting.done_at, declared.seen) == (0, None, None, [])
        assert waiting.not_before > waiting.created_at

    def test_for_a_company_that_is_being_set_up(self, ask: Ask, acme: Company, caplog: pytest.LogCaptureFixture) -> None:
        job = ask(note_company)
        with in_public():
            Company.objects.filter(pk=acme.pk).update(ready_at=None)

        self._check(job, "is not ready", caplog)

    @pytest.mark.parametrize("status", [CompanyStatus.SUSPENDED, CompanyStatus.EXPIRED])
    def test_for_a_company_that_is_closed_but_not_for_tidying_up(
        self, ask: Ask, acme: Company, status: CompanyStatus, caplog: pytest.LogCaptureFixture
    ) -> None:
        job = ask(note_company)
        with in_public():
            Company.objects.filter(pk=acme.pk).update(status=status)

        self._check(job, "suspended or its time is over", caplog)
        run_job(ask(tidy_company).pk)
        assert declared.seen == [(acme.schema_name, {})]

    def test_for_a_schema_of_another_release(self, ask: Ask, acme: Company, caplog: pytest.LogCaptureFixture) -> None:
        job = ask(note_company)
        with in_public():
            rows = Provisioning.objects.filter(company=acme)
            version = rows.get().template_version
            rows.update(template_version="of another release")

        self._check(job, "of another release", caplog)
        with in_public():
            rows.update(template_version=version)
        run_job(_change(job, not_before=Now()).pk)
        assert declared.seen == [(acme.schema_name, {})]

    def test_for_what_a_task_says(self, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
        self._check(ask(add_department, name="Sales", then="wait"), "The paper has not come yet.", caplog)
        assert _departments("Sales") == 0

    def test_grows_with_the_time_waited_and_ends_never(self, ask: Ask) -> None:
        job = _change(ask(add_department, name="Sales", then="wait"), created_at=timezone.now() - timedelta(seconds=400))

        for _attempt in range(4):
            run_job(_change(job, not_before=Now()).pk)

        assert fresh(job).failed_at is None
        assert timedelta(seconds=90) < fresh(job).not_before - timezone.now() < timedelta(seconds=110)

    def test_is_over_when_the_company_is_deleted(self, ask: Ask) -> None:
        job = _change(ask(note_company), company_id=new_id())

        run_job(job.pk)

        assert fresh(job).error == "Its company has been deleted."
        assert fresh(job).failed_at is not None


@pytest.mark.usefixtures("_committed")
class TestAKilledWorker:
    """A real process, which dies by SIGKILL in the middle of a job."""

    @pytest.fixture
    def _committed(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        with django_db_blocker.unblock(), in_public():
            Job.objects.all().delete()
            yield
            for company in self._companies():
                with tenant_context(company):
                    Department.objects.filter(name="Sales").delete()
            Job.objects.all().delete()

    def _companies(self) -> list[Company]:
        enter_public()
        return list(Company.objects.filter(name="Acme Robotics"))

    def _ask(self, task: Any, **arguments: Any) -> Job:
        (acme,) = self._companies()
        with tenant_context(acme):
            task.enqueue(name="Sales", **arguments)
        return Job.objects.get()

    def _run_in_a_process(self, job: Job) -> int:
        name = connection.settings_dict["NAME"]
        urls = {variable: f"{os.environ[variable].rpartition('/')[0]}/{name}" for variable in ("DATABASE_URL",)}
        command = [sys.executable, "-m", "core.jobs.tests.killed_worker", str(job.pk)]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **urls}
        return subprocess.run(command, cwd=Path(settings.BASE_DIR), env=environment, check=False).returncode

    def _wait_until_its_session_is_gone(self) -> None:
        """PostgreSQL notices the end of a killed process a moment later."""
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
        for _look in range(100):
            with in_public(), connection.cursor() as cursor:
                cursor.execute(query, [worker._JOB_LOCKS])
                if cursor.fetchone() == (0,):
                    return
            time.sleep(0.1)

    def _effects(self) -> int:
        (acme,) = self._companies()
        with tenant_context(acme):
            return _departments("Sales")

    def test_leaves_no_effect_and_the_next_one_makes_it_once(self) -> None:
        job = self._ask(add_department, then="die")
        assert self._run_in_a_process(job) == -signal.SIGKILL
        assert (self._effects(), fresh(job).attempts, fresh(job).done_at) == (0, 1, None)

        self._wait_until_its_session_is_gone()
        _change(job, arguments={"name": "Sales"})
        assert self._run_in_a_process(job) == 0
        run_job(job.pk)

        assert (self._effects(), fresh(job).attempts, fresh(job).done_at is not None) == (1, 2, True)

    def test_every_time_is_given_up(self) -> None:
        job = self._ask(add_department, then="die")
        _change(job, attempts=3)

        run_job(job.pk)

        assert fresh(job).error == "Its worker was lost 3 times while it ran."
        assert (fresh(job).failed_at is not None, self._effects()) == (True, 0)
