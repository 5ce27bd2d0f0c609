"""A company's tables as text, in an order and a form that are the same for the same rows wherever they are stored."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import IsolationLevel, sql
from psycopg.conninfo import make_conninfo

from tenants.archives.manifest import SequenceFacts
from tenants.schemas.fingerprint import tenant_labels
from tenants.schemas.owner import owner_parameters

Cursor = psycopg.Cursor[tuple[object, ...]]

# Tables whose rows stay behind, and why.
LEFT_OUT = {
    "django_migrations": "Made with the structure; the manifest names what is applied.",
    "mfa_authenticator": "Its secrets are encrypted for the schema that they come from; people set up their second factor anew.",
    "django_session": "Who holds an archive must not be signed in by it.",
}
# How PostgreSQL writes and reads values, whatever a server or a login is set to.
_FORM = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "client_encoding": "UTF8",
    # A large table takes as long as it takes.
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
# Columns by name, since tables that were altered and tables made anew may have them in another order. Text keys are
# sorted by their bytes: collations differ between machines.
_TABLES = """
SELECT c.relname,
       array(SELECT attname::text FROM pg_attribute
              WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname),
       array(SELECT quote_ident(a.attname) || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END
               FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS key(attnum, place), pg_attribute a
              WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = key.attnum ORDER BY key.place)
  FROM pg_class c
 WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL (%s)
 ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to copy."""

    schema: str
    name: str
    columns: list[str]
    order: list[str]

    @property
    def _place(self) -> sql.Composed:
        return sql.SQL("{}.{}").format(sql.Identifier(self.schema), sql.Identifier(self.name))

    @property
    def _columns(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))

    def rows_out(self, cursor: Cursor) -> Iterator[bytes]:
        """Its rows in canonical order, one a line, never all at once in memory."""
        order = sql.SQL(", ".join(self.order))  # Quoted by PostgreSQL itself.
        statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(self._columns, self._place, order)
        with cursor.copy(statement) as copy:
            for data in copy:
                yield bytes(data)

    def rows_in(self, cursor: Cursor, pieces: Iterable[bytes]) -> int:
        """Fill it; how many rows there were."""
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(self._place, self._columns)) as copy:
            for piece in pieces:
                copy.write(piece)
        return cursor.rowcount


@contextmanager
def snapshot() -> Iterator[Cursor]:
    """The database as it is at one moment, to be read only, as the owner."""
    with psycopg.connect(make_conninfo(**owner_parameters())) as owner:
        owner.isolation_level = IsolationLevel.REPEATABLE_READ
        owner.read_only = True
        with owner.cursor() as cursor:
            yield cursor


def use_canonical_form(cursor: Cursor) -> None:
    """Write and read values in one form until the end of the transaction."""
    for name, value in _FORM.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def company_tables(cursor: Cursor, schema: str) -> dict[str, Table]:
    """The tables that an archive holds, by name."""
    cursor.execute(_TABLES, [schema, list(LEFT_OUT)])
    return {name: Table(schema, name, columns, order) for name, columns, order in cursor.fetchall()}  # type: ignore[arg-type,misc]


def applied_migrations(cursor: Cursor, schema: str) -> list[str]:
    """The migrations that a schema has of the companies' apps, as app.name."""
    statement = sql.SQL("SELECT app, name FROM {}.django_migrations WHERE app = ANY (%s)").format(sql.Identifier(schema))
    cursor.execute(statement, [tenant_labels()])
    return sorted(f"{app}.{name}" for app, name in cursor.fetchall())


def sequences(cursor: Cursor, schema: str) -> dict[str, SequenceFacts]:
    """Where the sequences of a schema's archived tables stand."""
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = %s ORDER BY sequencename", [schema])
    names = [str(name) for (name,) in cursor.fetchall() if not str(name).startswith(tuple(LEFT_OUT))]
    found = {}
    for name in names:
        cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}.{}").format(sql.Identifier(schema), sql.Identifier(name)))
        last_value, is_called = cursor.fetchone() or (1, False)
        found[name] = SequenceFacts(int(str(last_value)), bool(is_called))
    return found


def set_sequence(cursor: Cursor, schema: str, name: str, facts: SequenceFacts) -> None:
    """Let a sequence go on where the archived one stood."""
    cursor.execute(
        "SELECT setval(format('%%I.%%I', %s::text, %s::text)::regclass, %s, %s)", [schema, name, facts.last_value, facts.is_called]
    )
