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
    """What the law makes of a payment, in the currency of the calculation.

    It takes from pay (`deduction`), asks of the employer (`employer`), changes pay itself (`earning`; below zero for pay given up)
    or is only counted for the year (`statistical`). Like a component it changes the `bases` that it counts towards. `name` is the
    company's own where the law is.
    """

    code: str
    kind: Literal["earning", "deduction", "employer", "statistical"]
    amount: Decimal
    bases: frozenset[str] = frozenset()
    name: str = ""


class Assessment(msgspec.Struct, frozen=True):
    """One payment before the law: what counts towards each base, and the tax year so far without it, by base and by levy."""

    period: Period
    profile: Any
    bases: Mapping[str, Decimal]
    to_date: Mapping[str, Decimal]

    def base(self, name: str) -> Decimal:
        """What this payment counts towards a base."""
        return self.bases.get(name, Decimal(0))

    def taken(self, name: str) -> Decimal:
        """What deductions count towards a base that only they count towards, as an amount above zero."""
        return -self.base(name)

    def so_far(self, name: str) -> Decimal:
        """What the tax year has of a base or a levy before this payment."""
        return self.to_date.get(name, Decimal(0))


class Pack(Protocol):
    """The law of one country. `bases` are what a component may count towards, `levies` the codes that it may make."""

    @property
    def country(self) -> str:
        """The folder of the pack."""

    @property
    def currency(self) -> str:
        """What the law counts in; empty if it takes the currency of the payment."""

    @property
    def bases(self) -> frozenset[str]:
        """What components may count towards."""

    @property
    def deduction_bases(self) -> frozenset[str]:
        """Those of `bases` that only deductions count towards, which the law treats in their own way: they are below zero."""

    @property
    def levies(self) -> frozenset[str]:
        """Codes of what it makes."""

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment. Raises CannotCalculate: an error named after what could not be done."""
