"""From a request's host to its company, without a query for most requests and never with a stale answer.

Each process keeps what it has looked up. A generation number in the shared cache is raised after every change of a
company or a domain; an entry counts only while its generation is the current one. Without the shared cache each
request asks the database.
"""

import copy
import logging
import time
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
# Bounds how long an entry is believed if a process died between committing a change and raising the generation.
MAX_AGE_SECONDS = 60
MAX_ENTRIES = 5_000


@dataclass(frozen=True)
class HostAnswer:
    """Whose host it is. At a former address the pages are elsewhere: below `moved_to`, the root of the new address."""

    company: Company
    moved_to: str = ""


@dataclass(frozen=True)
class _Entry:
    answer: HostAnswer | None
    generation: int
    loaded_at: float


_entries: OrderedDict[str, _Entry] = OrderedDict()
_entries_lock = Lock()


def find_host(host: str) -> HostAnswer | None:
    """What answers on `host`, or None. Call it in the public schema."""
    host = host.lower().removesuffix(".")
    generation = _read_generation()
    entry = _entries.get(host)
    now = time.monotonic()
    if entry is None or generation is None or entry.generation != generation or now - entry.loaded_at > MAX_AGE_SECONDS:
        entry = _Entry(_load(host), generation if generation is not None else -1, now)
        _remember(host, entry)
    # A copy, so that what one request does to its company is not seen by the next.
    return entry.answer and replace(entry.answer, company=copy.copy(entry.answer.company))


def find_company_by_host(host: str) -> Company | None:
    """The company whose pages are on `host`, or None. Call it in the public schema."""
    answer = find_host(host)
    return answer.company if answer and not answer.moved_to else None


def forget_hosts_on_commit() -> None:
    """Call it in the transaction that changes a company or a domain: every process looks again afterwards."""
    transaction.on_commit(_raise_generation)


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


def _read_generation() -> int | None:
    try:
        return int(platform_cache.get_or_set(GENERATION_KEY, 0, timeout=None) or 0)
    except redis.exceptions.RedisError:
        log.warning("The cache does not answer; hosts are looked up in the database.")
        return None


def _raise_generation() -> None:
    try:
        platform_cache.add(GENERATION_KEY, 0, timeout=None)
        platform_cache.incr(GENERATION_KEY)
    except redis.exceptions.RedisError:
        log.exception("Could not announce a changed host; other processes notice within %s s.", MAX_AGE_SECONDS)
