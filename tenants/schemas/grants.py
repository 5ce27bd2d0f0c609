"""Who may do what in the database, said once: the web's login in public, a company's role in its own schema."""

import psycopg
from psycopg import sql

# Every company's role is a member: what all of them may do in public is granted once, not a thousand times. Like all roles
# it belongs to the whole cluster; what it may do is said in each database.
COMPANIES_GROUP = "rooster_companies"
# All that a company's role reads in public, column by column: its own row and its own addresses. Public is not on a
# company's path, so such a statement names it. Row-level security narrows each table to what is the company's.
READABLE_IN_PUBLIC = {
    "companies_company": ("id", "name", "status", "trial_ends_at"),
    "companies_domain": ("tenant_id", "domain", "is_primary"),
    "features_entitlement": ("company_id", "plan_name", "employee_limit", "storage_gb", "location_limit"),
}
# What it adds to in public: jobs of its own, which it cannot read. A row of another company is refused.
ADDABLE_IN_PUBLIC = {
    "jobs_job": ("id", "company_id", "task", "arguments", "key", "request_id", "created_at", "not_before"),
}
_OWN_ROWS = {
    "companies_company": "role_name = current_user",
    # The inner table shows the company's own row alone.
    "companies_domain": "tenant_id IN (SELECT id FROM public.companies_company)",
    "features_entitlement": "company_id IN (SELECT id FROM public.companies_company)",
    "jobs_job": "company_id IN (SELECT id FROM public.companies_company)",
}
# Rows that are facts: written once, never changed. A trigger refuses it too, for logins that own the tables.
APPEND_ONLY_TABLES = (
    "audit_auditevent",
    "audit_readevent",
    "attendance_punch",
    "documents_acknowledgement",
    "structures_paystructureversion",
    "compensation_loanentry",
    "compensation_garnishmententry",
)

_COMMA = sql.SQL(", ")

Cursor = psycopg.Cursor[tuple[object, ...]]


def create_company_role(cursor: Cursor, *, role: str, members: list[str]) -> None:
    """Make a company's role, unless it is there, and let the logins in `members` switch to it but not inherit it."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        _run(cursor, "CREATE ROLE {role} NOLOGIN NOINHERIT", role=role)
    _run(cursor, "GRANT {group} TO {role} WITH INHERIT TRUE, SET FALSE", group=COMPANIES_GROUP, role=role)
    for member in members:
        _run(cursor, "GRANT {role} TO {member} WITH INHERIT FALSE, SET TRUE", role=role, member=member)


def drop_company_role(cursor: Cursor, *, role: str) -> None:
    """Drop a company's role, if it is there, with all that it was given or made, such as large objects."""
    cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
    owner, exists = cursor.fetchone() or ("", False)
    if exists:
        # Only who inherits a role's rights may drop what it owns; the membership goes with the role.
        _run(cursor, "GRANT {role} TO {owner} WITH INHERIT TRUE", role=role, owner=str(owner))
        _run(cursor, "DROP OWNED BY {role}", role=role)
        _run(cursor, "DROP ROLE {role}", role=role)


def grant_schema(cursor: Cursor, *, schema: str, role: str) -> None:
    """Give a company's role the use of its schema and nothing beyond: rows, no structure, and facts only to be added."""
    tables, sequences = (_COMMA.join(_relations(cursor, schema, kind)) for kind in "rS")
    # What somebody else has let it do goes. Tables are looked at first: to write their rights twice takes longer.
    if beyond := _relations(cursor, schema, "r", beyond=role):
        _run(cursor, "REVOKE ALL ON {tables} FROM {role}", tables=_COMMA.join(beyond), role=role)
    _run(cursor, "REVOKE ALL ON SEQUENCE {sequences} FROM {role}", sequences=sequences, role=role)
    _run(cursor, "REVOKE ALL ON SCHEMA {schema} FROM {role}", schema=schema, role=role)
    _run(cursor, "GRANT USAGE ON SCHEMA {schema} TO {role}", schema=schema, role=role)
    _run(cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {role}", tables=tables, role=role)
    _run(cursor, "GRANT USAGE, SELECT ON SEQUENCE {sequences} TO {role}", sequences=sequences, role=role)
    facts = _COMMA.join(sql.Identifier(schema, table) for table in APPEND_ONLY_TABLES)
    _run(cursor, "REVOKE UPDATE, DELETE ON {facts} FROM {role}", facts=facts, role=role)
    _run(
        cursor,
        "REVOKE INSERT, UPDATE, DELETE ON {schema}.django_migrations FROM {role}",
        schema=schema,
        role=role,
    )


def _relations(cursor: Cursor, schema: str, kind: str, *, beyond: str | None = None) -> list[sql.Identifier]:
    """A schema's tables or sequences, found by what depends on it: ON ALL TABLES IN SCHEMA reads all of the catalog.

    With `beyond`, the tables to which that role has a right that no company needs.
    """
    cursor.execute(
        """
        SELECT relname FROM pg_class
         WHERE relkind = %(kind)s AND oid = ANY (ARRAY(
               SELECT objid FROM pg_depend
                WHERE refclassid = 'pg_namespace'::regclass AND refobjid = %(schema)s::regnamespace
                  AND classid = 'pg_class'::regclass))
           AND (%(role)s::name IS NULL OR has_table_privilege(%(role)s, oid, 'TRUNCATE, TRIGGER, REFERENCES'))
        """,
        {"kind": kind, "schema": f'"{schema}"', "role": beyond},
    )
    return [sql.Identifier(schema, str(name)) for (name,) in cursor.fetchall()]


def grant_public(cursor: Cursor, *, web_login: str) -> None:
    """Give the web's login the platform's rows, and keep everybody else out of public."""
    _run(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC")
    _run(cursor, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    cursor.execute("SELECT current_database()")
    _run(cursor, "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC", database=str((cursor.fetchone() or [""])[0]))
    _run(cursor, "GRANT USAGE ON SCHEMA public, extensions TO PUBLIC")
    _grant_companies(cursor, web_login=web_login)
    _run(cursor, "SELECT current_user = {login}", login=sql.Literal(web_login))
    if cursor.fetchone() == (True,):
        # One login for everything, as on a machine with only DATABASE_URL set: it owns the tables already.
        return
    _run(cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {login}", login=web_login)
    _run(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {login}", login=web_login)
    _run(cursor, "REVOKE UPDATE, DELETE ON public.audit_auditevent, public.audit_readevent FROM {login}", login=web_login)
    _run(cursor, "REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {login}", login=web_login)


def _grant_companies(cursor: Cursor, *, web_login: str) -> None:
    """Let companies read what is theirs of the listed tables, and the web's login all rows as before."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [COMPANIES_GROUP])
    if cursor.fetchone() is None:
        _run(cursor, "CREATE ROLE {group} NOLOGIN NOINHERIT", group=COMPANIES_GROUP)
    # What an earlier release let them do is taken back first, also where it is not listed any more.
    _run(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {group}", group=COMPANIES_GROUP)
    cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND policyname LIKE 'own\\_rows%'")
    for table, policy in cursor.fetchall():
        _run(cursor, "DROP POLICY {policy} ON public.{table}", policy=str(policy), table=str(table))
    rights = [
        *(("SELECT", "USING", table, columns) for table, columns in READABLE_IN_PUBLIC.items()),
        *(("INSERT", "WITH CHECK", table, columns) for table, columns in ADDABLE_IN_PUBLIC.items()),
    ]
    for right, condition, table, columns in rights:
        usable = sql.SQL("{} ({})").format(sql.SQL(right), _COMMA.join(map(sql.Identifier, columns)))
        _run(cursor, "GRANT {usable} ON public.{table} TO {group}", usable=usable, table=table, group=COMPANIES_GROUP)
        own_rows = sql.SQL(f"FOR {right} TO PUBLIC {condition} ({_OWN_ROWS[table]})")
        _set_policy(cursor, table=table, policy=f"own_rows_{right.lower()}", rule=own_rows)
        everything = sql.SQL("FOR ALL TO {login} USING (true)").format(login=sql.Identifier(web_login))
        _set_policy(cursor, table=table, policy="platform", rule=everything)
        _run(cursor, "ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY", table=table)


def _set_policy(cursor: Cursor, *, table: str, policy: str, rule: sql.Composable) -> None:
    _run(cursor, "DROP POLICY IF EXISTS {policy} ON public.{table}", policy=policy, table=table)
    _run(cursor, "CREATE POLICY {policy} ON public.{table} {rule}", policy=policy, table=table, rule=rule)


def join_companies_group(cursor: Cursor) -> None:
    """Make the roles of companies that an earlier release made members of the group."""
    cursor.execute(
        """
        SELECT role_name FROM public.companies_company JOIN pg_roles ON rolname = role_name
         WHERE NOT EXISTS (
               SELECT 1 FROM pg_auth_members
                WHERE member = pg_roles.oid AND roleid = (SELECT oid FROM pg_roles WHERE rolname = %s))
        """,
        [COMPANIES_GROUP],
    )
    for (role,) in cursor.fetchall():
        _run(cursor, "GRANT {group} TO {role} WITH INHERIT TRUE, SET FALSE", group=COMPANIES_GROUP, role=str(role))


def _run(cursor: Cursor, statement: str, **names: str | sql.Composable) -> None:
    quoted = {key: value if isinstance(value, sql.Composable) else sql.Identifier(value) for key, value in names.items()}
    # The statements are this module's own literals; every name in them is quoted.
    cursor.execute(sql.SQL(statement).format(**quoted))
