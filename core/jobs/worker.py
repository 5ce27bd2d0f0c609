"""How one job is run: at most by one worker at a time, and once it is done never again."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Protocol, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tenants.utils import get_tenant_model, tenant_context

from core.jobs.models import Job
from core.jobs.nudge import nudge
from core.jobs.tasks import CompanyTask, JobMustWait, PlatformTask, Task, all_tasks
from core.logs import log_context
from core.tenancy import Tenant, in_public

log = logging.getLogger(__name__)

# Separates the advisory locks of running jobs from any other use of them.
_JOB_LOCKS = 7304
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=10)
_MAX_DOUBLINGS = 20
# Of a task that this release does not know.
_MAX_ATTEMPTS = 10
_ERROR_LENGTH = 1000


class JobRefused(Exception):
    """The job can never run; it is given up at once."""


class _Company(Tenant, Protocol):
    """What a worker asks of a company."""

    ready_at: Any
    is_open: bool


ReasonToWait = Callable[[Any], str | None]
_reasons_to_wait: list[ReasonToWait] = []


def register_reason_to_wait(reason: ReasonToWait) -> None:
    """Have `reason` asked, in public, before each job of a company: a sentence why it must wait, or None. Call it in `ready`."""
    _reasons_to_wait.append(reason)


def run_job(job_id: UUID) -> None:
    """Do a job, unless it is done, not due or running elsewhere. What goes wrong is kept with the job and logged."""
    with in_public():
        with _alone(job_id) as is_alone:
            job = _begin(job_id) if is_alone else None
            if job is None:
                log.info("Job %s is done, not due, or run by another worker.", job_id)
                return
            with log_context(request_id=job.request_id, company=""):
                _try(job)
        # The dispatcher has room for the next one.
        nudge()


@contextmanager
def _alone(job_id: UUID) -> Iterator[bool]:
    """Hold the job for this session. A worker that is killed loses the session and with it the lock."""
    key = (_JOB_LOCKS, str(job_id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", key)
        (is_alone,) = cursor.fetchone() or (False,)
    try:
        yield bool(is_alone)
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)


def _begin(job_id: UUID) -> Job | None:
    """Count the attempt before it is made: a job that kills its workers is given up some day, too."""
    with transaction.atomic():
        job = Job.objects.due().select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is not None:
            job.attempts += 1
            Job.objects.filter(pk=job_id).update(attempts=job.attempts, handed_over_at=Now())
    return job


def _try(job: Job) -> None:
    try:
        task = all_tasks().get(job.task)
        if task is None:
            # A worker of the release before this one may see it for a moment.
            message = f"This release has no task {job.task}."
            raise LookupError(message)  # noqa: TRY301 - kept with the job as any failure.
        if job.attempts > task.max_attempts:
            message = f"Its worker was lost {task.max_attempts} times while it ran."
            raise JobRefused(message)  # noqa: TRY301 - as above.
        _run(job, task)
    except JobMustWait as reason:
        _let_wait(job, str(reason))
    except Exception as error:  # noqa: BLE001 - whatever went wrong is kept with the job; the log has the traceback.
        _keep_failure(job, error)


def _run(job: Job, task: Task) -> None:
    """Where the task belongs; if it is atomic, in one transaction with the note that it is done."""
    if not task.atomic:
        with _standing(job, task):
            task(**job.arguments)
        _mark_done(job)
        return
    with transaction.atomic():
        if Job.objects.open().select_for_update(skip_locked=True).filter(pk=job.pk).first() is None:
            return
        with _standing(job, task):
            task(**job.arguments)
        _mark_done(job)


@contextmanager
def _standing(job: Job, task: Task) -> Iterator[None]:
    """In the job's company or in public. Raises JobRefused or JobMustWait."""
    match task:
        case CompanyTask() if job.company_id is not None:
            company = _company_of(job, task)
            with tenant_context(company), log_context(request_id=job.request_id, company=company.schema_name):
                yield
        case PlatformTask() if job.company_id is None:
            yield
        case _:
            message = f"{job.task} is {'a company' if isinstance(task, CompanyTask) else 'the platform'}’s, and the job is not."
            raise JobRefused(message)


def _company_of(job: Job, task: CompanyTask) -> _Company:
    company = cast("_Company | None", get_tenant_model().objects.filter(pk=job.company_id).first())
    if company is None:
        raise JobRefused("Its company has been deleted.")
    if company.ready_at is None:
        raise JobMustWait("Its company is not ready: it is being set up, or deleted.")
    if not company.is_open and not task.runs_while_closed:
        raise JobMustWait("Its company is suspended or its time is over; the job runs when it is open again.")
    for reason_to_wait in _reasons_to_wait:
        if reason := reason_to_wait(company):
            raise JobMustWait(reason)
    return company


def _mark_done(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(done_at=Now(), arguments={}, error="")


def _let_wait(job: Job, reason: str) -> None:
    """Ask again after a quarter of the time that it has waited so far; such an attempt does not count."""
    pause = min(max((timezone.now() - job.created_at) / 4, _FIRST_WAIT), _LONGEST_PAUSE)
    log.warning("%s of company %s waits %s: %s", job.task, job.company_id, pause, reason)
    _put_back(job, pause, attempts=job.attempts - 1, error=reason)


def _keep_failure(job: Job, error: Exception) -> None:
    task = all_tasks().get(job.task)
    max_attempts, longest_wait = (task.max_attempts, task.longest_wait) if task else (_MAX_ATTEMPTS, _LONGEST_PAUSE)
    if isinstance(error, JobRefused) or job.attempts >= max_attempts:
        log.error("%s of company %s is given up after %s attempts.", job.task, job.company_id, job.attempts, exc_info=error)
        Job.objects.open().filter(pk=job.pk).update(failed_at=Now(), error=_sentence_of(error))
        return
    pause = min(_FIRST_WAIT * 2 ** min(job.attempts - 1, _MAX_DOUBLINGS), longest_wait)
    log.warning("%s of company %s failed and is tried again in %s.", job.task, job.company_id, pause, exc_info=error)
    _put_back(job, pause, attempts=job.attempts, error=_sentence_of(error))


def _put_back(job: Job, pause: timedelta, *, attempts: int, error: str) -> None:
    # Only while it is open: an error after the commit does not undo what is done.
    Job.objects.open().filter(pk=job.pk).update(not_before=Now() + pause, handed_over_at=None, attempts=attempts, error=error)


def _sentence_of(error: Exception) -> str:
    """What staff read. The first line: PostgreSQL's further ones quote values, and a company's are none of the platform's."""
    words = str(error) if isinstance(error, JobRefused) else f"{type(error).__name__}: {error}"
    return words.partition("\n")[0][:_ERROR_LENGTH]
