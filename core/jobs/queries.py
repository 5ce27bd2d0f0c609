"""Reads of jobs, for the console."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from core.jobs.models import Job


@dataclass(frozen=True, slots=True)
class JobFigures:
    """How the queue stands."""

    due: int
    """Jobs that nothing keeps from running."""
    due_since: datetime | None
    """When the longest waiting of them became due."""
    put_off: int
    """Jobs that failed and are tried again, or that wait for something, such as a company that is suspended."""
    failed: int
    """Jobs that were given up."""


def job_figures(*, now: datetime) -> JobFigures:
    """The queue in figures."""
    is_due, is_put_off = Q(not_before__lte=now), Q(not_before__gt=now) & ~Q(error="")
    figures = Job.objects.open().aggregate(
        due=Count("pk", filter=is_due), due_since=Min("not_before", filter=is_due), put_off=Count("pk", filter=is_put_off)
    )
    return JobFigures(**figures, failed=Job.objects.failed().count())


def failed_jobs() -> QuerySet[Job]:
    """Jobs that were given up, the latest first."""
    return Job.objects.failed().order_by("-failed_at", "-id")


def failed_job(*, job_id: UUID) -> Job | None:
    """One of them; None when it was done, retried or dismissed meanwhile."""
    return Job.objects.failed().filter(pk=job_id).first()
