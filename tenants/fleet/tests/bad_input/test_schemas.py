"""Schemas and roles that are not as the platform left them."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django_tenants.utils import tenant_context

from tenants.companies.models import Company
from tenants.fleet.tests.bad_input.mending import assert_mended, migrate_with_one_failure
from tenants.fleet.tests.conftest import NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.schemas.actions import make_schema, provision_company
from tenants.schemas.grants import drop_company_role
from tenants.schemas.locks import lock_schema
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import load_template

Build = Callable[..., Company]


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
