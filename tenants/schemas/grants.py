"""Who may do what in the database, said once: the web's login in public, a company's role in its own schema."""

import psycopg
from psycopg import sql

# What a company's role may read in public. Nothing: what a page needs of its company travels with the request.
PUBLIC_TABLES_READABLE_BY_COMPANIES: tuple[str, ...] = ()
# Rows that are facts: written once, never changed. A trigger refuses it too, for logins that own the tables.
APPEND_ONLY_TABLES = ("audit_auditevent", "attendance_punch")

Cursor = psycopg.Cursor[tuple[object, ...]]


def create_company_role(cursor: Cursor, *, role: str, members: list[str]) -> None:
    """Make a company's role, unless it is there, and let the logins in `members` switch to it but not inherit it."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        _run(cursor, "CREATE ROLE {role} NOLOGIN NOINHERIT", role=role)
    for member in members:
        _run(cursor, "GRANT {role} TO {member} WITH INHERIT FALSE, SET TRUE", role=role, member=member)


def grant_schema(cursor: Cursor, *, schema: str, role: str) -> None:
    """Give a company's role the use of its schema: rows, no structure, and facts only to be added."""
    _run(cursor, "GRANT USAGE ON SCHEMA {schema} TO {role}", schema=schema, role=role)
    _run(
        cursor,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        schema=schema,
        role=role,
    )
    _run(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}", schema=schema, role=role)
    for table in APPEND_ONLY_TABLES:
        _run(cursor, "REVOKE UPDATE, DELETE ON {schema}.{table} FROM {role}", schema=schema, table=table, role=role)
    _run(
        cursor,
        "REVOKE INSERT, UPDATE, DELETE ON {schema}.django_migrations FROM {role}",
        schema=schema,
        role=role,
    )


def grant_public(cursor: Cursor, *, web_login: str) -> None:
    """Give the web's login the platform's rows, and keep everybody else out of public."""
    _run(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC")
    _run(cursor, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    cursor.execute("SELECT current_database()")
    _run(cursor, "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC", database=str((cursor.fetchone() or [""])[0]))
    _run(cursor, "GRANT USAGE ON SCHEMA public, extensions TO PUBLIC")
    _run(cursor, "SELECT current_user = {login}", login=sql.Literal(web_login))
    if cursor.fetchone() == (True,):
        # One login for everything, as on a machine with only DATABASE_URL set: it owns the tables already.
        return
    _run(cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {login}", login=web_login)
    _run(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {login}", login=web_login)
    _run(cursor, "REVOKE UPDATE, DELETE ON public.audit_auditevent FROM {login}", login=web_login)
    _run(cursor, "REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {login}", login=web_login)


def _run(cursor: Cursor, statement: str, **names: str | sql.Composable) -> None:
    quoted = {key: value if isinstance(value, sql.Composable) else sql.Identifier(value) for key, value in names.items()}
    # The statements are this module's own literals; every name in them is quoted.
    cursor.execute(sql.SQL(statement).format(**quoted))
