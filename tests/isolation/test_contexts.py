"""Coroutines, threads and streaming responses: whatever runs elsewhere or later stands in its own company or nowhere."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.asgi import ASGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.tenancy import NoContext, current_tenant, enter_public, enter_schema, leave_schema
from hr.people.models import Employee
from tenants.schemas.postgresql.base import DatabaseWrapper
from tests.isolation.watch import Watch, words_of_others
from tests.isolation.world import Side, World

TURNS = 10


def _words() -> str:
    """Words of the company in which this runs."""
    return " ".join(Employee.objects.values_list("first_name", flat=True))


def _words_of(side: Side) -> str:
    with tenant_context(side.company):
        return _words()


@login_not_required
async def _answer_later(_request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(0.001)
    return HttpResponse(await sync_to_async(_words)())


@login_not_required
def _answer_in_a_thread(_request: HttpRequest) -> HttpResponse:
    with ThreadPoolExecutor(1) as pool:
        return HttpResponse(pool.submit(_words).result())


@login_not_required
def _stream(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_words() for _turn in range(2))


@login_not_required
def _stream_begun(_request: HttpRequest) -> StreamingHttpResponse:
    names = Employee.objects.values_list("first_name", flat=True).iterator(chunk_size=1)
    first = next(names)
    return StreamingHttpResponse(name for name in (first, *names))


@login_not_required
def _stream_there(_request: HttpRequest) -> StreamingHttpResponse:
    company = current_tenant()

    def parts() -> Iterator[str]:
        for _turn in range(2):
            with tenant_context(company):
                words = _words()
            yield words

    return StreamingHttpResponse(parts())


@login_not_required
async def _stream_async(_request: HttpRequest) -> StreamingHttpResponse:
    async def parts() -> AsyncIterator[str]:
        yield await sync_to_async(_words)()

    return StreamingHttpResponse(parts())


urlpatterns = [
    path("later/", _answer_later),
    path("thread/", _answer_in_a_thread),
    path("stream/", _stream),
    path("stream/begun/", _stream_begun),
    path("stream/there/", _stream_there),
    path("stream/async/", _stream_async),
    # Middleware knows some of a company's pages by name.
    path("", include("config.urls_tenant")),
]


@pytest.fixture(autouse=True)
def _these_pages(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def _run(*coroutines: Awaitable[None]) -> None:
    """Run all at once, and close the connection of the thread in which their blocking calls ran."""

    async def gathered() -> None:
        try:
            await asyncio.gather(*coroutines)
        finally:
            await sync_to_async(leave_schema)()
            await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - that thread's, not this one's.

    asyncio.run(gathered())


class TestCoroutines:
    @pytest.mark.parametrize("thread_sensitive", [True, False])
    def test_entering_and_asking_in_one_call_is_each_ones_own(self, world: World, db: None, *, thread_sensitive: bool) -> None:
        def read(side: Side) -> str:
            try:
                return _words_of(side)
            finally:
                connection.close()

        async def ask(side: Side) -> None:
            watch = Watch(words_of_others(side))
            for turn in range(TURNS):
                watch.look(f"turn {turn}", [(side.word, await sync_to_async(read, thread_sensitive=thread_sensitive)(side))])
            watch.check()
            assert watch.seen

        _run(*(ask(side) for side in (world.acme, world.globex) * 2))

    def _asked_in_two_calls(self, world: World) -> tuple[list[str], list[NoContext]]:
        """Leaks and refusals of coroutines that enter in one call, wait, and ask in another."""
        leaks: list[str] = []
        refusals: list[NoContext] = []

        async def ask(side: Side) -> None:
            watch = Watch(words_of_others(side))
            for turn in range(TURNS):
                await sync_to_async(enter_schema)(side.company)
                await asyncio.sleep(0)
                try:
                    watch.look(f"turn {turn}", [(side.word, await sync_to_async(_words)())])
                except NoContext as refusal:
                    refusals.append(refusal)
            leaks.extend(watch.leaks)

        _run(ask(world.acme), ask(world.globex))
        return leaks, refusals

    def test_asking_in_a_later_call_is_refused(self, world: World, db: None) -> None:
        leaks, refusals = self._asked_in_two_calls(world)
        assert not leaks
        assert refusals

    def test_which_would_be_seen_to_leak(self, world: World, db: None) -> None:
        with mock.patch.object(DatabaseWrapper, "_refuse_nowhere"):
            leaks, _refusals = self._asked_in_two_calls(world)
        assert leaks

    def test_entering_beside_the_thread_that_asks_leads_nowhere(self, world: World, db: None) -> None:
        async def ask() -> None:
            with tenant_context(world.globex.company):
                await sync_to_async(_words)()

        with pytest.raises(NoContext):
            _run(ask())


class TestAsyncPages:
    def test_answer_in_their_company(self, world: World, db: None) -> None:
        for side in (world.acme, world.globex):
            _check(side, HostClient(side.host).get("/later/").content)

    def test_answer_in_their_company_all_at_once(self, world: World, db: None) -> None:
        async def ask(side: Side) -> None:
            for _turn in range(TURNS):
                _check(side, await _get_by_asgi(side.host, "/later/"))

        _run(*(ask(side) for side in (world.acme, world.globex) * 2))


async def _get_by_asgi(host: str, path: str) -> bytes:
    """An answer of the application as an asynchronous server asks for it: many requests at once in one thread."""
    body = []

    async def receive() -> dict[str, Any]:
        if not asked:
            asked.append(True)
            return {"type": "http.request"}
        return await asyncio.Future()

    async def send(event: Mapping[str, Any]) -> None:
        body.append(event.get("body", b""))

    asked: list[bool] = []
    headers = [(b"host", host.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1)}
    await ASGIHandler()(scope, receive, send)
    return b"".join(body)


def _check(side: Side, body: bytes) -> None:
    watch = Watch(words_of_others(side))
    watch.look(side.host, [("the body", body.decode())])
    watch.check()
    assert watch.seen


class TestThreads:
    def test_of_a_page_stand_nowhere(self, world: World, db: None) -> None:
        with pytest.raises(NoContext):
            HostClient(world.acme.host).get("/thread/")

    def test_inside_both_companies_at_once_see_their_own(self, world: World, db: None) -> None:
        both_inside = Barrier(2, timeout=10)

        def ask(side: Side) -> Watch:
            watch = Watch(words_of_others(side))
            try:
                for turn in range(TURNS):
                    with tenant_context(side.company):
                        both_inside.wait()
                        watch.look(f"turn {turn}", [(side.word, _words())])
                        both_inside.wait()
            finally:
                connection.close()
            return watch

        with ThreadPoolExecutor(2) as pool:
            for watch in pool.map(ask, [world.acme, world.globex]):
                watch.check()
                assert watch.seen


@contextmanager
def _nowhere() -> Iterator[None]:
    """As a thread of the server between its requests."""
    leave_schema()
    try:
        yield
    finally:
        enter_public()


class TestStreamingResponses:
    @pytest.fixture
    def stream(self, world: World, db: None) -> Callable[[str], str]:
        """Read Acme's answer after the middleware has left, while the thread serves Globex."""

        def read(address: str) -> str:
            response = HostClient(world.acme.host).get(address)
            with _nowhere():
                parts = iter(response)
                first = next(parts)
                HostClient(world.globex.host).get("/later/")
                return (first + b"".join(parts)).decode()

        return read

    def test_ask_nowhere_once_their_page_is_answered(self, stream: Callable[[str], str]) -> None:
        with pytest.raises(NoContext):
            stream("/stream/")

    @pytest.mark.parametrize("address", ["/stream/begun/", "/stream/there/"])
    def test_go_on_with_their_own(self, world: World, stream: Callable[[str], str], address: str) -> None:
        watch = Watch(words_of_others(world.acme))
        watch.look(address, [("the body", stream(address))])
        watch.check()
        assert watch.seen

    def test_of_coroutines_ask_nowhere(self, world: World, db: None) -> None:
        response = HostClient(world.acme.host).get("/stream/async/")
        with _nowhere(), pytest.raises(NoContext), pytest.warns(Warning, match="must consume asynchronous iterators"):
            list(response)
