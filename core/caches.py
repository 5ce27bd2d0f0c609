"""Django's cache on Redis, with one client a process: Django makes one for each command, which takes longer than the command."""

from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache, RedisCacheClient


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


class RedisCache(DjangoRedisCache):
    """Named in settings."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient
