"""Reads of the whole fleet. Call them as the owner: companies' schemas are nobody else's to look into."""

from dataclasses import dataclass
from functools import cache
from itertools import batched

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from tenants.fleet.rules import CompanySchema, Migration, Release
from tenants.schemas.fingerprint import tenant_labels
from tenants.schemas.template import current_version

Cursor = psycopg.Cursor[tuple[object, ...]]

# One statement reads that many schemas: PostgreSQL keeps a lock for each table until the transaction ends.
SCHEMAS_A_STATEMENT = 500

_COMPANIES = """
SELECT c.id, c.name, coalesce(d.domain, ''), c.schema_name, c.role_name, c.people_count,
       coalesce(p.state, ''), coalesce(p.error, ''), p.template_version,
       n.oid IS NOT NULL, r.oid IS NOT NULL, t.oid IS NOT NULL,
       coalesce(m.error, ''), coalesce(k.problem, '')
  FROM public.companies_company c
  LEFT JOIN public.companies_domain d ON d.tenant_id = c.id AND d.is_primary
  LEFT JOIN public.schemas_provisioning p ON p.company_id = c.id
  LEFT JOIN public.fleet_schemacheck k ON k.company_id = c.id
  LEFT JOIN public.fleet_companymigration m ON m.company_id = c.id AND m.state = 'failed'
       AND m.run_id = (SELECT id FROM public.fleet_fleetrun ORDER BY started_at DESC LIMIT 1)
  LEFT JOIN pg_namespace n ON n.nspname = c.schema_name
  LEFT JOIN pg_roles r ON r.rolname = c.role_name
  LEFT JOIN pg_class t ON t.relnamespace = n.oid AND t.relname = 'django_migrations'
 -- Neither ready nor being built: it is being deleted, or is a tombstone.
 WHERE c.ready_at IS NOT NULL OR p.id IS NOT NULL
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
    """The newest run; *running* while no process runs it means that it was killed."""

    version: str
    state: str
    note: str


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
    """Every company's schema as it is now, oldest first."""
    cursor.execute(_COMPANIES)
    companies = cursor.fetchall()
    applied = read_applied(cursor, [str(row[3]) for row in companies if row[11]])
    return [CompanySchema(*row[:11], applied.get(str(row[3])), *row[12:]) for row in companies]  # type: ignore[arg-type, call-arg]


def read_applied(cursor: Cursor, schema_names: list[str]) -> dict[str, frozenset[Migration]]:
    """The migrations that schemas have, by their own record, for many schemas in one statement."""
    one = sql.SQL(
        "({name}, (SELECT string_agg(app || '.' || name, ' ' ORDER BY app, name) FROM {schema}.django_migrations"
        " WHERE app = ANY({labels})))"
    )
    found: dict[str, frozenset[Migration]] = {}
    # Companies have the same few sets, and a thousand copies would be slow to take apart.
    sets: dict[str, frozenset[Migration]] = {}
    for names in batched(schema_names, SCHEMAS_A_STATEMENT):
        rows = [one.format(name=name, schema=sql.Identifier(name), labels=sql.Literal(tenant_labels())) for name in names]
        cursor.execute(sql.SQL("SELECT * FROM (VALUES {}) AS applied").format(sql.SQL(", ").join(rows)))
        for name, text in cursor.fetchall():
            if text not in sets:
                sets[str(text)] = frozenset(_migration(word) for word in str(text or "").split())
            found[str(name)] = sets[str(text)]
    return found


def _migration(text: str) -> Migration:
    label, _dot, name = text.partition(".")
    return label, name


def read_strays(cursor: Cursor) -> list[str]:
    """Schemas and roles that are named like a company's and belong to none."""
    cursor.execute(_STRAYS)
    return [str(row[0]) for row in cursor.fetchall()]


def read_last_run(cursor: Cursor) -> LastRun | None:
    """The newest run, if there was one."""
    cursor.execute("SELECT version, state, note FROM public.fleet_fleetrun ORDER BY started_at DESC LIMIT 1")
    row = cursor.fetchone()
    return LastRun(*map(str, row)) if row else None
