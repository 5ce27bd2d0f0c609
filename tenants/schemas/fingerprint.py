"""The structure of a schema as one hash: equal structures, equal hashes, whatever the schema is called.

Rights are no part of it: they name the company's role, are set anew by every build and migration (`grants.py`), and
`isolation.py` tries them.
"""

import hashlib
import re
from functools import cache, lru_cache

import psycopg
from django.apps import apps
from django.conf import settings

# Everything a migration can make, as PostgreSQL itself prints it. With the schema alone on the search path the printed
# definitions name no schema, so two schemas can be compared. What belongs to a schema is found by its dependencies and then
# by number: the catalogs have no index that begins with the schema, and with a thousand companies they are long.
_STRUCTURE = """
WITH members AS (
    SELECT classid, objid FROM pg_depend
     WHERE refclassid = 'pg_namespace'::regclass AND refobjid = %(schema)s::regnamespace
), relations AS (
    SELECT oid, relname, relkind, relpersistence, relrowsecurity, relforcerowsecurity FROM pg_class
     WHERE oid = ANY (ARRAY(SELECT objid FROM members WHERE classid = 'pg_class'::regclass))
)
SELECT 'relation', c.relname, c.relkind::text, c.relpersistence::text, c.relrowsecurity::text, c.relforcerowsecurity::text,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) ELSE '' END, ''
  FROM relations c WHERE c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT 'policy', c.relname, p.polname, p.polcmd::text, p.polpermissive::text, p.polroles::regrole[]::text,
       coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
  FROM pg_policy p JOIN relations c ON c.oid = p.polrelid
 WHERE p.polrelid = ANY (ARRAY(SELECT oid FROM relations))
UNION ALL
SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
       coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity::text, a.attgenerated::text
  FROM pg_attribute a
  JOIN relations c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm')
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE a.attrelid = ANY (ARRAY(SELECT oid FROM relations)) AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid), k.condeferrable::text, k.condeferred::text,
       k.convalidated::text, ''
  FROM pg_constraint k JOIN relations c ON c.oid = k.conrelid
 WHERE k.conrelid = ANY (ARRAY(SELECT oid FROM relations))
UNION ALL
SELECT 'index', c.relname, i.indisvalid::text, replace(pg_get_indexdef(i.indexrelid), %(schema)s::text || '.', ''), '', '', '', ''
  FROM pg_index i JOIN relations c ON c.oid = i.indrelid
 WHERE i.indrelid = ANY (ARRAY(SELECT oid FROM relations))
UNION ALL
SELECT 'trigger', c.relname, t.tgname, replace(pg_get_triggerdef(t.oid), %(schema)s::text || '.', ''), t.tgenabled::text,
       '', '', ''
  FROM pg_trigger t JOIN relations c ON c.oid = t.tgrelid
 WHERE t.tgrelid = ANY (ARRAY(SELECT oid FROM relations)) AND NOT t.tgisinternal
UNION ALL
SELECT 'function', p.proname, replace(pg_get_functiondef(p.oid), %(schema)s::text || '.', ''), '', '', '', '', ''
  FROM pg_proc p WHERE p.oid = ANY (ARRAY(SELECT objid FROM members WHERE classid = 'pg_proc'::regclass))
UNION ALL
SELECT 'sequence', c.relname, q.seqtypid::regtype::text, q.seqstart::text, q.seqincrement::text, q.seqcycle::text, '', ''
  FROM pg_sequence q JOIN relations c ON c.oid = q.seqrelid
 WHERE q.seqrelid = ANY (ARRAY(SELECT oid FROM relations))
UNION ALL
SELECT 'type', t.typname, e.enumlabel, e.enumsortorder::text, '', '', '', ''
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
 WHERE t.oid = ANY (ARRAY(SELECT objid FROM members WHERE classid = 'pg_type'::regclass))
"""

# The same and the rights as the catalogs keep them, one record a thing: printing takes PostgreSQL four times as long. Some things
# are kept by number, so schemas that are printed alike may differ here; those that are equal here are printed alike.
_STATE = """
WITH members AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend
     WHERE refclassid = 'pg_namespace'::regclass AND refobjid = %(schema)s::regnamespace
), relations AS MATERIALIZED (
    SELECT oid, relname FROM pg_class WHERE oid = ANY (ARRAY(SELECT objid FROM members WHERE classid = 'pg_class'::regclass))
), kept (thing) AS (
    SELECT ROW('schema'::text, replace(nspacl::text, %(role)s, '')) FROM pg_namespace WHERE oid = %(schema)s::regnamespace
    UNION ALL
    SELECT ROW('relation'::text, relname, relkind, relpersistence, relrowsecurity, relforcerowsecurity, relam, reloptions,
               replace(relacl::text, %(role)s, ''), CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END)
      FROM pg_class WHERE oid = ANY (ARRAY(SELECT oid FROM relations))
    UNION ALL
    SELECT ROW('policy'::text, c.relname, p.polname, p.polcmd, p.polpermissive,
               replace(p.polroles::regrole[]::text, %(role)s, ''), p.polqual::text, p.polwithcheck::text)
      FROM pg_policy p JOIN relations c ON c.oid = p.polrelid WHERE p.polrelid = ANY (ARRAY(SELECT oid FROM relations))
    UNION ALL
    SELECT ROW('column'::text, c.relname, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation, a.attnotnull, a.attidentity,
               a.attgenerated, replace(a.attacl::text, %(role)s, ''), d.adbin::text)
      FROM pg_attribute a
      JOIN relations c ON c.oid = a.attrelid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = ANY (ARRAY(SELECT oid FROM relations)) AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT ROW('constraint'::text, c.relname, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated, k.conkey,
               f.relname, k.confkey, k.confupdtype, k.confdeltype, k.confmatchtype, k.conexclop, k.conbin::text)
      FROM pg_constraint k
      JOIN relations c ON c.oid = k.conrelid
      LEFT JOIN pg_class f ON f.oid = k.confrelid
     WHERE k.conrelid = ANY (ARRAY(SELECT oid FROM relations))
    UNION ALL
    SELECT ROW('index'::text, c.relname, x.relname, i.indisunique, i.indnullsnotdistinct, i.indisvalid, i.indkey::text,
               i.indclass::text, i.indcollation::text, i.indoption::text, i.indexprs::text, i.indpred::text)
      FROM pg_index i
      JOIN relations c ON c.oid = i.indrelid
      JOIN pg_class x ON x.oid = i.indexrelid
     WHERE i.indrelid = ANY (ARRAY(SELECT oid FROM relations))
    UNION ALL
    SELECT ROW('trigger'::text, c.relname, t.tgname, t.tgenabled, t.tgtype, p.proname, p.pronamespace = %(schema)s::regnamespace,
               t.tgattr::text, t.tgargs, t.tgdeferrable, t.tginitdeferred, t.tgqual::text, t.tgoldtable, t.tgnewtable)
      FROM pg_trigger t
      JOIN relations c ON c.oid = t.tgrelid
      JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE t.tgrelid = ANY (ARRAY(SELECT oid FROM relations)) AND NOT t.tgisinternal
    UNION ALL
    SELECT ROW('function'::text, replace(pg_get_functiondef(oid), %(schema)s::text, '')) FROM pg_proc
     WHERE oid = ANY (ARRAY(SELECT objid FROM members WHERE classid = 'pg_proc'::regclass))
    UNION ALL
    SELECT ROW('sequence'::text, c.relname, q.seqtypid, q.seqstart, q.seqincrement, q.seqcycle)
      FROM pg_sequence q JOIN relations c ON c.oid = q.seqrelid WHERE q.seqrelid = ANY (ARRAY(SELECT oid FROM relations))
    UNION ALL
    SELECT ROW('type'::text, t.typname, e.enumlabel, e.enumsortorder) FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
     WHERE t.oid = ANY (ARRAY(SELECT objid FROM members WHERE classid = 'pg_type'::regclass))
)
SELECT md5(ROW(count(*), sum(hash_record_extended(thing, 0)), sum(hash_record_extended(thing, 1)))::text) FROM kept
"""


# PostgreSQL prints a check over a list differently once it has read its own print back: it moves the casts from the list
# to its items. Without casts, and without the brackets that they needed, both prints are one.
_CAST = re.compile(r"::(?:character varying|timestamp with(?:out)? time zone|double precision|\w+)(?:\[\])?")
_NEEDLESS_BRACKETS = re.compile(r"\(('[^']*'|\w+|ARRAY\[[^\[\]]*\])\)")


# Companies have the same definitions, so each is worked on once a process.
@lru_cache(maxsize=20_000)
def _normalised(definition: str) -> str:
    bare, previous = _CAST.sub("", definition), ""
    while bare != previous:
        previous, bare = bare, _NEEDLESS_BRACKETS.sub(r"\1", bare)
    return bare


@cache
def tenant_labels() -> list[str]:
    """The labels of the apps whose migrations a company's schema has."""
    return sorted(config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS)


def describe_schema(cursor: psycopg.Cursor[tuple[object, ...]], schema_name: str) -> list[str]:
    """A schema's structure and the migrations recorded in it, one line a thing, sorted. Call it as the owner.

    Django records the migrations of the platform's apps there too, without effect; they do not count.
    """
    cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{schema_name}"'])
    cursor.execute(_STRUCTURE, {"schema": schema_name})
    lines = sorted(_normalised("|".join(map(str, row))) for row in cursor.fetchall())
    cursor.execute("SELECT app, name FROM django_migrations WHERE app = ANY(%s) ORDER BY app, name", [tenant_labels()])
    lines += [f"migration|{app}.{name}" for app, name in cursor.fetchall()]
    cursor.execute("SELECT set_config('search_path', 'public', true)")
    return lines


def state_of_schema(cursor: psycopg.Cursor[tuple[object, ...]], schema_name: str, role_name: str) -> str:
    """A schema's structure and its role's rights as PostgreSQL keeps them, in one hash: much faster than describing it.

    Equal hashes, equal schemas. Schemas that are described alike may still differ here, since one was read back from a dump.
    """
    cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{schema_name}"'])
    cursor.execute(_STATE, {"schema": schema_name, "role": role_name})
    row = cursor.fetchone()
    cursor.execute("SELECT set_config('search_path', 'public', true)")
    return str(row and row[0])


def fingerprint_schema(cursor: psycopg.Cursor[tuple[object, ...]], schema_name: str) -> str:
    """The hash of a schema's structure and of the migrations recorded in it. Call it as the owner."""
    return hashlib.sha256("\n".join(describe_schema(cursor, schema_name)).encode()).hexdigest()
