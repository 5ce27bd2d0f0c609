"""Due jobs leave for the workers: fairly, a few at a time, again when nothing came of it, and none is lost in an outage."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection
from django.db.models import F
from django_tenants.utils import tenant_context

from config import celery as wiring
from core.ids import new_id
from core.jobs import dispatcher
from core.jobs.dispatcher import (
    IN_FLIGHT,
    LEASE,
    PLATFORM_WINDOW,
    WINDOW,
    BrokerUnreachable,
    Publish,
    dispatch_until,
    hand_over,
)
from core.jobs.models import Job
from core.jobs.nudge import nudge
from core.jobs.tests import declared
from core.jobs.tests.conftest import Ask, other_session
from core.jobs.tests.declared import note_company, note_platform, tidy_company
from core.jobs.worker import run_job
from core.tenancy import enter_public, in_public
from tenants.companies.models import Company

NOW = datetime(2026, 3, 10, 9, 0, 30, tzinfo=UTC)


class Broker:
    """Takes messages while it is up."""

    def __init__(self) -> None:
        self.messages: list[UUID] = []
        self.is_up = True

    def publish(self, job_id: UUID, _time_limit: timedelta) -> None:
        if not self.is_up:
            raise BrokerUnreachable
        self.messages.append(job_id)


@pytest.fixture
def broker(db: None) -> Broker:
    enter_public()
    return Broker()


def _write(company_id: UUID | None, count: int, **values: Any) -> list[Job]:
    """Rows as they would have been written a minute ago."""
    begin = datetime.now(tz=UTC) - timedelta(minutes=1)
    jobs = [
        Job(
            company_id=company_id,
            **{
                "task": note_company.name if company_id else note_platform.name,
                "created_at": begin,
                "not_before": begin + timedelta(microseconds=number),
                **values,
            },
        )
        for number in range(count)
    ]
    return Job.objects.bulk_create(jobs)


class TestHandingOver:
    def test_gives_a_due_job_to_the_workers_once(self, ask: Ask, broker: Broker) -> None:
        job = ask(note_company)
        enter_public()

        assert [hand_over(broker.publish), hand_over(broker.publish)] == [1, 0]
        assert broker.messages == [job.pk]

    def test_not_before_its_time_and_not_when_it_is_done_or_given_up(self, broker: Broker) -> None:
        now = datetime.now(tz=UTC)
        for values in ({"not_before": now + timedelta(minutes=5)}, {"done_at": now}, {"failed_at": now}):
            _write(new_id(), 1, **values)

        assert hand_over(broker.publish) == 0

    def test_again_when_its_lease_has_run_out(self, broker: Broker) -> None:
        """As after a kill -9 of its worker, or a broker that lost the message."""
        (job,) = _write(new_id(), 1)
        hand_over(broker.publish)
        Job.objects.update(handed_over_at=F("handed_over_at") - LEASE)

        assert hand_over(broker.publish) == 1
        assert broker.messages == [job.pk, job.pk]

    def test_not_while_a_worker_holds_the_row(self, django_db_setup: None, django_db_blocker: Any) -> None:
        with django_db_blocker.unblock(), in_public():
            Job.objects.all().delete()
            jobs = _write(new_id(), 2)
            try:
                with other_session() as other:
                    other.execute("SELECT 1 FROM jobs_job WHERE id = %s FOR UPDATE", [jobs[0].pk])
                    broker = Broker()
                    hand_over(broker.publish)
                assert broker.messages == [jobs[1].pk]
            finally:
                Job.objects.all().delete()

    def test_is_one_dispatchers_work(self, broker: Broker) -> None:
        _write(new_id(), 1)
        with other_session() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [dispatcher._DISPATCHER_LOCK])
            assert hand_over(broker.publish) == 0

        assert hand_over(broker.publish) == 1


class TestFairness:
    def test_ten_thousand_jobs_of_one_company_do_not_delay_the_one_of_another(self, broker: Broker) -> None:
        crowd, single = new_id(), new_id()
        _write(crowd, 10_000)
        (only,) = _write(single, 1, not_before=datetime.now(tz=UTC) - timedelta(seconds=1))

        hand_over(broker.publish)

        assert len(broker.messages) == WINDOW + 1
        # Right behind the first of the crowd, whatever came before it.
        assert broker.messages.index(only.pk) <= 1

    def test_a_place_that_is_free_goes_to_the_next_of_the_crowd(self, broker: Broker) -> None:
        jobs = _write(new_id(), 100)
        hand_over(broker.publish)
        Job.objects.filter(pk__in=broker.messages[:2]).update(done_at=datetime.now(tz=UTC))

        assert hand_over(broker.publish) == 2
        assert broker.messages == [job.pk for job in jobs[: WINDOW + 2]]

    def test_so_many_are_with_the_workers_at_most(self, broker: Broker) -> None:
        for _company in range(IN_FLIGHT):
            _write(new_id(), 2)

        assert [hand_over(broker.publish), hand_over(broker.publish)] == [IN_FLIGHT, 0]
        companies = Job.objects.filter(pk__in=broker.messages).values("company_id").distinct()
        assert companies.count() == IN_FLIGHT, "everybody's first before anybody's second"

    def test_the_platform_has_a_wider_window(self, broker: Broker) -> None:
        _write(None, PLATFORM_WINDOW * 2)

        assert hand_over(broker.publish) == PLATFORM_WINDOW

    def test_what_somebody_asked_for_goes_before_what_a_round_does(self, broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "JOB_ROUNDS", {tidy_company.name: timedelta(minutes=5)})
        for _company in range(IN_FLIGHT + 5):
            _write(new_id(), 1, task=tidy_company.name)
        (asked,) = _write(new_id(), 1, not_before=datetime.now(tz=UTC) - timedelta(seconds=1))

        hand_over(broker.publish)

        assert broker.messages[0] == asked.pk


class TestAnOutageOfTheBroker:
    def test_keeps_every_job_and_they_leave_when_it_is_back(self, broker: Broker) -> None:
        jobs = _write(new_id(), 3)
        broker.is_up = False
        with pytest.raises(BrokerUnreachable):
            hand_over(broker.publish)
        assert not Job.objects.exclude(handed_over_at=None).exists()

        broker.is_up = True
        assert hand_over(broker.publish) == 3
        assert set(broker.messages) == {job.pk for job in jobs}

    @pytest.fixture
    def publish_at(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], int]]:
        """Publish through Celery itself to a queue of the test's own, and count what is in it."""
        queue = f"test-jobs-{new_id().hex}"
        with redis.Redis.from_url(settings.REDIS_URL) as server:

            def publish(url: str) -> int:
                app = Celery("test", broker=url, set_as_current=False)
                app.conf.update(task_default_queue=queue, task_publish_retry_policy={"max_retries": 1, "interval_start": 0.1})
                monkeypatch.setattr(wiring, "app", app)
                wiring.publish(new_id(), timedelta(minutes=5))
                return int(server.llen(queue))

            yield publish
            server.delete(queue, f"_kombu.binding.{queue}")

    def test_is_told_apart_from_a_server_that_answers(self, publish_at: Callable[[str], int]) -> None:
        with pytest.raises(BrokerUnreachable, match="does not answer"):
            # Nobody listens there.
            publish_at("redis://127.0.0.1:1/0")
        assert publish_at(settings.REDIS_URL) == 1

    def test_and_one_of_the_workers_does_not_fill_its_memory(
        self, publish_at: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wiring, "_MOST_MESSAGES", 2)
        assert [publish_at(settings.REDIS_URL), publish_at(settings.REDIS_URL)] == [1, 2]

        with pytest.raises(BrokerUnreachable, match="Is a worker running"):
            publish_at(settings.REDIS_URL)


class TestTheDispatcher:
    """The loop itself, on rows that are there for everybody."""

    @pytest.fixture
    def committed(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
        with django_db_blocker.unblock(), in_public():
            Job.objects.all().delete()
            try:
                yield Company.objects.get(name="Acme Robotics")
            finally:
                enter_public()
                Job.objects.all().delete()

    @pytest.fixture
    def dispatch(self, committed: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Publish], None]]:
        """Start the loop in a thread; only a nudge wakes it. It ends with the test."""
        monkeypatch.setattr(dispatcher, "_PAUSE_SECONDS", 0.05)
        monkeypatch.setattr(dispatcher, "_LOOK_EVERY", 60.0)
        stop, threads = threading.Event(), list[threading.Thread]()

        def start(publish: Publish) -> None:
            def run() -> None:
                dispatch_until(stop, publish=publish, with_rounds=False)
                connection.close()

            threads.append(threading.Thread(target=run))
            threads[0].start()

        yield start
        stop.set()
        while threads and threads[0].is_alive():
            with in_public():
                nudge()
            threads[0].join(0.1)

    def test_hears_of_a_job_at_its_commit_and_waits_out_a_broker_that_is_down(
        self, committed: Company, dispatch: Callable[[Publish], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        broker, came = Broker(), threading.Event()
        broker.is_up = False

        def publish(job_id: UUID, limit: timedelta) -> None:
            broker.is_up = "Jobs wait in the database" in caplog.text
            broker.publish(job_id, limit)
            came.set()

        dispatch(publish)
        with tenant_context(committed):
            note_company.enqueue()

        assert came.wait(20)
        (job_id,) = broker.messages
        run_job(job_id)
        assert declared.seen == [(committed.schema_name, {})]
        assert Job.objects.get(pk=job_id).done_at is not None

    def test_connects_again_when_the_database_has_thrown_it_out(
        self, committed: Company, dispatch: Callable[[Publish], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        broker, came = Broker(), threading.Semaphore(0)
        sessions: list[int] = []

        def publish(job_id: UUID, limit: timedelta) -> None:
            broker.publish(job_id, limit)
            sessions.append(connection.connection.info.backend_pid)
            came.release()

        dispatch(publish)
        note_platform.enqueue()
        assert came.acquire(timeout=20)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [sessions[0]])
        note_platform.enqueue()

        assert came.acquire(timeout=20)
        assert len(set(broker.messages)) == 2
        assert "the dispatcher connects again" in caplog.text
