"""A run brings every company to the release."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tenants.utils import tenant_context

from core.tenancy import enter_public
from tenants.companies.models import Company
from tenants.fleet import actions, plans as fleet_plans
from tenants.fleet.models import CompanyMigration, FleetRun
from tenants.fleet.steps import CompanyMigrator
from tenants.fleet.tests.conftest import LAST_MIGRATION, NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.schemas import actions as schemas
from tenants.schemas.locks import lock_schema
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import load_template

# Fills what the migration before it added; the model must be the one of that moment.
FILL = """
def fill(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    Note = apps.get_model("attendance", "Note")
    for role in Role.objects.all():
        Note.objects.create(text=role.name)
"""
NOTE = """
    migrations.CreateModel("note", [("id", models.BigAutoField(primary_key=True)), ("text", models.CharField(max_length=50))]),
"""


@pytest.fixture
def plans() -> Any:
    with mock.patch.object(actions, "make_plans", wraps=fleet_plans.make_plans) as made:
        yield made


class TestAnAdditiveMigration:
    @pytest.mark.usefixtures("from_scratch")
    def test_reaches_every_company(self, release: Release, acme: Company, globex: Company, plans: mock.Mock) -> None:
        version = release("0100_nickname", NICKNAME)
        assert "2 companies wait" in status()[1]

        output = fleet("migrate")

        assert "2 of 2 done, 0 failed" in output
        assert "2 companies migrated." in output
        # Compiled once, however many companies.
        assert plans.call_count == 1
        assert fingerprint_of(acme) == fingerprint_of(globex) == load_template().fingerprint
        assert set(Provisioning.objects.values_list("template_version", flat=True)) == {version}
        assert set(CompanyMigration.objects.values_list("state", "wave")) == {("done", 0), ("done", 1)}
        assert FleetRun.objects.get().state == "done"
        assert status()[1] == ""

    def test_gives_the_company_its_rights_to_a_new_table(self, release: Release, acme: Company) -> None:
        release("0100_note", NOTE)

        fleet("migrate")

        with tenant_context(acme), connection.cursor() as cursor:
            cursor.execute("INSERT INTO attendance_note (text) VALUES ('hello') RETURNING text")
            assert cursor.fetchone() == ("hello",)

    def test_several_releases_at_once_go_in_one_transaction(self, release: Release, acme: Company) -> None:
        release("0100_nickname", NICKNAME)
        release("0101_no_nickname", 'migrations.AlterField("punch", "nickname", models.TextField(default="none")),')

        fleet("migrate")

        assert fingerprint_of(acme) == load_template().fingerprint
        names = run_sql("SELECT name FROM django_migrations WHERE app = 'attendance'", inside=acme.schema_name)
        assert {("0100_nickname",), ("0101_no_nickname",)} <= set(names)


class TestNothingToDo:
    def test_touches_nobody(self, owner_database: str, plans: mock.Mock) -> None:
        output = fleet("migrate")

        assert "Every company has this release's version." in output
        assert not plans.called
        assert not FleetRun.objects.exists()

    def test_is_nothing_to_resume(self, owner_database: str) -> None:
        with pytest.raises(CommandError, match="begins a new one"):
            fleet("resume")


class TestAMigrationInPython:
    def test_runs_in_each_company_between_those_in_sql(self, release: Release, acme: Company, globex: Company) -> None:
        release("0100_note", NOTE)
        release("0101_fill_notes", "migrations.RunPython(fill)", code=FILL)
        release("0102_note_done", 'migrations.AddField("note", "done", models.BooleanField(default=False)),')

        fleet("migrate")

        for company in (acme, globex):
            assert fingerprint_of(company) == load_template().fingerprint
            roles = run_sql("SELECT name FROM accounts_role ORDER BY 1", inside=company.schema_name)
            assert run_sql("SELECT text FROM attendance_note ORDER BY 1", inside=company.schema_name) == roles
            assert len(roles) == 6
        assert status()[1] == ""


# Lines as pg_dump writes for the session too, and an empty one; here they are what the function is made of.
FUNCTION = """
    migrations.RunSQL('''
CREATE FUNCTION words() RETURNS text LANGUAGE plpgsql
SET work_mem = '1MB' AS $body$
-- It's a remark.
DECLARE found text := 'one

-- two';
BEGIN
SET LOCAL work_mem = '2MB';

RETURN found;
END
$body$
'''),
"""


class TestAFunction:
    def test_is_the_same_in_new_companies(self, release: Release, acme: Company, build_company: Callable[..., Company]) -> None:
        release("0100_words", FUNCTION)

        assert "2 companies migrated." in fleet("migrate")

        new = build_company()
        assert fingerprint_of(new) == fingerprint_of(acme)
        said = [run_sql("SELECT words()", inside=company.schema_name) for company in (new, acme)]
        assert said == [[("one\n\n-- two",)]] * 2


class TestATemplateOnAFullDisk:
    def test_is_not_there(self, release: Release, acme: Company, tmp_path: Path) -> None:
        version = release("0100_nickname", NICKNAME)

        with (
            mock.patch("tenants.schemas.template.os.fsync", side_effect=OSError("No space left on device")),
            pytest.raises(CommandError, match="No space left on device"),
        ):
            fleet("migrate")

        assert not (tmp_path / f"{version}.json").exists()


class TestASquashedMigration:
    def test_is_recorded_where_its_parts_ran(self, release: Release, acme: Company) -> None:
        release("0100_nickname", NICKNAME)
        fleet("migrate")
        parts = 'replaces = [("attendance", "0100_nickname")]'
        release("0101_squashed", NICKNAME, attributes=parts, parent=LAST_MIGRATION)
        assert "2 companies wait" in status()[1]

        fleet("migrate")

        assert status()[1] == ""
        assert fingerprint_of(acme) == load_template().fingerprint


class TestThePlan:
    def test_is_the_sql_and_changes_nothing(self, release: Release, acme: Company) -> None:
        before = fingerprint_of(acme)
        release("0100_nickname", NICKNAME)
        release("0101_nothing", "migrations.RunPython(migrations.RunPython.noop)")

        output = fleet("migrate", "--plan")

        assert 'ALTER TABLE "attendance_punch" ADD COLUMN "nickname"' in output
        assert "CREATE INDEX" in output
        assert "-- attendance.0101_nothing\n-- Python, run in each company." in output
        assert "-- 2 companies such as " in output
        assert fingerprint_of(acme) == before
        assert not FleetRun.objects.exists()
        assert run_sql("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'plan%'") == []


class TestACompanyMadeDuringTheRun:
    def test_by_a_worker_of_the_release_before_is_brought_along(
        self, release: Release, build_company: Callable[..., Company]
    ) -> None:
        old = load_template()
        version = release("0100_nickname", NICKNAME)
        made: list[Company] = []
        migrate = CompanyMigrator.migrate

        def migrate_and_build(migrator: CompanyMigrator, schema: Any) -> None:
            if not made:
                with mock.patch.object(schemas, "load_template", return_value=old):
                    made.append(build_company())
            migrate(migrator, schema)

        with mock.patch.object(CompanyMigrator, "migrate", migrate_and_build), mock.patch.object(actions, "LOOK_PAUSE", 0):
            output = fleet("migrate", "--workers", "1")

        assert "3 companies migrated." in output
        assert Provisioning.objects.get(company=made[0]).template_version == version
        assert fingerprint_of(made[0]) == load_template().fingerprint

    def test_while_it_is_built_is_left_alone_and_looked_at_again(self, release: Release, acme: Company) -> None:
        release("0100_nickname", NICKNAME)
        before = fingerprint_of(acme)

        with owner_transaction() as builder, mock.patch.multiple(actions, LOOKS=2, LOOK_PAUSE=0):
            lock_schema(builder, acme.id)
            with pytest.raises(CommandError, match="1 failed: acme"):
                fleet("migrate")
            assert fingerprint_of(acme) == before
        assert "another process kept building" in status()[0]
        fleet("resume")

        assert fingerprint_of(acme) == load_template().fingerprint
        assert FleetRun.objects.count() == 1


class TestTwoRuns:
    def test_do_not_meet(self, owner_database: str) -> None:
        with actions._alone(), pytest.raises(CommandError, match="Another process"):
            fleet("migrate")

    def test_are_refused_to_the_webs_login(self, django_db_setup: None, django_db_blocker: Any) -> None:
        with django_db_blocker.unblock(), pytest.raises(CommandError, match="owns no schema"):
            fleet("migrate")
        enter_public()


class TestTheUsualCommands:
    @pytest.mark.parametrize("name", ["migrate", "migrate_schemas"])
    def test_point_to_this_one(self, name: str) -> None:
        with pytest.raises(CommandError, match="fleet migrate"):
            call_command(name)
