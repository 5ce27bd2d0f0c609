"""What an orchestrator asks."""

import time
from unittest import mock

import pytest
import redis.exceptions
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import RequestFactory

from conftest import HostClient
from core.health import HEARTBEAT_LIMIT_SECONDS, HealthMiddleware, Heart, check_readiness, record_heartbeat


class TestLive:
    def test_answers_on_any_host_without_a_database(self) -> None:
        answer = HostClient("10.0.0.7:8000").get("/healthz")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def ask(client: HostClient | None = None) -> tuple[int, object]:
    answer = (client or HostClient("10.0.0.7:8000")).get("/readyz")
    return answer.status_code, answer.json()


YES, NO = (200, {"status": "ok"}), (503, {"status": "failing"})


def _beat() -> None:
    for heart in Heart:
        record_heartbeat(heart, now=time.time())


@pytest.mark.django_db
class TestReady:
    def test_when_everything_answers(self) -> None:
        _beat()

        assert ask() == YES

    @pytest.mark.parametrize("heart", Heart)
    def test_not_without_a_worker_or_a_dispatcher_and_the_log_alone_says_so(
        self, heart: Heart, caplog: pytest.LogCaptureFixture
    ) -> None:
        for other in set(Heart) - {heart}:
            record_heartbeat(other, now=time.time())

        assert ask() == NO
        assert f"for want of: {heart}." in caplog.text

    def test_not_when_the_worker_has_stopped(self) -> None:
        record_heartbeat(Heart.WORKER, now=time.time() - HEARTBEAT_LIMIT_SECONDS - 1)

        assert ask() == NO

    def test_a_heart_beats_on_without_the_cache(self, caplog: pytest.LogCaptureFixture) -> None:
        with mock.patch.object(caches["platform"], "set", side_effect=redis.exceptions.ConnectionError):
            record_heartbeat(Heart.DISPATCHER, now=time.time())

        assert "the heartbeat of the dispatcher is not noted" in caplog.text

    def test_not_without_the_cache(self, caplog: pytest.LogCaptureFixture) -> None:
        with mock.patch.object(caches["platform"], "get", side_effect=redis.exceptions.ConnectionError):
            assert ask() == NO
        assert "for want of: cache" in caplog.text

    def test_not_without_the_database(self, caplog: pytest.LogCaptureFixture) -> None:
        _beat()
        with mock.patch.object(connection, "cursor", side_effect=OperationalError):
            assert ask() == NO
        assert "for want of: database." in caplog.text

    def test_looks_once_a_second_however_often_it_is_asked(self) -> None:
        _beat()
        client = HostClient("10.0.0.7")

        with mock.patch("core.health.check_readiness", wraps=check_readiness) as look:
            assert [ask(client) for _time in range(5)] == [YES] * 5
            assert look.call_count == 1
            with mock.patch("core.health.CHECKED_EVERY_SECONDS", 0.0):
                ask(client)
            assert look.call_count == 2

    def test_a_look_that_hangs_holds_nobody_else_up(self) -> None:
        middleware = HealthMiddleware(mock.Mock())

        def asked_meanwhile(*, now: float) -> dict[str, bool]:
            answers.append(middleware(RequestFactory().get("/readyz")).status_code)
            return {}

        answers: list[int] = []
        with mock.patch("core.health.check_readiness", asked_meanwhile):
            answers.append(middleware(RequestFactory().get("/readyz")).status_code)

        assert answers == [503, 200]
