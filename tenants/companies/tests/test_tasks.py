"""Jobs run in the company in which they were called, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.tenancy import current_tenant, enter_public
from hr.people.models import Employee
from tenants.companies.models import Company, CompanyStatus
from tenants.companies.tasks import TaskRefused, company_task, expire_trials, platform_task

seen: list[Any] = []


@company_task(name="tests.note_company")
def note_company() -> None:
    seen.append((current_tenant().schema_name, Employee.objects.count()))


@platform_task(name="tests.note_platform")
def note_platform() -> None:
    seen.append(current_tenant().schema_name)


@pytest.fixture(autouse=True)
def _forget() -> None:
    seen.clear()


class TestAJobOfACompany:
    def test_runs_in_the_company_of_the_call(self, acme: Company, globex: Company) -> None:
        note_company.delay()
        with tenant_context(globex):
            note_company.delay()

        assert seen == [(acme.schema_name, 4), (globex.schema_name, 2)]

    def test_cannot_be_called_outside_a_company(self, db: None) -> None:
        with pytest.raises(TaskRefused, match="outside a company"):
            note_company.delay()

    def test_is_refused_without_its_company(self, db: None) -> None:
        with pytest.raises(TaskRefused, match="without a company"):
            note_company()

    def test_is_refused_when_the_company_is_gone_or_not_ready(self, acme: Company) -> None:
        headers = {"company_id": str(acme.id)}
        enter_public()
        Company.objects.filter(pk=acme.pk).update(ready_at=None)

        with pytest.raises(TaskRefused, match="does not exist or is not ready"):
            note_company.apply(headers=headers, throw=True)
        assert seen == []


class TestAJobOfThePlatform:
    def test_runs_in_public_and_comes_back(self, acme: Company) -> None:
        note_platform.delay()

        assert seen == ["public"]
        assert current_tenant() == acme


class TestBeat:
    def test_names_only_jobs_that_exist(self) -> None:
        current_app.loader.import_default_modules()

        for entry in current_app.conf.beat_schedule.values():
            assert entry["task"] in current_app.tasks


class TestTrials:
    def test_expire_when_they_end(self, acme: Company, globex: Company) -> None:
        enter_public()
        now = timezone.now()
        Company.objects.filter(pk=acme.pk).update(trial_ends_at=now - timedelta(minutes=1))
        Company.objects.filter(pk=globex.pk).update(trial_ends_at=now + timedelta(days=1))

        expire_trials()

        assert Company.objects.get(pk=acme.pk).status == CompanyStatus.EXPIRED
        assert Company.objects.get(pk=globex.pk).status == CompanyStatus.TRIAL
