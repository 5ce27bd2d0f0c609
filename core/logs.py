"""One JSON object a log line, each with the request's id and the company it served."""

import logging
import logging.config
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.ids import new_id

request_id_var: ContextVar[str] = ContextVar("request_id", default="")
company_var: ContextVar[str] = ContextVar("company", default="")

_ACCEPTED_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
_access_log = logging.getLogger("rooster.request")


@contextmanager
def log_context(*, request_id: str, company: str) -> Iterator[None]:
    """Name the request and the company in what is logged and audited until the end of the block."""
    tokens = request_id_var.set(request_id), company_var.set(company)
    try:
        yield
    finally:
        request_id_var.reset(tokens[0])
        company_var.reset(tokens[1])


class ContextFilter(logging.Filter):
    """Adds the current request id and company (schema name) to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        record.request_id = request_id_var.get()
        record.company = company_var.get()
        return True


def configure_logging(options: dict[str, Any]) -> None:
    """Set up the root logger: `level`, and `readable` for a person at a terminal instead of JSON."""
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(company)s"
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"context": {"()": ContextFilter}},
            "formatters": {
                "json": {"()": "pythonjsonlogger.json.JsonFormatter", "format": fields},
                "readable": {"format": "%(levelname)s %(name)s: %(message)s [%(company)s %(request_id)s]"},
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "filters": ["context"],
                    "formatter": "readable" if options.get("readable") else "json",
                }
            },
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {"faker": {"level": "WARNING"}},
        }
    )


class RequestLogMiddleware:
    """Names each request by an id (a trusted proxy's when well-formed) and logs one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the id in X-Request-ID, so that a user's report leads to the log."""
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXY_COUNT else ""
        request_id = given if _ACCEPTED_ID.match(given) else new_id().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # See core.http.
        request_id_var.set(request_id)
        company_var.set("")
        started = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        _access_log.info(
            "%s %s %s",
            request.method,
            request.path,
            response.status_code,
            extra={"status": response.status_code, "milliseconds": milliseconds},
        )
        return response
