"""From a request's host to its company, without a query for most requests and with no answer older than a blink.

Each process keeps what it has looked up. The shared cache holds the name of a generation, a new one after every change of a
company or a domain; an entry counts only while its generation is the current one. A process asks for the name ten times
a second at most: asking takes as long as entering a company. Without the shared cache each request asks the database.
"""

import copy
import logging
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

import redis.exceptions
from django.db import transaction
from django.utils import timezone

from core.caches import platform_cache
from tenants.companies.models import Company, Domain

log = logging.getLogger(__name__)

GENERATION_KEY = "host-generation"
# Bounds how long an entry is believed if a process died between committing a change and beginning a generation.
MAX_AGE_SECONDS = 60
MAX_ENTRIES = 5_000
# How long a process believes the generation that it has read, so how long after a change another one may answer as before.
BLINK_SECONDS = 0.1


@dataclass(frozen=True)
class HostAnswer:
    """Whose host it is. At a former address the pages are elsewhere: below `moved_to`, the root of the new address."""

    company: Company
    moved_to: str = ""


@dataclass(frozen=True)
class _Entry:
    answer: HostAnswer | None
    generation: str
    loaded_at: float


_entries: OrderedDict[str, _Entry] = OrderedDict()
_entries_lock = Lock()
# The generation and when it was read; replaced as a whole, since threads share it.
_read: tuple[str, float] | None = None


def find_host(host: str) -> HostAnswer | None:
    """What answers on `host`, or None. Call it in the public schema."""
    host = host.lower().removesuffix(".")
    now = time.monotonic()
    generation = _generation(now)
    entry = _entries.get(host)
    if entry is None or generation is None or entry.generation != generation or now - entry.loaded_at > MAX_AGE_SECONDS:
        entry = _Entry(_load(host), generation or "", now)
        _remember(host, entry)
    # A copy, so that what one request does to its company is not seen by the next.
    return entry.answer and replace(entry.answer, company=copy.copy(entry.answer.company))


def find_company_by_host(host: str) -> Company | None:
    """The company whose pages are on `host`, or None. Call it in the public schema."""
    answer = find_host(host)
    return answer.company if answer and not answer.moved_to else None


def forget_hosts_on_commit() -> None:
    """Call it in the transaction that changes a company or a domain: every process looks again afterwards."""
    transaction.on_commit(_begin_generation)


def _load(host: str) -> HostAnswer | None:
    domain = Domain.objects.answering().select_related("tenant").filter(domain=host).first()
    if domain is None:
        return None
    if domain.redirects_until is None:
        return HostAnswer(domain.tenant)
    # Reserved for longer than it redirects; in between nothing answers there.
    return HostAnswer(domain.tenant, domain.tenant.url) if timezone.now() < domain.redirects_until else None


def _remember(host: str, entry: _Entry) -> None:
    if entry.answer is None:
        # Unknown hosts are free to invent, so they are not kept.
        return
    with _entries_lock:
        _entries[host] = entry
        _entries.move_to_end(host)
        while len(_entries) > MAX_ENTRIES:
            _entries.popitem(last=False)


def _generation(now: float) -> str | None:
    global _read  # noqa: PLW0603 -- One number a process, like the entries.
    if _read is None or now - _read[1] > BLINK_SECONDS:
        try:
            _read = str(platform_cache.get_or_set(GENERATION_KEY, _new_generation, timeout=None)), now
        except redis.exceptions.RedisError:
            log.warning("The cache does not answer; hosts are looked up in the database.")
            _read = None
    return _read[0] if _read else None


def _begin_generation() -> None:
    global _read  # noqa: PLW0603 -- The process that changed something sees it at once.
    try:
        platform_cache.set(GENERATION_KEY, _new_generation(), timeout=None)
    except redis.exceptions.RedisError:
        log.exception("Could not announce a changed host; other processes notice within %s s.", MAX_AGE_SECONDS)
    _read = None


def _new_generation() -> str:
    # Never one that was there before, also when the cache has been emptied in between.
    return uuid.uuid4().hex
