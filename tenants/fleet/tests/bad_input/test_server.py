"""A database that is full, keeps one waiting or does not answer."""

from typing import Any
from unittest import mock

import psycopg
import pytest
from django.core.management import CommandError
from psycopg.conninfo import make_conninfo
from psycopg_pool import PoolTimeout

from tenants.companies.models import Company
from tenants.fleet.models import CompanyMigration
from tenants.fleet.steps import CompanyMigrator
from tenants.fleet.tests.bad_input.mending import assert_mended, migrate_with_one_failure
from tenants.fleet.tests.conftest import NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.schemas.owner import owner_parameters, owner_transaction
from tenants.schemas.template import load_template

# What PostgreSQL says, said by one company's schema alone: the rehearsal goes well.
RAISE = """
    migrations.RunSQL("DO $$ BEGIN IF current_schema() = '{schema}' THEN RAISE 'no' USING ERRCODE = '{code}'; END IF; END $$"),
"""


class TestAFullDisk:
    def test_ends_the_run(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_full", RAISE.format(schema=acme.schema_name, code="53100"))

        with pytest.raises(CommandError, match=r"Every company would fail: the database server's disk is full; free space\."):
            fleet("migrate", "--max-failures", "100")

        printed, _last_word = status()
        assert "the database server's disk is full; free space. Mend the cause" in printed
        assert "stopped. Every company would fail" in printed

    def test_that_keeps_even_the_failure_from_being_written_down(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_nickname", NICKNAME)
        before = fingerprint_of(globex)
        run_sql(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no' USING ERRCODE = '53100'; END $$"
        )
        run_sql("CREATE TRIGGER full_disk BEFORE UPDATE ON fleet_companymigration EXECUTE FUNCTION full_disk()")

        with pytest.raises(CommandError, match="It broke off: the database server's disk is full; free space"):
            fleet("migrate")

        assert fingerprint_of(globex) == before
        assert "stopped. It broke off." in status()[0]
        run_sql("DROP TRIGGER full_disk ON fleet_companymigration")
        assert_mended(acme, globex)


class TestAServerThatLetsNobodyIn:
    def test_ends_the_run(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_nickname", NICKNAME)
        full = PoolTimeout("couldn't get a connection after 30.00 sec")

        with (
            mock.patch.object(CompanyMigrator, "_run_sql", side_effect=full) as tries,
            pytest.raises(CommandError, match="Every company would fail: the database let nobody in for a while"),
        ):
            fleet("migrate", "--max-failures", "100")

        assert tries.call_count == 1


class TestALongQuery:
    def test_is_waited_for_a_little_and_named(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_nickname", NICKNAME)
        before = fingerprint_of(acme)

        with owner_transaction() as query:
            query.execute(f'SELECT * FROM "{acme.schema_name}".attendance_punch'.encode())
            migrate_with_one_failure("--lock-timeout", "20ms")

        assert "a long query or transaction held one of its tables (see pg_stat_activity)" in status()[0]
        assert CompanyMigration.objects.get(company=acme).attempts == 1
        assert fingerprint_of(acme) == before
        assert_mended(acme, globex)

    def test_that_keeps_everybody_out_is_named(self, acme: Company) -> None:
        with owner_transaction() as query:
            query.execute(f'LOCK TABLE "{acme.schema_name}".django_migrations'.encode())

            assert f"database process {query.connection.info.backend_pid} keeps everybody from its tables" in status()[0]
            with pytest.raises(CommandError, match="1 failed: acme"):
                fleet("migrate")

        assert status()[1] == ""


def lose_connection(cursor: psycopg.Cursor[Any]) -> None:
    with psycopg.connect(make_conninfo(**owner_parameters()), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [cursor.connection.info.backend_pid])


class TestALostConnection:
    def test_is_tried_again(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_nickname", NICKNAME)
        finish = CompanyMigrator._finish
        lost: list[Any] = []

        def lose_once(migrator: CompanyMigrator, cursor: Any, schema: Any) -> None:
            if not lost:
                lost.append(schema)
                lose_connection(cursor)
            finish(migrator, cursor, schema)

        with mock.patch.object(CompanyMigrator, "_finish", lose_once):
            assert "2 companies migrated." in fleet("migrate")

        assert len(lost) == 1
        assert fingerprint_of(acme) == fingerprint_of(globex) == load_template().fingerprint

    def test_again_and_again_is_named(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_nickname", NICKNAME)
        finish = CompanyMigrator._finish

        def lose(migrator: CompanyMigrator, cursor: Any, schema: Any) -> None:
            if schema.company_id == acme.id:
                lose_connection(cursor)
            finish(migrator, cursor, schema)

        with mock.patch.object(CompanyMigrator, "_finish", lose):
            migrate_with_one_failure()

        assert "the connection to the database was lost in the middle; bring it back" in status()[0]
        assert_mended(acme, globex)
