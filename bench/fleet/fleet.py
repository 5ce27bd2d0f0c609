"""What every area measures with."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.fleet.commands import Operator
from bench.fleet.releases import Releases
from bench.report import Row
from bench.stack import Stack


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

    def p50(self, name: str) -> float:
        """A figure that was measured before. Raises LookupError."""
        return next((row.p50 for row in self.rows if row.name == name), None) or _missing(name, self.rows)


def _missing(name: str, rows: Sequence[Row]) -> float:
    raise LookupError(f"“{name}” was not measured before; there are: {', '.join(row.name for row in rows)}.")
