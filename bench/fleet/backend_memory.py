"""What one PostgreSQL backend keeps of the schemas that it has touched; why connections live ten minutes at most."""

from collections.abc import Iterable, Iterator

import psycopg
from psycopg import sql

from bench.fleet.fleet import Fleet
from bench.memory import megabytes
from bench.report import Row
from tenants.companies.models import Company
from tenants.schemas.owner import owner_transaction

COUNTS = (1, 10, 50, 100)

Cursor = psycopg.Cursor[tuple[object, ...]]


def measure(fleet: Fleet) -> Iterator[Row]:
    """Every table of each schema is read once, which is more than a page does."""
    names = list(Company.objects.ready().values_list("schema_name", flat=True))
    with owner_transaction() as cursor:
        tables = table_names(cursor, names[0])
    for count, resident in visited(fleet.stack.variables["DATABASE_OWNER_URL"], names, tables, counts=(*COUNTS, fleet.size)):
        note = f"{len(tables)} tables each, all read once"
        yield Row.of(f"a backend after {count} companies", "MB", [resident], note=note)


def table_names(cursor: Cursor, schema_name: str) -> list[str]:
    """The tables of a schema."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema_name])
    return [str(name) for (name,) in cursor.fetchall()]


def visited(url: str, schema_names: list[str], tables: list[str], *, counts: Iterable[int]) -> Iterator[tuple[int, float]]:
    """What a fresh backend holds for itself, in MB, after so many schemas; of other servers' memory it has no part."""
    wanted = {count for count in counts if count <= len(schema_names)}
    # As pages do, without prepared statements.
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        for number, schema_name in enumerate(schema_names, start=1):
            connection.execute("SELECT set_config('search_path', %s, false)", [f'"{schema_name}"'])
            for table in tables:
                connection.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(table)))
            if number in wanted:
                yield number, megabytes(connection.info.backend_pid, "status", "RssAnon")
