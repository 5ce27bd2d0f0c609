"""Reads of the whole fleet. Call them as the owner: companies' schemas are nobody else's to look into."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import batched

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import errors, sql

from tenants.fleet.rules import CompanySchema, Migration, Release
from tenants.schemas.fingerprint import tenant_labels
from tenants.schemas.grants import COMPANIES_GROUP
from tenants.schemas.locks import SCHEMA_LOCKS
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import current_version

Cursor = psycopg.Cursor[tuple[object, ...]]

# Separates the lock of runs from any other use of advisory locks.
RUN_LOCK = 7302
# One statement reads that many schemas: PostgreSQL keeps a lock for each table until the transaction ends.
SCHEMAS_A_STATEMENT = 125
# While the fleet is read, a company may be dropped; then it is read again.
READS = 3

# A company that is not ready and has nothing to be built is on its way out, table by table, or a tombstone.
_COMPANIES = """
WITH held AS (
    SELECT locktype, relation, classid, objid, mode, pid FROM pg_locks
     WHERE granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
SELECT c.id, c.name, coalesce(d.domain, ''), c.schema_name, c.role_name, c.people_count,
       coalesce(p.state, ''), coalesce(p.error, ''), p.template_version,
       n.oid IS NOT NULL,
       coalesce(pg_has_role(%(web)s, r.oid, 'SET') AND pg_has_role(r.oid, to_regrole(%(group)s), 'USAGE'), false),
       EXISTS (SELECT 1 FROM held WHERE locktype = 'advisory' AND classid = %(locks)s
                  AND objid = (hashtext(c.id::text)::bigint & 4294967295)::oid),
       (SELECT min(pid) FROM held WHERE relation = t.oid AND mode = 'AccessExclusiveLock'),
       coalesce(m.error, ''), coalesce(k.problem, ''), t.oid IS NOT NULL
  FROM public.companies_company c
  LEFT JOIN public.companies_domain d ON d.tenant_id = c.id AND d.is_primary
  LEFT JOIN public.schemas_provisioning p ON p.company_id = c.id
  LEFT JOIN public.fleet_schemacheck k ON k.company_id = c.id
  LEFT JOIN public.fleet_companymigration m ON m.company_id = c.id AND m.state = 'failed'
       AND m.run_id = (SELECT id FROM public.fleet_fleetrun ORDER BY started_at DESC LIMIT 1)
  LEFT JOIN pg_namespace n ON n.nspname = c.schema_name
  LEFT JOIN pg_roles r ON r.rolname = c.role_name
  LEFT JOIN pg_class t ON t.relnamespace = n.oid AND t.relname = 'django_migrations'
 WHERE c.ready_at IS NOT NULL OR p.state <> 'ready'
 ORDER BY c.id
"""
# What is named like ours and belongs to no company: killed runs leave scratch schemas, botched removals the rest.
_STRAYS = """
SELECT 'schema ' || nspname FROM pg_namespace
 WHERE nspname ~ '^(t|template|plan)_[0-9a-f]{32}$'
   AND NOT EXISTS (SELECT 1 FROM public.companies_company WHERE schema_name = nspname)
UNION ALL
SELECT 'role ' || rolname FROM pg_roles
 WHERE rolname ~ ('^t_[0-9a-f]{32}__' || current_database() || '$')
   AND NOT EXISTS (SELECT 1 FROM public.companies_company WHERE role_name = rolname)
ORDER BY 1
"""


@dataclass(frozen=True)
class LastRun:
    """The newest run; *running* while no process goes on with it means that it was killed."""

    version: str
    state: str
    note: str
    goes_on: bool


@cache
def current_release() -> Release:
    """What this release wants, read from the files of its migrations."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    labels = set(tenant_labels())
    order = [node for leaf in loader.graph.leaf_nodes() for node in loader.graph.forwards_plan(leaf)]
    files = {key: tuple(migration.replaces) for key, migration in loader.disk_migrations.items()}
    return Release(
        version=current_version(),
        migrations=tuple(node for node in dict.fromkeys(order) if node[0] in labels),
        replaced={key: replaces for key, replaces in files.items() if replaces},
        known=frozenset(files) | {part for replaces in files.values() for part in replaces},
    )


def read_fleet(cursor: Cursor) -> list[CompanySchema]:
    """Every company's schema as it is now, oldest first; without those that are being removed."""
    for _read in range(READS - 1):
        with suppress(errors.UndefinedTable, errors.LockNotAvailable), cursor.connection.transaction():
            return _read_fleet(cursor)
    return _read_fleet(cursor)


def _read_fleet(cursor: Cursor) -> list[CompanySchema]:
    cursor.execute(_COMPANIES, {"web": settings.WEB_LOGIN, "group": COMPANIES_GROUP, "locks": SCHEMA_LOCKS})
    companies = [(CompanySchema(*row[:-1]), row[-1]) for row in cursor.fetchall()]  # type: ignore[arg-type]
    readable = [schema.schema_name for schema, has_record in companies if has_record and not schema.locked_by]
    batches = list(batched(readable, SCHEMAS_A_STATEMENT))
    if len(batches) > 1:
        # Most of it is PostgreSQL opening tables, so two sessions are twice as fast.
        with ThreadPoolExecutor(2) as sessions:
            found = list(sessions.map(_read_beside, batches))
    else:
        found = [read_applied(cursor, names) for names in batches]
    applied = {name: migrations for part in found for name, migrations in part.items()}
    return [replace(schema, applied=applied.get(schema.schema_name)) for schema, _has_record in companies]


def _read_beside(schema_names: Sequence[str]) -> dict[str, frozenset[Migration]]:
    with owner_transaction() as cursor:
        return read_applied(cursor, schema_names)


def read_applied(cursor: Cursor, schema_names: Sequence[str]) -> dict[str, frozenset[Migration]]:
    """The migrations that schemas have, by their own record; at most SCHEMAS_A_STATEMENT schemas, in one statement."""
    one = sql.SQL("SELECT {name}, string_agg(app || '.' || name, ' ') FROM {schema}.django_migrations")
    rows = [one.format(name=name, schema=sql.Identifier(name)) for name in schema_names]
    cursor.execute(sql.SQL(" UNION ALL ").join(rows))
    texts = {str(name): str(text or "") for name, text in cursor.fetchall()}
    # Companies have the same few sets, and a thousand copies would be slow to take apart.
    sets = {text: frozenset(_migrations(text)) for text in set(texts.values())}
    return {name: sets[text] for name, text in texts.items()}


def _migrations(text: str) -> Iterator[Migration]:
    labels = frozenset(tenant_labels())
    for word in text.split():
        label, _dot, name = word.partition(".")
        if label in labels:
            yield label, name


def read_strays(cursor: Cursor) -> list[str]:
    """Schemas and roles that are named like a company's and belong to none. A run has a schema of its own, too."""
    cursor.execute(_STRAYS)
    return [str(row[0]) for row in cursor.fetchall()]


def read_last_run(cursor: Cursor) -> LastRun | None:
    """The newest run, if there was one."""
    cursor.execute(
        "SELECT version, state, note, EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        " FROM public.fleet_fleetrun ORDER BY started_at DESC LIMIT 1",
        [RUN_LOCK],
    )
    row = cursor.fetchone()
    return LastRun(*row) if row else None  # type: ignore[arg-type]
