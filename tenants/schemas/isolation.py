"""Proves on the database itself that companies are apart: tries, as each company's role, what must work and what must not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from tenants.companies.models import Company
from tenants.schemas.grants import ADDABLE_IN_PUBLIC, APPEND_ONLY_TABLES, COMPANIES_GROUP, READABLE_IN_PUBLIC
from tenants.schemas.owner import owner_transaction

Cursor = psycopg.Cursor[tuple[object, ...]]

# Runs each attempt as the company's role and says which went otherwise than it must. Rights are checked before rows are
# looked for, so with a condition that is never true nothing is read or changed.
_TRY = """
DO $try$
DECLARE
    attempt record;
    surprises text[] := '{}';
BEGIN
    FOR attempt IN
        SELECT * FROM jsonb_to_recordset(current_setting('rooster.attempts')::jsonb) AS a (statement text, allowed boolean)
    LOOP
        BEGIN
            EXECUTE attempt.statement;
            IF NOT attempt.allowed THEN surprises := surprises || ('may run ' || attempt.statement); END IF;
        EXCEPTION WHEN insufficient_privilege THEN
            IF attempt.allowed THEN surprises := surprises || ('may not run ' || attempt.statement); END IF;
        WHEN OTHERS THEN
            -- Its rights let it pass, and something behind them refused, such as the trigger of facts.
            surprises := surprises || ('may run ' || attempt.statement || ', which fails: ' || SQLERRM);
        END;
    END LOOP;
    PERFORM set_config('rooster.surprises', array_to_json(surprises)::text, true);
END
$try$
"""
_TABLES = """
SELECT c.relname, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum LIMIT 1)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1
"""
_SCHEMA_RIGHTS = """
SELECT CASE WHEN can_make THEN 'may make things in' ELSE 'may enter' END || ' the schema ' || nspname
  FROM pg_namespace, has_schema_privilege(%s, oid, 'CREATE') AS can_make
 WHERE can_make OR has_schema_privilege(%s, oid, 'USAGE')
       AND nspname NOT IN (%s, 'public', 'extensions', 'pg_catalog', 'information_schema') ORDER BY 1
"""
# The attempts below name one column of each table; what is given column by column is compared with the lists.
_COLUMN_RIGHTS = """
SELECT verb, relname, attname
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
       unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS verb
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND has_column_privilege(%s, c.oid, a.attnum, verb)
"""
# Rights that no company needs, and that no statement without an effect would try.
_TABLE_RIGHTS = """
SELECT verb, c.oid::regclass
  FROM pg_class c, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) AS verb
 WHERE c.relnamespace IN (to_regnamespace(%s), 'public'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND has_table_privilege(%s, c.oid, verb) ORDER BY 1, 2
"""
# Temporary tables stay on a connection that goes on to the next company. That nobody may make them is no part of a dump or a
# copy of the database, so a restore loses it until `migrate_shared` says it again.
_POWERS = """
SELECT rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
       OR has_database_privilege(oid, current_database(), 'TEMPORARY'),
       ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid)
  FROM pg_roles WHERE rolname = %s
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A statement that a company's role may run, or may not."""

    statement: str
    allowed: bool


def find_leaks(company: Company) -> list[str]:
    """What is not as it must be between this company and everything else, in words for an operator; empty when all is well."""
    with owner_transaction() as cursor:
        cursor.execute(_POWERS, [company.role_name])
        powers = cursor.fetchone()
        if powers is None:
            return [f"its role {company.role_name} is missing"]
        own = _tables(cursor, company.schema_name)
        if not own:
            return [f"its schema {company.schema_name} is missing or empty"]
        leaks = [] if powers == (False, [COMPANIES_GROUP]) else [f"its role has powers or memberships beyond {COMPANIES_GROUP}"]
        cursor.execute(_SCHEMA_RIGHTS, [company.role_name, company.role_name, company.schema_name])
        leaks += [str(said) for (said,) in cursor.fetchall()]
        cursor.execute(_COLUMN_RIGHTS, [company.role_name])
        beyond = {*cursor.fetchall()} - {*_listed_columns()}
        leaks += [f"may {verb} the column {column} of public.{table}" for verb, table, column in sorted(beyond)]
        cursor.execute(_TABLE_RIGHTS, [company.schema_name, company.role_name])
        leaks += [f"may {verb} {table}" for verb, table in cursor.fetchall()]
        attempts = [*_own_attempts(cursor, company.schema_name, own), *_public_attempts(cursor, _tables(cursor, "public"))]
        return [*leaks, *_surprises(cursor, company, attempts)]


def _tables(cursor: Cursor, schema: str) -> list[tuple[str, str]]:
    """Each table with its first column."""
    cursor.execute(_TABLES, [schema])
    return [(str(table), str(column)) for table, column in cursor.fetchall()]


def _own_attempts(cursor: Cursor, schema: str, tables: list[tuple[str, str]]) -> Iterator[Attempt]:
    for table, column in tables:
        writes = table != "django_migrations"
        changes = writes and table not in APPEND_ONLY_TABLES
        for verb, statement in _statements(cursor, schema, table, column).items():
            yield Attempt(statement, {"SELECT": True, "INSERT": writes, "UPDATE": changes, "DELETE": changes}[verb])


def _listed_columns() -> Iterator[tuple[str, str, str]]:
    rights: dict[str, Mapping[str, tuple[str, ...]]] = {"SELECT": READABLE_IN_PUBLIC, "INSERT": ADDABLE_IN_PUBLIC}
    return ((verb, table, column) for verb, tables in rights.items() for table, columns in tables.items() for column in columns)


def _public_attempts(cursor: Cursor, tables: list[tuple[str, str]]) -> Iterator[Attempt]:
    listed = {*_listed_columns()}
    for table, column in tables:
        for verb, statement in _statements(cursor, "public", table, column).items():
            yield Attempt(statement, allowed=(verb, table, column) in listed)
    # A row of nobody: refused for its company before the table would refuse it for its empty task.
    yield Attempt("INSERT INTO public.jobs_job (company_id, task) VALUES (gen_random_uuid(), '')", allowed=False)


def _statements(cursor: Cursor, schema: str, table: str, column: str) -> dict[str, str]:
    names = {"table": sql.Identifier(schema, table), "column": sql.Identifier(column)}
    patterns = {
        "SELECT": "SELECT {column} FROM {table} WHERE false",
        "INSERT": "INSERT INTO {table} ({column}) SELECT NULL WHERE false",
        "UPDATE": "UPDATE {table} SET {column} = DEFAULT WHERE false",
        "DELETE": "DELETE FROM {table} WHERE false",
    }
    return {verb: sql.SQL(pattern).format(**names).as_string(cursor) for verb, pattern in patterns.items()}


def _surprises(cursor: Cursor, company: Company, attempts: list[Attempt]) -> list[str]:
    listed = json.dumps([{"statement": each.statement, "allowed": each.allowed} for each in attempts])
    cursor.execute(
        "SELECT set_config('rooster.attempts', %s, true), set_config('role', %s, true)",
        [listed, company.role_name],
    )
    cursor.execute(_TRY)
    cursor.execute("SELECT current_setting('rooster.surprises')")
    (found,) = cursor.fetchone() or ("[]",)
    surprises = [str(each) for each in json.loads(str(found))]
    cursor.execute("SELECT count(*) FILTER (WHERE id = %s), count(*) FROM public.companies_company", [company.id])
    if cursor.fetchone() != (1, 1):
        surprises.append("sees rows of public.companies_company that are not its own, or not its own")
    return surprises
