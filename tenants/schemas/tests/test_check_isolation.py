"""The proof that companies are apart finds what an operator's hand, a restore or a migration has opened."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from core.tenancy import enter_public
from tenants.companies.models import Company
from tenants.schemas import isolation
from tenants.schemas.isolation import find_leaks
from tenants.schemas.owner import owner_transaction


@pytest.fixture
def companies(acme: Company, globex: Company) -> tuple[Company, Company]:
    enter_public()
    return acme, globex


@contextmanager
def changed(statement: str, **names: sql.Composable) -> Iterator[None]:
    """Look at the database as it would be after the statement, which is rolled back."""
    with owner_transaction() as cursor:
        cursor.execute(sql.SQL(statement).format(**names))

        @contextmanager
        def same() -> Iterator[psycopg.Cursor[tuple[object, ...]]]:
            yield cursor

        with mock.patch.object(isolation, "owner_transaction", same):
            yield
        cursor.connection.rollback()


def test_companies_as_provisioned_are_apart(companies: tuple[Company, Company]) -> None:
    said = io.StringIO()
    call_command("check_isolation", stdout=said)
    assert said.getvalue() == "2 companies are kept apart.\n"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("GRANT USAGE ON SCHEMA {other} TO {role}", "may enter the schema"),
        ("GRANT CREATE ON SCHEMA {own} TO {role}", "may make things in the schema"),
        ("GRANT CREATE ON SCHEMA public TO {role}", "may make things in the schema public"),
        ("GRANT SELECT ON public.companies_company TO {role}", "may SELECT the column owner_email of public.companies_company"),
        ("GRANT SELECT (email) ON public.accounts_user TO {role}", "may SELECT the column email of public.accounts_user"),
        ("GRANT SELECT ON public.signup_registration TO {role}", "may run SELECT"),
        ("GRANT DELETE ON public.companies_company TO {role}", "may run DELETE"),
        ("GRANT UPDATE ON {own}.attendance_punch TO {role}", "may run UPDATE"),
        ("GRANT TRUNCATE ON {own}.attendance_punch TO {role}", "may TRUNCATE t_"),
        ("REVOKE INSERT ON {own}.people_employee FROM {role}", "may not run INSERT"),
        ("REVOKE SELECT ON {own}.people_employee FROM {role}", "may not run SELECT"),
        ("ALTER ROLE {role} CREATEDB", "powers or memberships"),
        ("GRANT {other_role} TO {role}", "powers or memberships"),
        ("GRANT TEMPORARY ON DATABASE {database} TO {role}", "powers or memberships"),
        ("ALTER SCHEMA {own} RENAME TO elsewhere", "schema t_"),
        ("ALTER ROLE {role} RENAME TO somebody", "role t_"),
    ],
)
def test_what_is_not_as_it_must_be_is_named(companies: tuple[Company, Company], statement: str, expected: str) -> None:
    acme, globex = companies
    names = {
        "role": sql.Identifier(acme.role_name),
        "own": sql.Identifier(acme.schema_name),
        "other": sql.Identifier(globex.schema_name),
        "other_role": sql.Identifier(globex.role_name),
        "database": sql.Identifier(str(connection.settings_dict["NAME"])),
    }
    said = io.StringIO()
    with changed(statement, **names), pytest.raises(CommandError, match="1 of 2"):
        call_command("check_isolation", stderr=said)
    assert "Acme Robotics" in said.getvalue()
    assert expected in said.getvalue()


def test_rows_of_others_in_public_are_noticed(django_db_setup: None, django_db_blocker: Any) -> None:
    # Without a transaction of the test's own, which would hold the table against the change.
    with django_db_blocker.unblock():
        acme = Company.objects.get(name="Acme Robotics")
        with changed("ALTER TABLE public.companies_company DISABLE ROW LEVEL SECURITY"):
            assert find_leaks(acme) == ["sees rows of public.companies_company that are not its own, or not its own"]
