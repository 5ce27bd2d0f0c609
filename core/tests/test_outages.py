"""When a server that pages need does not answer."""

from unittest import mock

import pytest
import redis.exceptions
from django.core.cache import cache
from django.db import OperationalError
from kombu.exceptions import OperationalError as NoBroker

from conftest import HostClient
from core.mail import queue_message, send_message


class TestAnOutage:
    def test_of_the_cache_is_explained(self, acme_client: HostClient) -> None:
        acme_client.raise_request_exception = False

        with mock.patch.object(cache, "get", side_effect=redis.exceptions.ConnectionError):
            answer = acme_client.post("/accounts/login/", {"login": "carol@acme.example", "password": "x"})

        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert answer["X-Request-ID"] in answer.content.decode()

    def test_of_the_database_is_explained(self, acme_client: HostClient) -> None:
        acme_client.raise_request_exception = False

        with mock.patch("tenants.company_settings.middleware.get_settings", side_effect=OperationalError):
            assert acme_client.get("/accounts/login/").status_code == 503

    def test_of_the_broker_does_not_undo_what_was_committed(
        self, db: None, django_capture_on_commit_callbacks: object, caplog: pytest.LogCaptureFixture
    ) -> None:
        with mock.patch.object(send_message, "delay", side_effect=NoBroker), django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            queue_message(subject="Two\nlines", body="text", to="carol@acme.example")

        assert "“Two lines” was not handed over" in caplog.text


class TestANulCharacter:
    @pytest.mark.parametrize("path", ["/signup/?plan=%00", "/find/?email=a%00b"])
    def test_in_an_address_is_refused(self, public_client: HostClient, path: str) -> None:
        assert public_client.get(path).status_code == 400
