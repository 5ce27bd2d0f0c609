"""Whatever somebody alters in a schema alters its fingerprint."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from core.tenancy import in_public
from tenants.companies.models import Company
from tenants.schemas.fingerprint import fingerprint_schema, state_of_schema
from tenants.schemas.owner import owner_transaction

Cursor = psycopg.Cursor[tuple[object, ...]]


@pytest.fixture
def acme(django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
    """Without a transaction of the test's own, which would hold the tables against the owner's."""
    with django_db_blocker.unblock(), in_public():
        yield Company.objects.get(name="Acme Robotics")


@pytest.fixture
def owner(acme: Company) -> Iterator[Cursor]:
    """The owner's transaction, rolled back."""
    with owner_transaction() as cursor:
        yield cursor
        cursor.connection.rollback()


def _alter(cursor: Cursor, company: Company, *statements: str) -> str:
    """Run them in the company's schema; its fingerprint afterwards."""
    cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{company.schema_name}", extensions'])
    for statement in statements:
        cursor.execute(statement.encode())
    return fingerprint_schema(cursor, company.schema_name)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE people_employee ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_employee FORCE ROW LEVEL SECURITY",
        "CREATE POLICY everybody ON people_employee USING (true)",
        "ALTER TABLE django_session SET UNLOGGED",
        "CREATE VIEW names AS SELECT first_name FROM people_employee",
        "ALTER TABLE people_employee ADD COLUMN extra int",
        "DROP TRIGGER punch_append_only ON attendance_punch",
    ],
)
def test_a_change_is_seen(acme: Company, owner: Cursor, statement: str) -> None:
    before = fingerprint_schema(owner, acme.schema_name)

    assert _alter(owner, acme, statement) != before


def test_what_a_view_shows_is_seen(acme: Company, owner: Cursor) -> None:
    before = _alter(owner, acme, "CREATE VIEW names AS SELECT first_name AS name FROM people_employee")

    assert _alter(owner, acme, "CREATE OR REPLACE VIEW names AS SELECT last_name AS name FROM people_employee") != before


def test_whom_a_policy_lets_see_what_is_seen(acme: Company, owner: Cursor) -> None:
    before = _alter(owner, acme, "CREATE POLICY everybody ON people_employee USING (true)")

    assert _alter(owner, acme, "ALTER POLICY everybody ON people_employee USING (first_name = current_user)") != before


def test_an_index_that_is_not_valid_is_seen(acme: Company, owner: Cursor) -> None:
    # As one whose building broke off: it is there, and nothing uses it.
    before = _alter(
        owner,
        acme,
        "CREATE TABLE whole (id int) PARTITION BY LIST (id)",
        "CREATE TABLE part PARTITION OF whole FOR VALUES IN (1)",
        "CREATE INDEX part_id ON part (id)",
        "CREATE INDEX whole_id ON ONLY whole (id)",
    )

    assert _alter(owner, acme, "ALTER INDEX whole_id ATTACH PARTITION part_id") != before


class TestState:
    def test_is_one_for_companies_that_are_alike(self, owner: Cursor, acme: Company) -> None:
        globex = Company.objects.get(name="Globex")

        states = {state_of_schema(owner, each.schema_name, each.role_name) for each in (acme, globex)}

        assert len(states) == 1

    @pytest.mark.parametrize(
        "change",
        [
            "ALTER TABLE {schema}.people_employee ADD COLUMN nickname text",
            "ALTER TABLE {schema}.people_employee ALTER COLUMN first_name TYPE varchar(81)",
            "ALTER TABLE {schema}.people_employee ALTER COLUMN first_name SET DEFAULT 'Carol'",
            "ALTER TABLE {schema}.people_employee ALTER COLUMN number DROP NOT NULL",
            "ALTER TABLE {schema}.people_employee RENAME COLUMN first_name TO given_name",
            "ALTER TABLE {schema}.people_employee ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE {schema}.people_employee ADD CHECK (number > 0)",
            "ALTER TABLE {schema}.people_employee DROP CONSTRAINT people_employee_number_key",
            "CREATE INDEX lower_name ON {schema}.people_employee (lower(first_name)) WHERE number > 1",
            "ALTER TABLE {schema}.audit_auditevent DISABLE TRIGGER USER",
            "CREATE POLICY everybody ON {schema}.people_employee USING (true)",
            "CREATE FUNCTION {schema}.one() RETURNS int LANGUAGE sql RETURN 1",
            "CREATE SEQUENCE {schema}.numbers",
            "CREATE TYPE {schema}.mood AS ENUM ('good')",
            "CREATE VIEW {schema}.names AS SELECT first_name FROM {schema}.people_employee",
            "GRANT TRUNCATE ON {schema}.people_employee TO {role}",
            "GRANT UPDATE (actor_label) ON {schema}.audit_auditevent TO PUBLIC",
            "REVOKE USAGE ON SCHEMA {schema} FROM {role}",
            "GRANT CREATE ON SCHEMA {schema} TO {role}",
        ],
    )
    def test_changes_with_structure_and_rights(self, owner: Cursor, acme: Company, change: str) -> None:
        before = state_of_schema(owner, acme.schema_name, acme.role_name)

        owner.execute(change.format(schema=acme.schema_name, role=acme.role_name).encode())

        assert state_of_schema(owner, acme.schema_name, acme.role_name) != before
