"""The cache speaks through one client a process."""

from django.core.cache import caches


def test_one_client_serves_every_command() -> None:
    cache = caches["platform"]
    cache.set("a", 1)
    first = cache._cache.get_client(write=False)  # type: ignore[attr-defined]
    assert cache.get("a") == 1
    assert cache._cache.get_client(write=False) is first  # type: ignore[attr-defined]
