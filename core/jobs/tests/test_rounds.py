"""Rounds: a job a period, for the platform or for each ready company in its turn."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from core.jobs import rounds
from core.jobs.models import Job
from core.jobs.rounds import Planner
from core.jobs.tests import declared
from core.jobs.tests.declared import tidy_company
from core.jobs.worker import run_job
from core.tenancy import enter_public
from tenants.companies.models import Company
from tenants.companies.tasks import expire_trials

BEGIN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
INTERVAL = timedelta(minutes=5)
# Everybody's turn has come.
END = BEGIN + INTERVAL - timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _rounds(acme: Company, globex: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "JOB_ROUNDS", {tidy_company.name: INTERVAL, expire_trials.name: 2 * INTERVAL})
    enter_public()


def _of_companies() -> set[UUID | None]:
    return set(Job.objects.filter(task=tidy_company.name).values_list("company_id", flat=True))


class TestARound:
    def test_is_one_job_a_period_for_the_platform_and_for_each_company(self, acme: Company, globex: Company) -> None:
        planner = Planner()
        for _time in range(2):
            planner.plan(now=END)
            # As after a restart, or by a second dispatcher.
            Planner().plan(now=END)
        assert (_of_companies(), Job.objects.count()) == ({acme.pk, globex.pk}, 3)
        assert Job.objects.get(task=expire_trials.name).company_id is None

        Job.objects.update(done_at=END)
        planner.plan(now=END)
        assert Job.objects.count() == 3
        planner.plan(now=END + INTERVAL)
        assert Job.objects.count() == 5

    def test_gives_each_company_its_own_turn_in_the_period(self, acme: Company, globex: Company) -> None:
        planner = Planner()
        planner.plan(now=END)
        first, second = Job.objects.filter(task=tidy_company.name).order_by("not_before")
        assert BEGIN <= first.not_before < second.not_before < BEGIN + INTERVAL

        Job.objects.all().delete()
        planner = Planner()
        planner.plan(now=first.not_before)
        assert _of_companies() == {first.company_id}
        planner.plan(now=second.not_before)
        assert _of_companies() == {acme.pk, globex.pk}

    def test_pages_through_the_fleet(self, acme: Company, globex: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rounds, "_PAGE", 1)

        Planner().plan(now=END)

        assert _of_companies() == {acme.pk, globex.pk}

    def test_leaves_out_who_is_not_ready_or_no_longer(self, acme: Company, globex: Company) -> None:
        Company.objects.filter(pk=acme.pk).update(ready_at=None)
        planner = Planner()
        planner.plan(now=BEGIN - timedelta(seconds=1))
        planner.plan(now=BEGIN)
        Company.objects.filter(pk=globex.pk).update(ready_at=None)
        Company.objects.filter(pk=acme.pk).update(ready_at=BEGIN)
        Job.objects.all().delete()

        planner.plan(now=END)

        assert _of_companies() == set()

    def test_does_not_pile_up_behind_one_that_waits(self) -> None:
        planner = Planner()
        for period in range(3):
            planner.plan(now=END + 2 * period * INTERVAL)

        assert Job.objects.count() == 3

    def test_runs_in_the_company(self, acme: Company, globex: Company) -> None:
        declared.seen.clear()
        Planner().plan(now=END)

        for job in Job.objects.filter(task=tidy_company.name):
            run_job(job.pk)

        assert sorted(declared.seen) == sorted([(acme.schema_name, {}), (globex.schema_name, {})])
