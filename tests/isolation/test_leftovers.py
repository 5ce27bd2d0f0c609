"""A connection goes from one company to the next. Nothing that the first one left in its session may come along."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django_tenants.utils import tenant_context

from config.celery import run_job_message
from core.ids import new_id
from tenants.companies.models import Company
from tests.isolation.watch import Watch, words_of_others
from tests.isolation.world import World

WORD = "canary-globex-left-over"
# What is left behind, and how the next one would come to it. Literals, since parameters are not part of a statement's text.
LEFT = {
    "a held cursor": ("DECLARE kept CURSOR WITH HOLD FOR SELECT first_name FROM people_employee", "FETCH ALL FROM kept"),
    "its text": (f"DECLARE words CURSOR WITH HOLD FOR SELECT '{WORD}'", "SELECT * FROM pg_cursors"),
    "a prepared statement": ("PREPARE kept AS SELECT first_name FROM people_employee", "EXECUTE kept"),
    "the statement's text": (f"PREPARE words AS SELECT '{WORD}'", "SELECT * FROM pg_prepared_statements"),
    "a setting": (f"SELECT set_config('rooster.kept', '{WORD}', false)", "SELECT current_setting('rooster.kept', true)"),
    "a built-in setting": (f"SET application_name = '{WORD}'", "SELECT name, setting FROM pg_settings"),
    "a subscription": (f'LISTEN "{WORD}"', "SELECT pg_listening_channels()"),
    "a sequence": ("SELECT nextval('django_migrations_id_seq'), 'canary-globex-left-over'", "SELECT lastval()"),
    "a lock": ("SELECT pg_advisory_lock(4711)", "SELECT 'canary-globex-lock-held' FROM pg_locks WHERE objid = 4711"),
}
# Refused by rights, so it needs no cleaning up.
GUARDED = {"a prepared statement", "a sequence"}


@pytest.fixture
def pool(world: World, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The options of production's pool with a single connection, so that the next request gets the one of the last."""
    options = settings.DATABASES["default"]["OPTIONS"]
    with django_db_blocker.unblock():
        connection.close()
        options["pool"] = {**settings.DATABASE_POOL, "min_size": 1, "max_size": 1}
        yield options["pool"]
        # In this order: a connection that is being cleaned would outlive its pool.
        connection.pool.close()  # type: ignore[attr-defined]
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        del options["pool"]


def _ask(company: Company, statement: str) -> tuple[int, list[Any]]:
    """What the company gets for a statement, and from which process of the server."""
    with tenant_context(company), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone() or (0,)
        try:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        except DatabaseError as error:
            rows = [str(error)]
    return process, rows


def _found(world: World, name: str) -> list[str]:
    """Where Acme finds a word of Globex that was left behind on the connection."""
    leave, look = LEFT[name]
    left_on, _rows = _ask(world.globex.company, leave)
    connection.close()
    looked_on, rows = _ask(world.acme.company, look)
    assert looked_on == left_on
    watch = Watch(words_of_others(world.acme))
    watch.look(look, [(name, str(row)) for row in rows])
    return watch.leaks


@pytest.mark.parametrize("name", LEFT)
def test_is_gone_at_the_next_company(world: World, pool: dict[str, Any], name: str) -> None:
    assert not _found(world, name)


@pytest.mark.parametrize("name", sorted(LEFT.keys() - GUARDED))
def test_would_be_found_on_a_connection_that_nobody_cleans(world: World, pool: dict[str, Any], name: str) -> None:
    pool["check"] = None
    assert _found(world, name)


def test_the_time_zone_stays(world: World, pool: dict[str, Any]) -> None:
    """Django sets it when the connection is made, and counts on it."""
    _ask(world.globex.company, "SET TIME ZONE 'Asia/Tokyo'")
    connection.close()
    assert _ask(world.acme.company, "SHOW timezone")[1] == [("UTC",)]


def test_psycopg_prepares_nothing(world: World, pool: dict[str, Any]) -> None:
    """What is cleaned away on the server would stay on its list, and the next use of it would fail."""
    for _time in range(10):
        prepared = _ask(world.globex.company, "SELECT name FROM pg_prepared_statements")[1]
    assert prepared == []


class TestAWorker:
    """It keeps its connection from one job to the next."""

    @pytest.fixture
    def kept(self, world: World, django_db_blocker: Any) -> Iterator[None]:
        with django_db_blocker.unblock():
            connection.close()
            yield
            connection.close()

    @pytest.mark.parametrize("name", sorted(LEFT.keys() - GUARDED))
    def test_cleans_it_before_a_job(self, world: World, kept: None, name: str) -> None:
        leave, look = LEFT[name]
        left_on, _rows = _ask(world.globex.company, leave)

        run_job_message(str(new_id()))

        looked_on, rows = _ask(world.acme.company, look)
        assert looked_on == left_on
        watch = Watch(words_of_others(world.acme))
        watch.look(look, [(name, str(row)) for row in rows])
        assert not watch.leaks

    def test_makes_another_where_it_was_lost(self, world: World, kept: None) -> None:
        process, _rows = _ask(world.globex.company, "SELECT 1")
        other: Any = connection.copy()
        other.set_schema_to_public()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        other.close()

        run_job_message(str(new_id()))

        assert _ask(world.acme.company, "SELECT 1")[0] != process
