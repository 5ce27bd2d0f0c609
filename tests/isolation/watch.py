"""Looks for canaries in everything that a request leaves behind, and says where it saw one."""

import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core import mail
from django.core.cache import caches

from tests.isolation.world import Side, World
from tests.isolation.world.canaries import Canary, canaries_in


def traces(response: Any) -> Iterator[tuple[str, str]]:
    """Each part of an answer in which a word could stand, by name."""
    body = response.getvalue() if response.streaming else response.content
    yield "the body", body.decode(errors="replace")
    for name, value in response.headers.items():
        yield f"the header {name}", f"{name}: {value}"
    for name, morsel in response.cookies.items():
        yield f"the cookie {name}", morsel.OutputString()
    if getattr(response, "exc_info", None):
        yield "the exception", "".join(traceback.format_exception(*response.exc_info))


def sent_mails() -> Iterator[tuple[str, str]]:
    """The mails that were sent since the last time, as they would leave."""
    for message in mail.outbox:
        yield f"the mail to {message.to}", message.message().as_string()
    mail.outbox.clear()


def cache_entries() -> Iterator[tuple[str, bytes]]:
    """Every key of this process in the cache, with its raw value."""
    client = caches["default"]._cache.get_client(write=True)  # type: ignore[attr-defined]
    for key in client.scan_iter(match=f"*test-{os.getpid()}-*", count=1000):
        kind = client.type(key)
        yield key.decode(), client.get(key) if kind == b"string" else repr(client.dump(key)).encode()


class Watch:
    """Collects sightings; `check` fails with them."""

    def __init__(self, is_foreign: Callable[[Canary], bool]) -> None:
        self.is_foreign = is_foreign
        self.leaks: list[str] = []
        # Everything that was seen and may be: a watch that sees nothing proves nothing.
        self.seen: set[Canary] = set()

    def look(self, place: str, parts: Iterable[tuple[str, str]]) -> None:
        """Take note of the canaries in parts of something that happened at `place`."""
        for name, text in parts:
            found = canaries_in(text)
            self.leaks += [f"{place}: {name} says {canary}" for canary in found if self.is_foreign(canary)]
            self.seen |= found

    def look_into_cache(self, place: str, world: World) -> None:
        """A cached value holds words of the company that its key names, and of no other."""
        for key, value in cache_entries():
            owners = [side.word for side in (world.acme, world.globex) if side.company.schema_name in key]
            found = canaries_in(key + value.decode(errors="replace"))
            self.leaks += [f"{place}: the cache has {canary} under {key}" for canary in found if canary.company not in owners]

    def check(self) -> None:
        """Fail with where each foreign canary was seen."""
        assert not self.leaks, "\n" + "\n".join(self.leaks)


def words_of_others(side: Side) -> Callable[[Canary], bool]:
    """Whether a canary does not belong to the company of `side`."""
    return lambda canary: canary.company != side.word
