"""Answers requests in this process and prints, as JSON, how many milliseconds each took: arguments are host, path, number."""

import io
import json
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

WARM_UP_TURNS = 200


def main() -> None:
    """One after another, as one thread of a web worker would."""
    host, path, turns = sys.argv[1:]
    django.setup()
    settings.MIDDLEWARE = import_module(settings.SETTINGS_MODULE).ONLY_MIDDLEWARE
    handler = WSGIHandler()
    times = [_milliseconds(handler, host, path) for _ in range(WARM_UP_TURNS + int(turns))]
    print(json.dumps(times[WARM_UP_TURNS:]))


def _milliseconds(handler: WSGIHandler, host: str, path: str) -> float:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    started = time.perf_counter()
    response = handler(environ, _start_response)
    body = b"".join(response)
    response.close()
    milliseconds = (time.perf_counter() - started) * 1000
    if response.status_code != HTTPStatus.OK:
        raise SystemExit(f"{path} answered {response.status_code}: {body[:500]!r}")
    return milliseconds


def _start_response(_status: str, _headers: list[tuple[str, str]], _error: object = None, /) -> Callable[[bytes], object]:
    return print


main()
