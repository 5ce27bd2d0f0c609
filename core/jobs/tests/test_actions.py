"""What becomes of jobs that were given up, and of those that are done."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit.models import AuditEvent
from core.ids import new_id
from core.jobs.actions import KEPT_FOR, delete_company_jobs, dismiss_job, forget_done_jobs, retry_all, retry_job
from core.jobs.models import Job
from core.jobs.tests.declared import note_company, note_platform
from core.tenancy import enter_public
from tenants.accounts.models import User

NOW = timezone.now()


@pytest.fixture
def actor(db: None) -> User:
    enter_public()
    return User(email="olga@rooster.example", full_name="Olga Petrova")


def _job(**values: Any) -> Job:
    return Job.objects.create(
        **{"company_id": new_id(), "task": note_company.name, "created_at": NOW, "not_before": NOW, "attempts": 10} | values
    )


class TestAFailedJob:
    def test_tried_again_begins_anew(self, actor: User) -> None:
        job = _job(failed_at=NOW, error="No paper.", handed_over_at=NOW)

        retry_job(job=job, acting_user=actor)

        job.refresh_from_db()
        assert (job.failed_at, job.attempts, job.handed_over_at) == (None, 0, None)
        assert job in Job.objects.due()
        event = AuditEvent.objects.get(action="job:retried")
        assert (event.actor_label, event.object_id) == ("Olga Petrova", str(job.pk))

    def test_dismissed_is_gone_and_the_trail_says_what_it_was(self, actor: User) -> None:
        dismiss_job(job=_job(failed_at=NOW, error="No paper."), acting_user=actor)

        assert not Job.objects.exists()
        event = AuditEvent.objects.get(action="job:dismissed")
        assert (event.object_label, event.before) == (note_company.name, {"error": "No paper."})

    @pytest.mark.parametrize("action", [retry_job, dismiss_job])
    @pytest.mark.parametrize("values", [{}, {"done_at": NOW}])
    def test_only_a_failed_one(self, actor: User, action: Any, values: dict[str, Any]) -> None:
        job = _job(**values)

        with pytest.raises(Job.DoesNotExist):
            action(job=job, acting_user=actor)
        assert (Job.objects.count(), AuditEvent.objects.filter(action__startswith="job:").count()) == (1, 0)

    def test_all_of_them_at_once(self, actor: User) -> None:
        for values in ({"failed_at": NOW}, {"failed_at": NOW}, {"done_at": NOW}):
            _job(**values)

        assert retry_all(acting_user=actor) == 2
        assert (Job.objects.due().count(), AuditEvent.objects.filter(action="job:retried").count()) == (2, 2)


class TestADeletedCompany:
    def test_takes_its_jobs_along_and_nobody_elses(self, actor: User) -> None:
        gone = new_id()
        for values in ({}, {"done_at": NOW}, {"failed_at": NOW}):
            _job(company_id=gone, **values)
        kept = [_job(), _job(company_id=None)]

        assert delete_company_jobs(company_id=gone) == 2
        assert set(Job.objects.all()) == set(kept)


class TestDoneJobs:
    def test_are_forgotten_after_a_while_and_those_of_rounds_sooner(self, actor: User) -> None:
        # Not the module's: with a suite of minutes between them, a minute more or less would be over.
        now = timezone.now()
        kept = [
            _job(),
            _job(failed_at=now - timedelta(days=90)),
            _job(done_at=now - KEPT_FOR + timedelta(minutes=1)),
            _job(done_at=now - timedelta(minutes=9), task=note_platform.name),
        ]
        _job(done_at=now - KEPT_FOR - timedelta(minutes=1))
        _job(done_at=now - timedelta(minutes=11), task=note_platform.name)

        assert forget_done_jobs(rounds={note_platform.name: timedelta(minutes=5)}) == 2
        assert set(Job.objects.all()) == set(kept)
