"""What hands due jobs to workers: a few of each company at a time, so that nobody waits behind somebody else's ten thousand.

PostgreSQL is the queue; the broker only carries the ids of the next few jobs. What a broker or a worker loses is handed over
again when its lease has run out, and a job handed over twice is run once (`core.jobs.worker`).
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from core.health import Heart, record_heartbeat
from core.jobs.models import PLATFORM_LANE, Job
from core.jobs.nudge import CHANNEL
from core.jobs.rounds import Planner
from core.jobs.tasks import all_tasks
from core.tenancy import in_public

log = logging.getLogger(__name__)

Publish = Callable[[UUID, timedelta], None]

# A job that was handed over and has not ended is handed over again after this long. It costs nothing when it still runs.
LEASE = timedelta(seconds=30)
# How many jobs of one company, and of the platform, are with the workers at a time.
WINDOW, PLATFORM_WINDOW = 4, 16
# How many altogether: a job that comes now waits behind so many at most.
IN_FLIGHT = 32
# Without a nudge this often: for what becomes due by the clock.
_LOOK_EVERY = 1.0
_PAUSE_SECONDS = 2.0
_DISPATCHER_LOCK = 7305
_DEFAULT_LIMIT = timedelta(minutes=5)

# As in the index `job_open`.
_OPEN = "done_at IS NULL AND failed_at IS NULL"
_LANE = f"COALESCE(company_id, '{PLATFORM_LANE}'::uuid)"
# Lanes that have open jobs are stepped through in the index; of each the first due ones are looked at, those that are with a
# worker included, which makes the window. Everybody's first job goes before anybody's second one, and what somebody asked for
# before what a round does. SKIP LOCKED passes over jobs that run.
_TAKE = f"""
WITH RECURSIVE busy (lane) AS (
    (SELECT {_LANE} FROM jobs_job WHERE {_OPEN} ORDER BY 1 LIMIT 1)
    UNION ALL
    SELECT (SELECT {_LANE} FROM jobs_job WHERE {_OPEN} AND {_LANE} > busy.lane ORDER BY 1 LIMIT 1)
      FROM busy WHERE busy.lane IS NOT NULL
), first AS (
    SELECT job.* FROM busy CROSS JOIN LATERAL (
        SELECT id, task, not_before, handed_over_at, row_number() OVER (ORDER BY {_LANE}, not_before, id) AS place
          FROM jobs_job
         WHERE {_OPEN} AND {_LANE} = busy.lane AND not_before <= statement_timestamp()
         ORDER BY {_LANE}, not_before, id
         LIMIT CASE WHEN busy.lane = '{PLATFORM_LANE}' THEN {PLATFORM_WINDOW} ELSE {WINDOW} END) job
), next AS (
    SELECT id, row_number() OVER (ORDER BY place, task = ANY(%(rounds)s), not_before) AS rank
      FROM first WHERE handed_over_at IS NULL OR handed_over_at < statement_timestamp() - make_interval(secs => %(lease)s)
     ORDER BY rank
     LIMIT GREATEST(0, {IN_FLIGHT} - (
           SELECT count(*) FROM jobs_job
            WHERE {_OPEN} AND handed_over_at >= statement_timestamp() - make_interval(secs => %(lease)s)))
), free AS (
    SELECT job.id, rank FROM jobs_job job JOIN next ON next.id = job.id FOR UPDATE OF job SKIP LOCKED
)
UPDATE jobs_job SET handed_over_at = statement_timestamp() FROM free WHERE jobs_job.id = free.id
RETURNING free.rank, jobs_job.id, jobs_job.task
"""  # noqa: S608 - constants.


class BrokerUnreachable(Exception):
    """The broker takes no message, or nobody takes them from it; the message says which. The jobs stay where they are."""


def hand_over(publish: Publish) -> int:
    """Hand the next due jobs to workers through `publish`, and return how many.

    Raises BrokerUnreachable; what did not leave is due as before.
    """
    jobs = _take()
    for number, (job_id, task_name) in enumerate(jobs):
        task = all_tasks().get(task_name)
        try:
            publish(job_id, task.time_limit if task else _DEFAULT_LIMIT)
        except BrokerUnreachable:
            Job.objects.open().filter(pk__in=[kept for kept, _task in jobs[number:]]).update(handed_over_at=None)
            raise
    return len(jobs)


def _take() -> list[tuple[UUID, str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        # Two dispatchers may run, as during a release; one of them works.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_DISPATCHER_LOCK])
        if cursor.fetchone() != (True,):
            return []
        cursor.execute(_TAKE, {"lease": LEASE.total_seconds(), "rounds": list(settings.JOB_ROUNDS)})
        return [(job_id, task_name) for _rank, job_id, task_name in sorted(cursor.fetchall())]


def dispatch_until(stop: threading.Event, *, publish: Publish, with_rounds: bool) -> None:
    """Hand over jobs as they come until `stop` is set. An outage of the database or the broker is waited out."""
    planner = Planner()
    while not stop.is_set():
        try:
            with in_public():
                _listen()
                while not stop.is_set():
                    if with_rounds:
                        planner.plan(now=timezone.now())
                    hand_over(publish)
                    record_heartbeat(Heart.DISPATCHER, now=timezone.now().timestamp())
                    _wait_for_nudge()
        except BrokerUnreachable as reason:
            log.warning("%s Jobs wait in the database until it is mended.", reason)
            stop.wait(_PAUSE_SECONDS)
        except (DatabaseError, InterfaceError):
            log.exception("The database does not answer; the dispatcher connects again.")
            connection.close()
            stop.wait(_PAUSE_SECONDS)


def _listen() -> None:
    with connection.cursor() as cursor:
        # A lost note of handing over only means handing over again, so its commit need not wait for the disk.
        cursor.execute(f"SET synchronous_commit TO off; LISTEN {CHANNEL}")


def _wait_for_nudge() -> None:
    """Until something was written or a job has ended, a second at most. Several nudges count as one."""
    session = cast("Any", connection.connection)
    with connection.wrap_database_errors:
        for _nudge in session.notifies(timeout=_LOOK_EVERY, stop_after=1):
            pass
        for _nudge in session.notifies(timeout=0):
            pass
