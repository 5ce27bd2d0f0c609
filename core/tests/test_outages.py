"""When a server that pages need does not answer."""

from unittest import mock

import pytest
import redis.exceptions
from django.db import OperationalError

from conftest import HostClient


class TestAnOutage:
    def test_of_the_cache_is_explained(self, acme_client: HostClient) -> None:
        acme_client.raise_request_exception = False

        with mock.patch("redis.ConnectionPool.get_connection", side_effect=redis.exceptions.ConnectionError):
            answer = acme_client.post("/accounts/login/", {"login": "carol@acme.example", "password": "x"})

        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert answer["X-Request-ID"] in answer.content.decode()

    def test_of_the_database_is_explained(self, acme_client: HostClient) -> None:
        acme_client.raise_request_exception = False

        with mock.patch("tenants.company_settings.middleware.get_settings", side_effect=OperationalError):
            assert acme_client.get("/accounts/login/").status_code == 503


class TestANulCharacter:
    @pytest.mark.parametrize("path", ["/signup/?plan=%00", "/find/?email=a%00b"])
    def test_in_an_address_is_refused(self, public_client: HostClient, path: str) -> None:
        assert public_client.get(path).status_code == 400
