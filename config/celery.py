"""The Celery application. It carries one kind of message: which job to run. Jobs are declared and asked for in `core.jobs`."""

import time
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import redis.exceptions
from celery import Celery
from celery.signals import heartbeat_sent
from kombu.exceptions import OperationalError

from core.health import Heart, record_heartbeat
from core.jobs.dispatcher import BrokerUnreachable
from core.jobs.worker import run_job
from tenants.schemas.postgresql.pool import clean_kept_connection

# Between the wish to stop and the end of a job that does not.
_GRACE_SECONDS = 30
_MOST_MESSAGES = 1_000

app = Celery("rooster")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="run_job")
def run_job_message(job_id: str) -> None:
    """Run one job; the only message there is."""
    clean_kept_connection()
    run_job(UUID(job_id))


def publish(job_id: UUID, time_limit: timedelta) -> None:
    """Send a job to the workers. Raises BrokerUnreachable."""
    seconds = int(time_limit.total_seconds())
    try:
        with cast("Any", app.pool).acquire(block=True) as connection:
            waiting = connection.default_channel.queue_declare(app.conf.task_default_queue).message_count
        if waiting >= _MOST_MESSAGES:
            # Without a worker each job is handed over again and again; the broker's memory must not fill with that.
            message = f"{waiting} messages wait in the broker. Is a worker running?"
            raise BrokerUnreachable(message)
        app.send_task(run_job_message.name, args=[str(job_id)], soft_time_limit=seconds, time_limit=seconds + _GRACE_SECONDS)
    except (OperationalError, redis.exceptions.RedisError, OSError) as error:
        message = f"The broker does not answer: {error}."
        raise BrokerUnreachable(message) from error


@heartbeat_sent.connect
def _show_worker_alive(**_kwargs: Any) -> None:
    """Sent by the worker's own loop every two seconds while it reaches the broker, however long its jobs take."""
    record_heartbeat(Heart.WORKER, now=time.time())
