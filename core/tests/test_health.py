"""What an orchestrator asks."""

import time
from unittest import mock

import pytest
import redis.exceptions
from django.core.cache import caches
from django.db import OperationalError, connection

from conftest import HostClient
from core.health import HEARTBEAT_LIMIT_SECONDS, record_worker_heartbeat


class TestLive:
    def test_answers_on_any_host_without_a_database(self) -> None:
        answer = HostClient("10.0.0.7:8000").get("/healthz")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
class TestReady:
    def test_when_everything_answers(self) -> None:
        record_worker_heartbeat(now=time.time())

        answer = HostClient("10.0.0.7:8000").get("/readyz")

        assert (answer.status_code, answer.json()) == (200, {"database": "ok", "cache": "ok", "worker": "ok"})

    def test_not_without_a_worker(self) -> None:
        answer = HostClient("10.0.0.7").get("/readyz")

        assert (answer.status_code, answer.json()["worker"]) == (503, "failing")

    def test_not_when_the_worker_has_stopped(self) -> None:
        record_worker_heartbeat(now=time.time() - HEARTBEAT_LIMIT_SECONDS - 1)

        assert HostClient("10.0.0.7").get("/readyz").json()["worker"] == "failing"

    def test_not_without_the_cache(self) -> None:
        with mock.patch.object(caches["platform"], "get", side_effect=redis.exceptions.ConnectionError):
            answer = HostClient("10.0.0.7").get("/readyz")

        assert (answer.status_code, answer.json()["cache"]) == (503, "failing")

    def test_not_without_the_database(self) -> None:
        with mock.patch.object(connection, "cursor", side_effect=OperationalError):
            answer = HostClient("10.0.0.7").get("/readyz")

        assert (answer.status_code, answer.json()["database"]) == (503, "failing")
