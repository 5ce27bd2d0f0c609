"""Whatever is wrong with one company is named with what to do, nothing of it is lost, and the others go on."""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django_tenants.utils import tenant_context
from psycopg.conninfo import make_conninfo
from psycopg_pool import PoolTimeout

from tenants.companies.models import Company
from tenants.fleet import actions
from tenants.fleet.models import CompanyMigration, FleetRun
from tenants.fleet.steps import CompanyMigrator
from tenants.fleet.tests.conftest import NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.schemas.actions import make_schema, provision_company
from tenants.schemas.grants import drop_company_role
from tenants.schemas.locks import lock_schema
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.owner import owner_parameters, owner_transaction
from tenants.schemas.template import load_template

Build = Callable[..., Company]


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with mock.patch.multiple(actions, PAUSES=(0, 0), LOOKS=2, LOOK_PAUSE=0):
        yield


@pytest.fixture
def acme(acme: Company) -> Company:
    """The larger company: Globex is the canary."""
    Company.objects.filter(pk=acme.pk).update(people_count=100)
    return acme


def migrate_with_one_failure(*arguments: str) -> None:
    with pytest.raises(CommandError, match=r"1 companies migrated\. 1 failed: acme"):
        fleet("migrate", *arguments)


def assert_mended(*companies: Company) -> None:
    """Once the cause is gone, going on brings everybody to the release."""
    fleet("resume")
    assert {fingerprint_of(company) for company in companies} == {load_template().fingerprint}
    assert status()[1] == ""


class TestASchemaAlteredByHand:
    def test_keeps_its_tables_as_they_were(self, release: Release, acme: Company, globex: Company) -> None:
        run_sql("ALTER TABLE attendance_punch ADD COLUMN extra int", inside=acme.schema_name)
        before = fingerprint_of(acme)
        release("0100_nickname", NICKNAME)

        migrate_with_one_failure()

        assert fingerprint_of(acme) == before
        assert fingerprint_of(globex) == load_template().fingerprint
        assert "it is not what its migrations make: has, and should not: column|attendance_punch|extra" in status()[0]
        assert "Mend the cause, then `manage.py fleet resume`" in status()[0]
        run_sql("ALTER TABLE attendance_punch DROP COLUMN extra", inside=acme.schema_name)
        assert_mended(acme, globex)

    def test_in_the_way_of_a_migration(self, release: Release, acme: Company, globex: Company) -> None:
        run_sql("ALTER TABLE attendance_punch ADD COLUMN nickname int", inside=acme.schema_name)
        release("0100_nickname", NICKNAME)

        migrate_with_one_failure()

        assert 'column "nickname" of relation "attendance_punch" already exists' in status()[0]
        run_sql("ALTER TABLE attendance_punch DROP COLUMN nickname", inside=acme.schema_name)
        assert_mended(acme, globex)

    def test_is_found_by_verify(self, acme: Company) -> None:
        run_sql("ALTER TABLE attendance_punch ADD COLUMN extra int", inside=acme.schema_name)

        with pytest.raises(CommandError, match=r"1 companies verified\. 1 failed: acme"):
            fleet("verify")

        printed, last_word = status()
        assert "it was altered by hand: has, and should not: column|attendance_punch|extra" in printed
        assert "Put it back as the template has it" in printed
        assert "1 things need a person" in last_word
        run_sql("ALTER TABLE attendance_punch DROP COLUMN extra", inside=acme.schema_name)
        assert "2 companies verified." in fleet("verify")
        assert status()[1] == ""

    def test_without_a_migration_that_others_follow(self, release: Release, acme: Company, globex: Company) -> None:
        gone = run_sql(
            "DELETE FROM django_migrations WHERE app = 'people' AND name LIKE '0001%' RETURNING name", inside=acme.schema_name
        )
        release("0100_nickname", NICKNAME)

        migrate_with_one_failure()

        assert "but not that. Compare it with a back-up" in status()[0]
        run_sql(
            f"INSERT INTO django_migrations (app, name, applied) VALUES ('people', '{gone[0][0]}', now())", inside=acme.schema_name
        )
        assert_mended(acme, globex)

    def test_without_its_record(self, acme: Company) -> None:
        run_sql("ALTER TABLE django_migrations RENAME TO hidden", inside=acme.schema_name)

        with pytest.raises(CommandError, match=r"0 companies migrated\. 1 failed: acme"):
            fleet("migrate")

        assert "its table django_migrations is gone" in status()[0]

    def test_without_itself(self, build_company: Build) -> None:
        company = build_company()
        run_sql(f'DROP SCHEMA "{company.schema_name}" CASCADE')

        with pytest.raises(CommandError, match="1 failed: initech"):
            fleet("migrate")

        assert "its schema is gone. Restore the schema from a back-up" in status()[0]

    def test_of_a_newer_release(self, acme: Company) -> None:
        run_sql("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_new', now())", inside=acme.schema_name)

        with pytest.raises(CommandError, match="1 failed: acme"):
            fleet("migrate")

        assert "is ahead of this release by people.9999_new. Run the newer release" in status()[0]


class TestAHalfProvisionedCompany:
    def test_is_named_with_the_error(self, build_company: Build) -> None:
        company = build_company(is_built=False)
        assert "is half provisioned: its database is not made yet; a worker goes on" in status()[0]

        Provisioning.objects.filter(company=company).update(error="no space left")

        assert "is half provisioned: its database is not made yet (no space left). Mend the cause" in status()[0]

    def test_is_brought_along_and_finished(self, release: Release, build_company: Build) -> None:
        company = build_company(is_built=False)
        make_schema(Provisioning.objects.select_related("company").get(company=company))
        release("0100_nickname", NICKNAME)

        assert "3 companies migrated" in fleet("migrate")
        provision_company(company_id=company.id)

        assert fingerprint_of(company) == load_template().fingerprint
        assert status()[1] == ""

    def test_whose_import_broke_off_is_given_up(self, build_company: Build) -> None:
        company = build_company(is_built=False)
        Provisioning.objects.filter(company=company).update(state=ProvisioningState.IMPORT)

        assert "its import from an archive did not finish. Give the same `manage.py import_company` again" in status()[0]

    def test_that_somebody_builds_is_left_in_peace(self, build_company: Build) -> None:
        company = build_company(is_built=False)
        with owner_transaction() as builder:
            lock_schema(builder, company.id)
            assert "is being made right now." in status()[0]


class TestACompanyOnItsWayOut:
    def test_is_nobodys_business(self, build_company: Build) -> None:
        company = build_company()
        Company.objects.filter(pk=company.pk).update(ready_at=None)
        run_sql("DROP TABLE attendance_punch CASCADE", inside=company.schema_name)

        assert status()[1] == ""
        assert "2 of 2 companies" in status()[0]


class TestAMissingRole:
    def test_is_named_and_made_anew(self, build_company: Build) -> None:
        company = build_company()
        with owner_transaction() as cursor:
            drop_company_role(cursor, role=company.role_name)
        assert f"its role {company.role_name} is gone or not the web's to use" in status()[0]

        assert "1 companies migrated." in fleet("migrate")

        assert status()[1] == ""
        with tenant_context(company), connection.cursor() as cursor:
            cursor.execute("SELECT current_user, count(*) FROM accounts_user")
            assert cursor.fetchone() == (company.role_name, 1)

    def test_so_is_one_that_the_web_may_not_use(self, build_company: Build) -> None:
        company = build_company()
        run_sql(f'REVOKE "{company.role_name}" FROM "{settings.WEB_LOGIN}"')
        assert "not the web's to use" in status()[0]

        assert "1 companies migrated." in fleet("migrate")
        assert status()[1] == ""


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


class TestTooManyFailures:
    def test_end_the_run(self, release: Release, build_company: Build, acme: Company, globex: Company) -> None:
        third = build_company()
        Company.objects.filter(pk=third.pk).update(people_count=1000)
        run_sql("ALTER TABLE attendance_punch ADD COLUMN extra int", inside=acme.schema_name)
        release("0100_nickname", NICKNAME)

        with pytest.raises(CommandError, match="More than 0 companies failed"):
            fleet("migrate", "--max-failures", "0", "--canary", "2")

        assert fingerprint_of(globex) == load_template().fingerprint
        assert fingerprint_of(third) != load_template().fingerprint
        assert set(CompanyMigration.objects.values_list("state", flat=True)) == {"done", "failed", "waiting"}

    def test_or_that_of_the_canary(self, release: Release, acme: Company, globex: Company) -> None:
        run_sql("ALTER TABLE attendance_punch ADD COLUMN extra int", inside=globex.schema_name)
        before = fingerprint_of(acme)
        release("0100_nickname", NICKNAME)

        with pytest.raises(CommandError, match="The canary failed; nobody else was touched"):
            fleet("migrate")
        assert fingerprint_of(acme) == before

        # Whoever failed is not the canary again, so that the others can go on.
        with pytest.raises(CommandError, match=r"1 companies migrated\. 1 failed: globex"):
            fleet("resume")
        assert fingerprint_of(acme) == load_template().fingerprint


PYTHON = """
def fill(apps, schema_editor):
    if apps.get_model("accounts", "Role").objects.filter(name="Trouble").exists():
        raise ValueError("This role is trouble.")
"""


class TestMigrationsThatFail:
    def test_in_python_in_one_company(self, release: Release, acme: Company, globex: Company) -> None:
        run_sql(
            "UPDATE accounts_role SET name = 'Trouble' WHERE name = (SELECT min(name) FROM accounts_role)", inside=acme.schema_name
        )
        release("0100_fill", "migrations.RunPython(fill)", code=PYTHON)
        release("0101_nickname", NICKNAME)

        migrate_with_one_failure()

        assert "ValueError: This role is trouble." in status()[0]
        run_sql("UPDATE accounts_role SET name = 'Helper' WHERE name = 'Trouble'", inside=acme.schema_name)
        assert_mended(acme, globex)

    def test_everywhere_touch_nobody(self, release: Release, acme: Company) -> None:
        before = fingerprint_of(acme)
        release("0100_broken", 'migrations.RunSQL("SELECT 1 FROM nowhere"),')

        with pytest.raises(CommandError, match='fail in an empty schema, so no company was touched: relation "nowhere"'):
            fleet("migrate")

        assert fingerprint_of(acme) == before
        assert not FleetRun.objects.exists()
        assert "2 companies wait" in status()[1]
        assert "template_" not in status()[0]

    def test_half_way_are_refused(self, release: Release, acme: Company) -> None:
        before = fingerprint_of(acme)
        release("0100_half", NICKNAME, attributes="atomic = False")

        with pytest.raises(CommandError, match=r"0 companies migrated\. 2 failed"):
            fleet("migrate")

        assert "attendance.0100_half is not atomic: killed in the middle, it would leave half of it" in status()[0]
        assert fingerprint_of(acme) == before
        with pytest.raises(CommandError, match="not atomic"):
            fleet("migrate", "--plan")


class TestASignal:
    def test_ends_the_run_after_the_companies_in_work(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_nickname", NICKNAME)
        migrate = CompanyMigrator.migrate

        def migrate_and_signal(migrator: CompanyMigrator, schema: Any) -> None:
            os.kill(os.getpid(), signal.SIGTERM)
            migrate(migrator, schema)

        with (
            mock.patch.object(CompanyMigrator, "migrate", migrate_and_signal),
            pytest.raises(CommandError, match=r"1 companies migrated\. It was interrupted"),
        ):
            fleet("migrate")

        assert fingerprint_of(globex) == load_template().fingerprint
        assert "stopped. It was interrupted." in status()[0]
        assert_mended(acme, globex)


class TestWhatBelongsToNobody:
    def test_is_named(self, owner_database: str) -> None:
        name = "t_" + "0" * 32
        run_sql(f"CREATE SCHEMA {name}")

        assert f"schema {name} belongs to no company. Look into it, then drop it." in status()[0]

    def test_of_killed_runs_is_dropped_by_the_next(self, owner_database: str) -> None:
        for kind in ("plan", "template"):
            run_sql(f"CREATE SCHEMA {kind}_{'0' * 32}")

        fleet("migrate")

        assert status()[1] == ""


class TestAPlatformThatIsBehind:
    def test_comes_first(self, owner_database: str) -> None:
        run_sql("DROP TABLE fleet_companymigration")

        assert "`manage.py migrate_shared` comes first" in status()[1]
