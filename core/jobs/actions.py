"""What staff do about a job that was given up, and the end of rows that nobody needs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from core.audit.actions import Actor, record_event
from core.jobs.models import Job
from core.jobs.nudge import nudge

# How long rows of done jobs stay, and with them their keys.
KEPT_FOR = timedelta(days=2)
_BATCH = 20_000
_RETRIED_AT_ONCE = 500


def retry_job(*, job: Job, acting_user: Actor) -> None:
    """Let a job that was given up begin anew, with all its attempts. Call it in public. Raises Job.DoesNotExist."""
    with transaction.atomic():
        job = Job.objects.failed().select_for_update().get(pk=job.pk)
        Job.objects.filter(pk=job.pk).update(failed_at=None, attempts=0, not_before=Now(), handed_over_at=None)
        record_event(action="job:retried", acting_user=acting_user, subject=job)
        nudge()


def dismiss_job(*, job: Job, acting_user: Actor) -> None:
    """Delete a job that was given up: it will not be done. Call it in public. Raises Job.DoesNotExist."""
    with transaction.atomic():
        job = Job.objects.failed().select_for_update().get(pk=job.pk)
        record_event(action="job:dismissed", acting_user=acting_user, subject=job, before={"error": job.error})
        job.delete()


def retry_all(*, acting_user: Actor) -> int:
    """Let the jobs that were given up begin anew, some hundreds at most, and return how many; as after a mail server's outage."""
    jobs = list(Job.objects.failed().order_by("failed_at")[:_RETRIED_AT_ONCE])
    with transaction.atomic():
        for job in jobs:
            retry_job(job=job, acting_user=acting_user)
    return len(jobs)


def forget_failed_jobs(*, task: str, arguments: dict[str, Any]) -> None:
    """Delete the jobs given up that were to do just this, because something else does it now. Call it in public."""
    Job.objects.failed().filter(task=task, arguments=arguments).delete()


def delete_company_jobs(*, company_id: UUID) -> int:
    """Delete the jobs of a company that is being deleted and return how many were still to be done. Call it in public."""
    jobs = Job.objects.filter(company_id=company_id)
    waiting = jobs.exclude(done_at__isnull=False).count()
    jobs.delete()
    return waiting


def forget_done_jobs(*, rounds: Mapping[str, timedelta]) -> int:
    """Delete the rows of jobs done long ago, and of rounds whose period is over; some thousands of each. Returns how many."""
    old = [Job.objects.filter(done_at__lt=Now() - KEPT_FOR)]
    old += [Job.objects.filter(task=task, done_at__lt=Now() - 2 * interval) for task, interval in rounds.items()]
    return sum(Job.objects.filter(pk__in=jobs.values("pk")[:_BATCH]).delete()[0] for jobs in old)
