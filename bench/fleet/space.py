"""What so many schemas are for the server: what bounds how many fit."""

from collections.abc import Iterator

from bench.fleet.fleet import Fleet
from bench.report import Row
from tenants.schemas.owner import owner_transaction

_CATALOGS = ("pg_class", "pg_attribute", "pg_depend", "pg_index", "pg_constraint", "pg_type")


def measure(fleet: Fleet) -> Iterator[Row]:
    """Relations, disk, and the catalogs, which every backend reads from."""
    with owner_transaction() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname ~ '^t_'")
        relations = int(str(cursor.fetchall()[0][0]))
        cursor.execute("SELECT pg_database_size(current_database())")
        disk = int(str(cursor.fetchall()[0][0])) / 1e6
        cursor.execute("SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) name", [list(_CATALOGS)])
        catalogs = int(str(cursor.fetchall()[0][0])) / 1e6
    yield Row.of("relations in a company's schema", "", [relations / fleet.size], note=f"{relations} in all")
    yield Row.of(f"disk, {fleet.size} companies", "MB", [disk], note=f"{disk / fleet.size:.2f} a company")
    yield Row.of(f"catalogs, {fleet.size} companies", "MB", [catalogs], note="read through shared_buffers")
