"""The pages for what went wrong. The handlers of config's three URL roots."""

import sys
from http import HTTPStatus

import redis.exceptions
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.files.storage import FilesUnreachable

# What a cache, a broker, a database or a bucket that is down or hangs makes of a page.
UNREACHABLE = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError, OperationalError, InterfaceError, FilesUnreachable)


def show_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself could not be understood; 413 for one that is too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        return _error(request, "413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _error(request, "400.html", 400)


def show_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, and not allowed."""
    return _error(request, "403.html", 403)


def show_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of."""
    return _error(request, "404.html", 404)


def show_server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 with a word on when to come back where a server that pages need does not answer.

    Rendered without context processors, since the database may be what failed.
    """
    status = HTTPStatus.SERVICE_UNAVAILABLE if isinstance(sys.exception(), UNREACHABLE) else HTTPStatus.INTERNAL_SERVER_ERROR
    html = render_to_string(f"{status.value}.html", {"request_id": getattr(request, "request_id", "")})
    return HttpResponse(html, status=status, headers={"Retry-After": "30"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {})


def show_csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was older than the session, or came from another site."""
    return _error(request, "403_csrf.html", 403)


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"request_id": getattr(request, "request_id", "")}, status=status)
