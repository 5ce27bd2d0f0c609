"""Each line says which request and which company."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import HostClient
from core.logs import ContextFilter, company_var, configure_logging, request_id_var


@pytest.fixture
def line() -> Iterator[io.StringIO]:
    """What is logged, as JSON lines."""
    configure_logging({"level": "INFO"})
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    handler.setStream(stream)
    yield stream
    configure_logging({"level": "WARNING"})


class TestARequest:
    def test_is_named_by_us(self, acme_client: HostClient) -> None:
        assert len(acme_client.get("/accounts/login/")["X-Request-ID"]) == 32

    def test_keeps_a_trusted_proxys_name_only(self, acme_client: HostClient, settings: Any) -> None:
        assert (
            acme_client.get("/accounts/login/", headers={"X-Request-ID": "anybody-could-say"})["X-Request-ID"]
            != "anybody-could-say"
        )

        settings.TRUSTED_PROXY_COUNT = 1
        answer = acme_client.get("/accounts/login/", headers={"X-Request-ID": "from-the-proxy-1"})

        assert answer["X-Request-ID"] == "from-the-proxy-1"

    @pytest.mark.parametrize("given", ["short", "x" * 65, "line\tbreak-and-more", "<script>alert(1)</script>"])
    def test_does_not_keep_a_malformed_name(self, acme_client: HostClient, settings: Any, given: str) -> None:
        settings.TRUSTED_PROXY_COUNT = 1

        assert acme_client.get("/accounts/login/", headers={"X-Request-ID": given})["X-Request-ID"] != given

    def test_is_logged_with_its_company(self, acme_client: HostClient, line: io.StringIO) -> None:
        answer = acme_client.get("/accounts/login/")

        record = json.loads(line.getvalue().splitlines()[-1])
        assert record["request_id"] == answer["X-Request-ID"]
        assert record["company"].startswith("t_")
        assert record["status"] == 200
        assert record["milliseconds"] >= 0


class TestTheFilter:
    def test_adds_the_context(self) -> None:
        request_id_var.set("r-1")
        company_var.set("t_1")
        record = logging.LogRecord("x", logging.INFO, "x.py", 1, "text", (), None)

        assert ContextFilter().filter(record)
        assert (record.request_id, record.company) == ("r-1", "t_1")  # type: ignore[attr-defined]
