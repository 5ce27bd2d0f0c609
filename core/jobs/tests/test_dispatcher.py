"""Due jobs leave for the workers: fairly, a few at a time, again when nothing came of it, and none is lost in an outage."""

import threading
from collections.abc import Iterator
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
from core.jobs.dispatcher import IN_FLIGHT, LEASE, PLATFORM_WINDOW, WINDOW, BrokerUnreachable, Planner, dispatch_until, hand_over
from core.jobs.models import Job
from core.jobs.tests import declared
from core.jobs.tests.conftest import Ask, fresh, other_session
from core.jobs.tests.declared import note_company, note_platform, tidy_company
from core.jobs.worker import run_job
from core.tenancy import enter_public, in_public
from tenants.companies.models import Company
from tenants.companies.tasks import expire_trials

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

    def test_is_told_apart_from_a_server_that_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Through Celery itself: nobody listens on port 1, then the suite's own server does."""
        queue = f"test-jobs-{new_id().hex}"
        job_id = new_id()

        def publish_at(url: str) -> None:
            app = Celery("test", broker=url, set_as_current=False)
            app.conf.update(task_default_queue=queue, task_publish_retry_policy={"max_retries": 1, "interval_start": 0.1})
            monkeypatch.setattr(wiring, "app", app)
            wiring.publish(job_id, timedelta(minutes=5))

        with pytest.raises(BrokerUnreachable):
            publish_at("redis://127.0.0.1:1/0")
        with redis.Redis.from_url(settings.REDIS_URL) as server:
            try:
                publish_at(settings.REDIS_URL)
                assert server.llen(queue) == 1
                assert str(job_id) in str(server.lindex(queue, 0)) or server.llen(queue) == 1
            finally:
                server.delete(queue, f"_kombu.binding.{queue}")


class TestRounds:
    @pytest.fixture(autouse=True)
    def _rounds(self, monkeypatch: pytest.MonkeyPatch, broker: Broker) -> None:
        rounds = {tidy_company.name: timedelta(minutes=5), expire_trials.name: timedelta(minutes=10)}
        monkeypatch.setattr(settings, "JOB_ROUNDS", rounds)

    def _planned(self) -> list[tuple[str, str, UUID | None]]:
        return sorted(Job.objects.values_list("task", "key", "company_id"), key=str)

    def test_are_one_job_a_period_for_each_company_or_the_platform(self, acme: Company, globex: Company) -> None:
        enter_public()
        planner = Planner()

        for _time in range(2):
            planner.plan(now=NOW)
            Planner().plan(now=NOW)
        planned = self._planned()
        assert [(task, company) for task, _key, company in planned] == [
            (tidy_company.name, company) for company in sorted([acme.pk, globex.pk], key=str)
        ] + [(expire_trials.name, None)]

        Job.objects.update(done_at=NOW)
        planner.plan(now=NOW + timedelta(minutes=5))
        assert len(self._planned()) == 5

    def test_each_company_has_its_own_moment_in_the_period(self, acme: Company, globex: Company) -> None:
        enter_public()
        Planner().plan(now=NOW)

        begin = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
        moments = set(Job.objects.exclude(company_id=None).values_list("not_before", flat=True))
        assert len(moments) == 2
        assert all(begin <= moment < begin + timedelta(minutes=5) for moment in moments)

    def test_page_through_the_fleet_and_leave_out_who_is_not_ready(
        self, acme: Company, globex: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        enter_public()
        monkeypatch.setattr(dispatcher, "_PAGE", 1)
        Planner().plan(now=NOW)
        assert Job.objects.exclude(company_id=None).count() == 2

        Job.objects.all().delete()
        Company.objects.filter(pk=acme.pk).update(ready_at=None)
        Planner().plan(now=NOW)
        assert list(Job.objects.exclude(company_id=None).values_list("company_id", flat=True)) == [globex.pk]

    def test_do_not_pile_up_behind_one_that_waits(self, acme: Company, globex: Company) -> None:
        enter_public()
        for period in range(3):
            Planner().plan(now=NOW + period * timedelta(minutes=10))

        assert len(self._planned()) == 3


class TestTheDispatcher:
    """The loop itself, on rows that are there for everybody."""

    @pytest.fixture
    def committed(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
        with django_db_blocker.unblock(), in_public():
            try:
                yield Company.objects.get(name="Acme Robotics")
            finally:
                enter_public()
                Job.objects.all().delete()

    def test_hears_of_a_job_at_its_commit_and_waits_out_a_broker_that_is_down(
        self, committed: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(dispatcher, "_PAUSE_SECONDS", 0.05)
        # Only a nudge brings the job over in time.
        monkeypatch.setattr(dispatcher, "_LOOK_EVERY", 60.0)
        broker, stop, came = Broker(), threading.Event(), threading.Event()
        broker.is_up = False

        def publish(job_id: UUID, limit: timedelta) -> None:
            if len(caplog.records) >= 2:
                broker.is_up = True
            broker.publish(job_id, limit)
            came.set()
            stop.set()

        def dispatch() -> None:
            dispatch_until(stop, publish=publish, with_rounds=False)
            connection.close()

        thread = threading.Thread(target=dispatch)
        thread.start()
        try:
            with tenant_context(committed):
                note_company.enqueue()
            assert came.wait(20)
        finally:
            stop.set()
            with in_public(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('rooster_jobs', '')")
            thread.join(20)
        assert not thread.is_alive()
        assert "jobs wait in the database" in caplog.text
        (job_id,) = broker.messages
        run_job(job_id)
        assert declared.seen == [(committed.schema_name, {})]
        assert fresh(Job.objects.get(pk=job_id)).done_at is not None
