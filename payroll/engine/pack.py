"""What the engine asks of a country's pack, and what it gets."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol

import msgspec

from payroll.engine.trace import Trace


class Period(msgspec.Struct, frozen=True):
    """The remuneration period and the date of payment; both dates belong to the period."""

    start: date
    end: date
    pay_date: date
    frequency: str


class Levy(msgspec.Struct, frozen=True):
    """What the law takes from pay (`deduction`) or asks of the employer (`employer`), in the currency of the calculation."""

    code: str
    kind: Literal["deduction", "employer"]
    amount: Decimal


class Assessment(msgspec.Struct, frozen=True):
    """One payment before the law: what counts towards each base, and the tax year so far without it, by base and by levy."""

    period: Period
    profile: Any
    bases: Mapping[str, Decimal]
    to_date: Mapping[str, Decimal]

    def base(self, name: str) -> Decimal:
        """What this payment counts towards a base."""
        return self.bases.get(name, Decimal(0))

    def so_far(self, name: str) -> Decimal:
        """What the tax year has of a base or a levy before this payment."""
        return self.to_date.get(name, Decimal(0))


class Pack(Protocol):
    """The law of one country. `bases` are what a component may count towards, `levies` the codes that it may make."""

    @property
    def country(self) -> str:
        """The folder of the pack."""

    @property
    def bases(self) -> frozenset[str]:
        """What components may count towards."""

    @property
    def levies(self) -> frozenset[str]:
        """Codes of what it makes."""

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment. Raises errors named after what could not be done, such as NoTables."""
