"""/healthz says that the process answers; /readyz that it can do its work. Both answer on any host, before tenancy."""

import logging
import time
from collections.abc import Callable

import redis.exceptions
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from core.tenancy import in_public

log = logging.getLogger(__name__)

HEARTBEAT_KEY = "worker-heartbeat"
# Beat asks for a heartbeat every 10 s; three missed ones mean that no worker takes jobs.
HEARTBEAT_LIMIT_SECONDS = 40


def record_worker_heartbeat(*, now: float) -> None:
    """Note that a worker took a job at `now` (seconds since the epoch)."""
    caches["platform"].set(HEARTBEAT_KEY, now, timeout=HEARTBEAT_LIMIT_SECONDS * 2)


def _database_answers() -> bool:
    try:
        with in_public(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("The database does not answer.")
        return False
    return True


def _cache_answers() -> bool:
    try:
        caches["platform"].get(HEARTBEAT_KEY)
    except redis.exceptions.RedisError:
        log.exception("The cache does not answer.")
        return False
    return True


def _worker_is_alive(now: float) -> bool:
    try:
        heartbeat = caches["platform"].get(HEARTBEAT_KEY)
    except redis.exceptions.RedisError:
        return False
    return heartbeat is not None and now - heartbeat <= HEARTBEAT_LIMIT_SECONDS


def check_readiness(*, now: float) -> dict[str, bool]:
    """Whether each thing that a request or a job needs is there."""
    return {"database": _database_answers(), "cache": _cache_answers(), "worker": _worker_is_alive(now)}


class HealthMiddleware:
    """Answers the two health addresses for orchestrators, whatever the Host header says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on everything but /healthz and /readyz."""
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            checks = check_readiness(now=time.time())
            return JsonResponse(
                {name: "ok" if is_well else "failing" for name, is_well in checks.items()},
                status=200 if all(checks.values()) else 503,
            )
        return self.get_response(request)
