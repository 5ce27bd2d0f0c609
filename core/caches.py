"""The two caches, with keys that say whose they are. Nothing else imports Django's (tests/guards/test_keys.py).

Both are on Redis, with one client a process: Django makes one for each command, which takes longer than the command.
"""

from collections.abc import Mapping
from itertools import batched
from typing import Any

import redis
from django.core.cache import cache as company_cache, caches
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache, RedisCacheClient
from django.utils.connection import ConnectionProxy

from core.ids import is_schema_name
from core.tenancy import NoContext, current_schema_name

__all__ = ["RedisCache", "company_cache", "count_up", "forget_company", "make_key", "platform_cache"]

# What belongs to no company: host look-ups, heartbeats.
platform_cache: Any = ConnectionProxy(caches, "platform")


class KeptClient(RedisCacheClient):
    """Talks to the server through one client; redis-py's is made for use by many threads at once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clients: dict[bool, redis.Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client for reading or for writing, made once."""
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]

    def delete_matching(self, pattern: str) -> int:
        """Delete the keys that match, and say how many there were. Looks at every key of the server, a thousand at a time."""
        client = self.get_client(write=True)
        return sum(client.unlink(*keys) for keys in batched(client.scan_iter(match=pattern, count=1000), 1000))


class RedisCache(DjangoRedisCache):
    """Named in settings."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient


def make_key(key: str, key_prefix: str, version: int) -> str:
    """The key of a value in the schema that is current. Raises NoContext nowhere."""
    schema_name = current_schema_name()
    if not schema_name:
        message = f"The cache was asked for “{key}” outside every company and outside public; enter one of them first."
        raise NoContext(message)
    return f"{key_prefix}:{schema_name}:{version}:{key}"


def count_up(seconds_by_key: Mapping[str, int], *, by: int = 1) -> list[int]:
    """Add to these counts of the current company, and return them. Each begins anew so many seconds after its first.

    All are one message to the server, and nobody who counts at the same moment is missed.
    """
    cache = caches["default"]
    message = cache._cache.get_client(write=True).pipeline(transaction=False)  # type: ignore[attr-defined]  # noqa: SLF001 - ours, see above.
    for key, seconds in seconds_by_key.items():
        name = cache.make_key(key)
        message.incrby(name, by)
        message.expire(name, seconds, nx=True)
    counts: list[int] = message.execute()[::2]
    return counts


def forget_company(schema_name: str) -> int:
    """Delete whatever the cache holds of a company, and say how many keys that were."""
    if not is_schema_name(schema_name):
        message = f"“{schema_name}” is not the schema of a company."
        raise ValueError(message)
    cache = caches["default"]
    deleted: int = cache._cache.delete_matching(f"{cache.key_prefix}:{schema_name}:*")  # type: ignore[attr-defined]  # noqa: SLF001 - ours, see above.
    return deleted
