"""What every area measures with."""

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
        for row in self.rows:
            if row.name == name:
                return row.p50
        raise LookupError(f"“{name}” was not measured before; measured were: {', '.join(row.name for row in self.rows)}.")
