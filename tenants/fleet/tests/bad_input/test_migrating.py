"""Migrations that fail, runs that are ended, and what they leave."""

import os
import signal
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError

from tenants.companies.models import Company
from tenants.fleet.models import CompanyMigration, FleetRun
from tenants.fleet.steps import CompanyMigrator
from tenants.fleet.tests.bad_input.mending import assert_mended, migrate_with_one_failure
from tenants.fleet.tests.conftest import NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.schemas.template import load_template

Build = Callable[..., Company]


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
