"""/healthz says that the process answers; /readyz that it can do its work. Both answer on any host, before tenancy."""

import logging
import time
from collections.abc import Callable
from enum import StrEnum
from threading import Lock

import redis.exceptions
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from core.caches import platform_cache
from core.tenancy import in_public

log = logging.getLogger(__name__)

# Both beat every second or two; so long without one means that jobs are not handed over, or not taken.
HEARTBEAT_LIMIT_SECONDS = 20
CHECKED_EVERY_SECONDS = 1.0


class Heart(StrEnum):
    """What shows that it is alive, apart from the jobs themselves: a long one delays no heartbeat."""

    WORKER = "worker"
    DISPATCHER = "dispatcher"


def record_heartbeat(heart: Heart, *, now: float) -> None:
    """Note that it was alive at `now` (seconds since the epoch). Without the cache it goes on unnoted."""
    try:
        platform_cache.set(_heartbeat_key(heart), now, timeout=HEARTBEAT_LIMIT_SECONDS * 2)
    except redis.exceptions.RedisError:
        log.warning("The cache does not answer; the heartbeat of the %s is not noted.", heart)


def _heartbeat_key(heart: Heart) -> str:
    return f"{heart}-heartbeat"


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
        platform_cache.get(_heartbeat_key(Heart.WORKER))
    except redis.exceptions.RedisError:
        log.exception("The cache does not answer.")
        return False
    return True


def _beats(heart: Heart, now: float) -> bool:
    try:
        heartbeat = platform_cache.get(_heartbeat_key(heart))
    except redis.exceptions.RedisError:
        return False
    return heartbeat is not None and now - heartbeat <= HEARTBEAT_LIMIT_SECONDS


def check_readiness(*, now: float) -> dict[str, bool]:
    """Whether each thing that a request or a job needs is there."""
    hearts = {heart.value: _beats(heart, now) for heart in Heart}
    return {"database": _database_answers(), "cache": _cache_answers(), **hearts}


class HealthMiddleware:
    """Answers the two health addresses for orchestrators, whatever the Host header says.

    Anybody may ask, so /readyz says yes or no only, and what fails stands in the log. It looks once a second, in one request at a
    time: others hear what was found last.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._looking = Lock()
        self._looked_at = -CHECKED_EVERY_SECONDS
        self._is_ready = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on everything but /healthz and /readyz."""
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            self._look()
            return JsonResponse({"status": "ok" if self._is_ready else "failing"}, status=200 if self._is_ready else 503)
        return self.get_response(request)

    def _look(self) -> None:
        if time.monotonic() - self._looked_at < CHECKED_EVERY_SECONDS or not self._looking.acquire(blocking=False):
            return
        try:
            failing = [name for name, is_well in check_readiness(now=time.time()).items() if not is_well]
            if failing:
                log.error("Not ready, for want of: %s.", ", ".join(failing))
            self._is_ready = not failing
            self._looked_at = time.monotonic()
        finally:
            self._looking.release()
