"""What goes on around a run: who goes first, who goes away meanwhile, and who else might begin one."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError

from tenants.companies.models import Company
from tenants.fleet import actions, queries
from tenants.fleet.plans import make_plans
from tenants.fleet.queries import RUN_LOCK, read_fleet
from tenants.fleet.steps import CompanyMigrator
from tenants.fleet.tests.conftest import NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.schemas.actions import abandon_company
from tenants.schemas.locks import lock_schema
from tenants.schemas.owner import owner_transaction

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


def test_many_companies_are_read_in_several_statements(acme: Company, globex: Company) -> None:
    with owner_transaction() as cursor:
        in_one = read_fleet(cursor)
        with mock.patch.object(queries, "SCHEMAS_A_STATEMENT", 1):
            in_several = read_fleet(cursor)

    assert in_several == in_one
    assert all(schema.applied for schema in in_one)
    assert len(in_one) > 1


class TestACanary:
    """The next ones are it, until one company has been migrated."""

    @pytest.fixture
    def third(self, release: Release, build_company: Build, acme: Company, globex: Company) -> Company:
        """The largest. Acme is in the middle, and the migration fails there."""
        third = build_company()
        Company.objects.filter(pk=third.pk).update(people_count=1000)
        run_sql("ALTER TABLE attendance_punch ADD COLUMN extra int", inside=acme.schema_name)
        return third

    def test_that_somebody_builds_is_none(self, release: Release, globex: Company, third: Company) -> None:
        before = fingerprint_of(third)
        release("0100_nickname", NICKNAME)

        with owner_transaction() as builder:
            lock_schema(builder, globex.id)
            with pytest.raises(CommandError, match=r"0 companies migrated\. 1 failed: acme.*The canary failed"):
                fleet("migrate")

        assert fingerprint_of(third) == before

    def test_without_a_plan_is_none(self, release: Release, globex: Company, third: Company) -> None:
        before = fingerprint_of(third)
        run_sql("DELETE FROM django_migrations WHERE app = 'people' AND name LIKE '0001%'", inside=globex.schema_name)
        release("0100_nickname", NICKNAME)

        with pytest.raises(CommandError, match=r"0 companies migrated\. 2 failed: globex.*acme.*The canary failed"):
            fleet("migrate")

        assert fingerprint_of(third) == before


class TestACompanyThatGoesDuringTheRun:
    @pytest.mark.parametrize("moment", ["waves_of", "make_plans"])
    def test_is_no_failure(self, release: Release, build_company: Build, acme: Company, globex: Company, moment: str) -> None:
        third = build_company()
        release("0100_nickname", NICKNAME)
        then = getattr(actions, moment)

        def go(*args: Any, **options: Any) -> Any:
            Company.objects.filter(pk=third.pk).update(ready_at=None)
            abandon_company(company=third)
            return then(*args, **options)

        with mock.patch.object(actions, moment, go):
            assert "2 companies migrated." in fleet("migrate")

        assert status()[1] == ""

    def test_leaves_its_tables_alone_when_it_is_half_removed(
        self, release: Release, build_company: Build, acme: Company, globex: Company
    ) -> None:
        third = build_company()
        release("0100_nickname", NICKNAME)

        def close(*args: Any, **options: Any) -> Any:
            Company.objects.filter(pk=third.pk).update(ready_at=None)
            run_sql("DROP TABLE accounts_user CASCADE", inside=third.schema_name)
            return make_plans(*args, **options)

        with mock.patch.object(actions, "make_plans", close):
            assert "2 companies migrated." in fleet("migrate")

        assert status()[1] == ""


class TestALostLockOfTheRun:
    def test_ends_the_run(self, release: Release, acme: Company, globex: Company) -> None:
        before = fingerprint_of(acme)
        release("0100_nickname", NICKNAME)
        migrate = CompanyMigrator.migrate

        def lose_and_migrate(migrator: CompanyMigrator, schema: Any) -> None:
            # The other process of the suite has runs of its own, in another database of the same server.
            here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            locks = f"FROM pg_locks WHERE locktype = 'advisory' AND classid = {RUN_LOCK} AND {here}"
            run_sql(f"SELECT pg_terminate_backend(pid, 5000) {locks}")
            migrate(migrator, schema)

        with (
            mock.patch.object(CompanyMigrator, "migrate", lose_and_migrate),
            pytest.raises(CommandError, match="It broke off: the connection to the database was lost"),
        ):
            fleet("migrate")

        assert fingerprint_of(acme) == before
        assert "1 companies migrated." in fleet("resume")
