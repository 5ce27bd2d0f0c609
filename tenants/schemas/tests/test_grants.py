"""Saying the rights again takes away what somebody else, or an earlier release, has given."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from core.tenancy import in_public
from tenants.companies.models import Company
from tenants.schemas import grants
from tenants.schemas.owner import owner_transaction

Cursor = psycopg.Cursor[tuple[object, ...]]


@pytest.fixture
def owner(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cursor]:
    """The owner's transaction, rolled back; without one of the test's own, which would hold the tables against it."""
    with django_db_blocker.unblock(), in_public(), owner_transaction() as cursor:
        yield cursor
        cursor.connection.rollback()


def _may(cursor: Cursor, role: str, table: str) -> set[object]:
    """What a role may do to a table, as a whole or by column."""
    verbs = ["SELECT", "INSERT", "UPDATE", "REFERENCES"]
    by_column = "SELECT verb FROM unnest(%s::text[]) AS verb WHERE has_any_column_privilege(%s, %s, verb)"
    found = cursor.execute(by_column, [verbs, role, table]).fetchall()
    as_a_whole = "SELECT verb FROM unnest(%s::text[]) AS verb WHERE has_table_privilege(%s, %s, verb)"
    return {verb for (verb,) in found + cursor.execute(as_a_whole, [["DELETE", "TRUNCATE", "TRIGGER"], role, table]).fetchall()}


class TestInPublic:
    @pytest.mark.parametrize("right", ["SELECT", "SELECT (email)", "DELETE"])
    def test_a_table_that_is_not_listed_any_more_is_closed(self, owner: Cursor, right: str) -> None:
        owner.execute(f"GRANT {right} ON public.accounts_user TO {grants.COMPANIES_GROUP}".encode())

        grants.grant_public(owner, web_login=settings.WEB_LOGIN)

        assert _may(owner, grants.COMPANIES_GROUP, "public.accounts_user") == set()

    def test_the_policy_of_an_earlier_release_goes(self, owner: Cursor) -> None:
        owner.execute("CREATE POLICY own_rows ON public.accounts_user USING (true)")

        grants.grant_public(owner, web_login=settings.WEB_LOGIN)

        owner.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND policyname <> 'platform'")
        assert set(owner.fetchall()) == {
            ("companies_company", "own_rows_select"),
            ("companies_domain", "own_rows_select"),
            ("features_entitlement", "own_rows_select"),
            ("jobs_job", "own_rows_insert"),
        }

    def test_one_table_can_be_read_and_added_to(self, owner: Cursor) -> None:
        with mock.patch.dict(grants.ADDABLE_IN_PUBLIC, {"companies_domain": ("id",)}):
            grants.grant_public(owner, web_login=settings.WEB_LOGIN)

        assert _may(owner, grants.COMPANIES_GROUP, "public.companies_domain") == {"SELECT", "INSERT"}
        owner.execute("SELECT policyname FROM pg_policies WHERE tablename = 'companies_domain' ORDER BY 1")
        assert owner.fetchall() == [("own_rows_insert",), ("own_rows_select",), ("platform",)]


class TestInACompany:
    def test_nothing_beyond_its_rights_is_left(self, owner: Cursor) -> None:
        acme = Company.objects.get(name="Acme Robotics")
        names = {"role": sql.Identifier(acme.role_name), "own": sql.Identifier(acme.schema_name)}
        for statement in (
            "GRANT ALL ON {own}.attendance_punch TO {role}",
            "GRANT UPDATE (kind) ON {own}.attendance_punch TO {role}",
            "GRANT CREATE ON SCHEMA {own} TO {role}",
            "GRANT UPDATE ON SEQUENCE {own}.django_migrations_id_seq TO {role}",
        ):
            owner.execute(sql.SQL(statement).format(**names))

        grants.grant_schema(owner, schema=acme.schema_name, role=acme.role_name)

        assert _may(owner, acme.role_name, f"{acme.schema_name}.attendance_punch") == {"SELECT", "INSERT"}
        assert _may(owner, acme.role_name, f"{acme.schema_name}.people_employee") == {"SELECT", "INSERT", "UPDATE", "DELETE"}
        owner.execute(
            "SELECT has_schema_privilege(%(role)s, %(own)s, 'USAGE'), has_schema_privilege(%(role)s, %(own)s, 'CREATE'),"
            " has_sequence_privilege(%(role)s, %(own)s || '.django_migrations_id_seq', 'UPDATE')",
            {"role": acme.role_name, "own": acme.schema_name},
        )
        assert owner.fetchone() == (True, False, False)
