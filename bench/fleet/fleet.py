"""What every area measures with."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.fleet.commands import Operator
from bench.fleet.releases import Releases
from bench.report import Row
from bench.stack import DATABASE, Stack

_URLS = ("DATABASE_URL", "DATABASE_OWNER_URL")
_DATABASE_OF_IMAGE = f"{DATABASE}_image"


@dataclass(frozen=True)
class Fleet:
    """The product with its companies, and the figures so far."""

    stack: Stack
    operator: Operator
    releases: Releases
    size: int
    """Companies."""
    stock_size: int
    """Schemas of stock django-tenants; none leaves the comparison out."""
    rows: list[Row] = field(default_factory=list)

    def add_release(self, *operations: str) -> float:
        """A further release, with its template made as for an image: in a database without companies. How long that took."""
        self.releases.add(*operations)
        variables = self.stack.variables
        database = sql.Identifier(_DATABASE_OF_IMAGE)
        urls = {name: urlsplit(variables[name])._replace(path=f"/{_DATABASE_OF_IMAGE}").geturl() for name in _URLS}
        builder = replace(self.operator, variables={**variables, **urls})
        with psycopg.connect(variables["DATABASE_OWNER_URL"], autocommit=True) as owner:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database)
            owner.execute(drop)
            owner.execute(sql.SQL("CREATE DATABASE {}").format(database))
            try:
                return builder.seconds("migrate_shared") + builder.seconds("build_schema_template")
            finally:
                owner.execute(drop)

    def p50(self, name: str) -> float:
        """A figure that was measured before. Raises LookupError."""
        for row in self.rows:
            if row.name == name:
                return row.p50
        raise LookupError(f"“{name}” was not measured before; measured were: {', '.join(row.name for row in self.rows)}.")
