"""Both companies at once on too few connections, with everything that can go wrong in between.

Eight threads share the pool's three connections. Each turn goes to one company, by a page, rows, the cache, a file or a job; some
end with an exception in the middle of a transaction, and all the while the server ends sessions. Whatever a turn has read is
searched for words of the other company.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock

import psycopg
import psycopg_pool
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import RequestFactory
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.caches import company_cache
from core.ids import new_id
from core.jobs.models import Job
from core.jobs.tasks import company_task, write_job
from core.jobs.worker import run_job
from core.tenancy import in_public
from hr.people.models import Employee, EmploymentTerms
from tenants.companies.models import Company
from tenants.schemas.postgresql.base import DatabaseWrapper
from tests.isolation.watch import Watch, words_of_others
from tests.isolation.world import Side, World
from tests.isolation.world.files import LOGO

THREADS, CONNECTIONS = 8, 3
SECONDS = 3.0
PAGES = ["/", "/people/", "/time/team/", "/admin/people/employee/", f"/logo/{LOGO}/"]
# What a turn may fail with when the server ends its session.
CUT_OFF = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg_pool.PoolTimeout)


class _ThrownInBetween(Exception):
    """An error of the product's own, in the middle of something."""


def _words() -> str:
    return " ".join(Employee.objects.values_list("first_name", flat=True))


class Soak:
    """The threads, and what they have seen."""

    def __init__(self, world: World, cookies: dict[str, str]) -> None:
        self.sides = [world.acme, world.globex]
        self.cookies = cookies
        self.application = WSGIHandler()
        self.leaks: list[str] = []
        self.done: Counter[tuple[str, str]] = Counter()
        self.cut_off: list[BaseException] = []
        self.ends_at = 0.0

    def run(self, seconds: float, *, until: Callable[[], bool]) -> None:
        """Let all threads take turns for so long; again, up to ten times, where a busy machine did not get to everything."""
        for _round in range(10):
            self.ends_at = time.monotonic() + seconds
            with ThreadPoolExecutor(THREADS) as threads:
                list(threads.map(self._take_turns, range(THREADS)))
            if until():
                return

    def _take_turns(self, number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < self.ends_at:
            name, side = chance.choice(list(TURNS)), chance.choice(self.sides)
            watch = Watch(words_of_others(side))
            try:
                watch.look(f"{name} of {side.word}", [("what was read", TURNS[name](self, side))])
            except CUT_OFF as error:
                self.cut_off.append(error)
            finally:
                with suppress(*CUT_OFF):
                    connection.close()
            self.leaks += watch.leaks
            self.done[name, side.word] += bool(watch.seen)


def _page(soak: Soak, side: Side) -> str:
    headers = {"host": side.host, "cookie": soak.cookies[side.word]}
    environ = RequestFactory().get(random.choice(PAGES), headers=headers).environ
    response = soak.application(environ, mock.Mock())
    try:
        return b"".join(response).decode()
    finally:
        response.close()


def _rows(_soak: Soak, side: Side) -> str:
    with tenant_context(side.company):
        return _words()


def _exception(_soak: Soak, side: Side) -> str:
    """Change rows, go to public and be thrown out of both; then read where one stood before."""
    with tenant_context(side.company):
        with suppress(_ThrownInBetween), transaction.atomic():
            EmploymentTerms.objects.update(job_title="never kept")
            with in_public():
                Company.objects.count()
                raise _ThrownInBetween
        return _words() + " ".join(EmploymentTerms.objects.values_list("job_title", flat=True))


def _cache(_soak: Soak, side: Side) -> str:
    with tenant_context(side.company):
        company_cache.set("soak", f"canary-{side.word}-cache-value")
        time.sleep(0.002)
        return str(company_cache.get("soak"))


def _file(_soak: Soak, side: Side) -> str:
    with tenant_context(side.company), default_storage.open(f"logo/{LOGO.hex}.webp") as file:
        return str(file.read().decode())


_read_by_jobs: dict[str, str] = {}


@company_task()
def read_words(*, name: str, **_kwargs: Any) -> None:
    """Leave what the job reads where its turn finds it."""
    _read_by_jobs[name] = _words()


def _job(_soak: Soak, side: Side) -> str:
    name = new_id().hex
    with tenant_context(side.company):
        read_words.enqueue(key=name, name=name)
    with in_public():
        job_id = Job.objects.values_list("pk", flat=True).get(key=name)
    run_job(job_id)
    return _read_by_jobs.pop(name, "")


TURNS: dict[str, Callable[[Soak, Side], str]] = {
    "a page": _page,
    "rows": _rows,
    "an exception": _exception,
    "the cache": _cache,
    "a file": _file,
    "a job": _job,
}


@pytest.fixture
def pool(world: World, django_db_blocker: Any) -> Iterator[None]:
    """The options of production's pool, with fewer connections than threads."""
    options = settings.DATABASES["default"]["OPTIONS"]
    with django_db_blocker.unblock():
        connection.close()
        options["pool"] = {**settings.DATABASE_POOL, "max_size": CONNECTIONS}
        yield
        connection.pool.close()  # type: ignore[attr-defined]
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        del options["pool"]


@pytest.fixture
def soak(world: World, pool: None, monkeypatch: pytest.MonkeyPatch) -> Soak:
    # The suite runs jobs at their commit; here a turn does it as a worker would.
    monkeypatch.setattr("core.jobs.tasks.write_job", write_job)
    cookies = {}
    for side in (world.acme, world.globex):
        browser = HostClient(side.host)
        with tenant_context(side.company):
            browser.force_login(side.user("owner"))
        cookies[side.word] = browser.cookies.output(header="", attrs=[]).strip()
    connection.close()
    return Soak(world, cookies)


@contextmanager
def _sessions_ended(every: float) -> Iterator[list[int]]:
    """Have the server end one session of the pool after the other."""
    parameters = {key: value for key, value in connection.get_connection_params().items() if key != "cursor_factory"}
    over = threading.Event()
    ended: list[int] = []

    def end_sessions() -> None:
        with psycopg.connect(**parameters, autocommit=True) as killer:
            while not over.wait(every):
                ended.extend(
                    pid
                    for (pid,) in killer.execute(
                        "WITH one AS MATERIALIZED (SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        " AND usename = current_user AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1)"
                        " SELECT pid FROM one WHERE pg_terminate_backend(pid)"
                    )
                )

    thread = threading.Thread(target=end_sessions)
    thread.start()
    try:
        yield ended
    finally:
        over.set()
        thread.join()


def test_no_turn_reads_a_word_of_the_other_company(soak: Soak) -> None:
    everything = {(name, side.word) for name in TURNS for side in soak.sides}
    with _sessions_ended(every=0.15) as ended:
        soak.run(SECONDS, until=lambda: bool(soak.leaks or (everything == set(+soak.done) and soak.cut_off)))
    assert not soak.leaks, "\n" + "\n".join(soak.leaks)
    assert set(+soak.done) == everything
    assert soak.cut_off, f"{len(ended)} sessions were ended, and nobody noticed"


def _never_switching_again(original: Callable[..., None]) -> Callable[..., None]:
    """A connection that believes of its company that it is the one of the first time."""

    def switch(self: Any, cursor: Any) -> None:
        if getattr(self.connection, "was_here", False):
            self.search_path_set_schemas, self._expected_path = (
                ["somewhere"],
                self.connection.pgconn.parameter_status(b"search_path"),
            )
            return
        original(self, cursor)
        self.connection.was_here = self.schema_name != "public"

    return switch


HOLES: dict[str, Callable[[World], Any]] = {
    "rows": lambda _world: mock.patch.object(DatabaseWrapper, "_switch", _never_switching_again(DatabaseWrapper._switch)),
    "the cache": lambda _world: mock.patch("core.caches.current_schema_name", return_value="everybody"),
    "a file": lambda world: mock.patch("core.files.storage.current_schema_name", return_value=world.acme.company.schema_name),
}


@pytest.mark.parametrize("name", HOLES)
def test_a_hole_would_be_seen(world: World, soak: Soak, name: str) -> None:
    not_cleaned = mock.patch.object(DatabaseWrapper, "take_over")
    with not_cleaned, HOLES[name](world), mock.patch.dict(TURNS, {name: TURNS[name]}, clear=True):
        soak.run(0.3, until=lambda: bool(soak.leaks))
    assert any(leak.startswith(f"{name} of ") and ": what was read says Canary(company='" in leak for leak in soak.leaks)
