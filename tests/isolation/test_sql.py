"""Whatever SQL runs as one company's role, the database gives it nothing of the other and tells it nothing of the other.

Each refused statement runs as the owner of the schemas too, or as the company to which it belongs: what is refused there as
well is refused for its spelling, and proves nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.utils import DatabaseError, ProgrammingError
from psycopg import sql

from core.tenancy import WrongSchema
from tenants.companies.models import Company
from tests.databases import owner_connection
from tests.isolation.watch import Watch, words_of_others
from tests.isolation.world import World

REFUSED = "42501"
# Statements that name the other's schema and are fine for who may use it.
NAMING = [
    "SELECT * FROM {theirs}.people_employee",
    "SELECT count(*) FROM people_employee, {theirs}.people_employee AS other",
    "WITH other AS MATERIALIZED (SELECT * FROM {theirs}.people_employee) SELECT count(*) FROM other",
    "DO $$ BEGIN PERFORM * FROM {theirs}.people_employee; END $$",
    "INSERT INTO {theirs}.django_session VALUES ('b', '', now())",
    "UPDATE {theirs}.people_employee SET first_name = 'taken'",
    "DELETE FROM {theirs}.django_session",
    "MERGE INTO {theirs}.django_session USING (SELECT 1) AS one ON false WHEN NOT MATCHED THEN INSERT VALUES ('c', '', now())",
    "COPY {theirs}.people_employee TO STDOUT",
    "COPY (SELECT * FROM {theirs}.people_employee) TO STDOUT",
    "DECLARE stolen CURSOR WITH HOLD FOR SELECT * FROM {theirs}.people_employee",
    "PREPARE stolen AS SELECT * FROM {theirs}.people_employee",
    "EXPLAIN ANALYZE SELECT * FROM {theirs}.people_employee",
    "SELECT nextval('{theirs}.django_migrations_id_seq')",
    "SELECT setval('{theirs}.django_migrations_id_seq', 1000)",
    "SELECT last_value FROM {theirs}.django_migrations_id_seq",
    "SELECT '{theirs}.people_employee'::regclass",
    "SELECT {theirs}.refuse_change()",
    "LOCK TABLE {theirs}.people_employee IN ACCESS EXCLUSIVE MODE",
    "TRUNCATE {theirs}.django_session",
    "ALTER TABLE {theirs}.people_employee ADD COLUMN mine int",
    "DROP TABLE {theirs}.attendance_punch",
    "CREATE TABLE {theirs}.mine (id int)",
    "CREATE VIEW {theirs}.mine AS SELECT * FROM {theirs}.people_employee",
    "CREATE FUNCTION {theirs}.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE TRIGGER mine BEFORE INSERT ON {theirs}.people_employee EXECUTE FUNCTION {theirs}.refuse_change()",
    "CREATE RULE mine AS ON SELECT TO {theirs}.people_employee DO INSTEAD NOTHING",
    "COMMENT ON TABLE {theirs}.people_employee IS 'mine'",
    "GRANT USAGE ON SCHEMA {theirs} TO {mine_role}",
    "ALTER SCHEMA {theirs} RENAME TO mine",
    "DROP SCHEMA {theirs} CASCADE",
]
# What fails for its owner too, though not for a want of rights: the spelling is right.
FAILS_OTHERWISE = {
    "SELECT {theirs}.refuse_change()": "trigger functions can only be called as triggers",
    "CREATE RULE mine AS ON SELECT TO {theirs}.people_employee DO INSTEAD NOTHING": "cannot have ON SELECT rules",
}
# Places that belong to no company: what one left there would be another's to find.
COMMON_GROUND = [
    "CREATE TEMPORARY TABLE kept AS SELECT 1",
    "SELECT * INTO TEMPORARY kept FROM people_employee",
    "CREATE SCHEMA mine",
    "CREATE TABLE public.mine (id int)",
    "CREATE TABLE extensions.mine (id int)",
    "CREATE FUNCTION extensions.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION refuse_change()",
    "GRANT {their_role} TO {mine_role}",
    "ALTER ROLE {their_role} SET search_path = 'mine'",
    "DROP OWNED BY {their_role}",
    "REASSIGN OWNED BY {their_role} TO {mine_role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {their_role} GRANT SELECT ON TABLES TO {mine_role}",
    "SET SESSION AUTHORIZATION {their_role}",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('PG_VERSION')",
    "COPY people_employee TO '/tmp/stolen'",
    "COPY people_employee TO PROGRAM 'cat'",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_largeobject",
    "SELECT * FROM pg_user_mapping",
]


@pytest.fixture
def enter() -> Iterator[Any]:
    """A way to give a company a connection of its own, closed at the end."""
    opened = []

    def make(company: Company) -> Any:
        entered: Any = connection.copy()
        entered.set_tenant(company)
        opened.append(entered)
        return entered

    yield make
    for each in opened:
        each.close()


def _filled(statement: str, world: World) -> str:
    mine, theirs = world.acme.company, world.globex.company
    names = {"theirs": theirs.schema_name, "their_role": theirs.role_name, "mine_role": mine.role_name}
    return statement.format(**{key: f'"{name}"' for key, name in names.items()})


def _run(on: Any, statement: str) -> None:
    with _taken_back(on), on.cursor() as cursor:
        if statement.startswith("COPY") and "STDOUT" in statement:
            with cursor.copy(statement) as copied:
                list(copied)
        else:
            cursor.execute(statement)


@contextmanager
def _taken_back(on: Any) -> Iterator[None]:
    on.set_autocommit(False)
    try:
        yield
    finally:
        on.rollback()
        on.set_autocommit(True)


def _code_of(error: BaseException) -> str | None:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    return cause.sqlstate if isinstance(cause, psycopg.Error) else None


class TestCatalogs:
    """The server's own tables are everybody's, and name every schema, table and role. They must not say more."""

    def test_say_no_word_of_another_company(self, world: World, enter: Any, db: None) -> None:
        # As autovacuum does: the commonest words of each column are kept with the statistics.
        with owner_connection(str(connection.settings_dict["NAME"])) as owner:
            owner.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(world.globex.company.schema_name, "people_employee")))
            owner.execute("ANALYZE companies_company")
            at_work = enter(world.globex.company)
            with at_work.cursor() as cursor:
                cursor.execute("SELECT %s::text", ["canary-globex-statement-text"])
            watch, told = Watch(words_of_others(world.acme)), Watch(lambda _canary: False)
            for name, rows in _everything_in_catalogs(enter(world.acme.company)):
                watch.look(name, [("a row", str(row)) for row in rows])
                watch.look(name, [("the company's address", str(row)) for row in rows if "globex.rooster" in str(row)])
            told.look("pg_stats", [("a row", str(row)) for row in owner.execute("SELECT * FROM pg_stats")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM pg_stat_activity")
            told.look("pg_stat_activity", [("a row", str(row)) for row in cursor.fetchall()])
        watch.check()
        tables = {canary.table for canary in told.seen}
        assert tables >= {"people_employee", "companies_company", "statement"}, "nothing was there to be said"


def _everything_in_catalogs(on: Any) -> Iterator[tuple[str, list[Any]]]:
    """The rows of every table and view of the server's own that the connection may read."""
    with on.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace IN"
            " ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            # Passwords, statistics and the like, tried one by one above.
            with suppress(ProgrammingError):
                cursor.execute(f"SELECT * FROM {name}")
                yield name, cursor.fetchall()


class TestLargeObjects:
    """They lie outside every schema, so each has its maker's role for a guard."""

    @pytest.fixture
    def theirs(self, world: World, enter: Any, db: None) -> Iterator[int]:
        with enter(world.globex.company).cursor() as cursor:
            cursor.execute("SELECT lo_from_bytea(0, %s)", [b"canary-globex-large-object"])
            (number,) = cursor.fetchone()
            yield number
            cursor.execute("SELECT lo_unlink(%s)", [number])

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT lo_get({})",
            "SELECT lo_open({}, 131072)",
            "SELECT lo_put({}, 0, 'mine')",
            "SELECT lo_unlink({})",
            "GRANT SELECT ON LARGE OBJECT {} TO PUBLIC",
        ],
    )
    def test_are_their_makers(self, world: World, enter: Any, theirs: int, statement: str) -> None:
        with pytest.raises(DatabaseError) as caught:
            _run(enter(world.acme.company), statement.format(theirs))
        assert _code_of(caught.value) == REFUSED, str(caught.value)
        _run(enter(world.globex.company), statement.format(theirs))


class TestSteppingOutOfLine:
    """The login may become any company's role, so SQL can change the role or the path. What comes after must not go on there."""

    @pytest.mark.parametrize("statement", ["SET ROLE {their_role}", "RESET ROLE", "SET LOCAL ROLE {their_role}"])
    def test_a_role_alone_opens_nothing(self, world: World, enter: Any, db: None, statement: str) -> None:
        stepped = enter(world.acme.company)
        with pytest.raises(ProgrammingError) as caught, _taken_back(stepped), stepped.cursor() as cursor:  # noqa: PT012
            cursor.execute(_filled(statement, world))
            cursor.execute("SELECT * FROM people_employee")
        # A schema that the role may not enter is passed over, so the table is refused or does not exist.
        assert _code_of(caught.value) in {REFUSED, "42P01"}

    @pytest.mark.parametrize("statement", ["SET search_path = {theirs}", "RESET search_path", "SET LOCAL search_path = {theirs}"])
    def test_a_path_is_noticed(self, world: World, enter: Any, db: None, statement: str) -> None:
        stepped = enter(world.acme.company)
        stepped.set_autocommit(False)
        with stepped.cursor() as cursor:
            cursor.execute(_filled(statement, world))
            with pytest.raises(WrongSchema):
                cursor.execute("SELECT * FROM people_employee")

    def test_the_next_entering_puts_it_right(self, world: World, enter: Any, db: None) -> None:
        stepped = enter(world.acme.company)
        for company in (world.acme.company, world.globex.company):
            with stepped.cursor() as cursor:
                cursor.execute(_filled("SET ROLE {their_role}; SET search_path = {theirs}", world))
            stepped.set_tenant(company)
            with stepped.cursor() as cursor:
                cursor.execute("SELECT current_user, current_schema()")
                assert cursor.fetchone() == (company.role_name, company.schema_name)


def _run_as_owner(owner: psycopg.Connection[Any], statement: str) -> None:
    with owner.transaction(force_rollback=True), owner.cursor() as cursor:
        if statement.startswith("COPY") and "STDOUT" in statement:
            with cursor.copy(statement.encode()) as copied:
                list(copied)
        else:
            cursor.execute(statement.encode())


@pytest.mark.parametrize("statement", [*NAMING, *COMMON_GROUND])
def test_is_refused(world: World, enter: Any, db: None, statement: str) -> None:
    with pytest.raises((DatabaseError, psycopg.Error)) as caught:
        _run(enter(world.acme.company), _filled(statement, world))
    assert _code_of(caught.value) == REFUSED, str(caught.value)


@pytest.mark.parametrize("statement", NAMING)
def test_is_spelled_right(world: World, db: None, statement: str) -> None:
    """The owner of the schemas may do all of it."""
    with owner_connection(str(connection.settings_dict["NAME"])) as owner:
        owner.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(world.globex.company.schema_name)))
        fails = statement in FAILS_OTHERWISE
        with pytest.raises(psycopg.Error, match=FAILS_OTHERWISE[statement]) if fails else nullcontext():
            _run_as_owner(owner, _filled(statement, world))
