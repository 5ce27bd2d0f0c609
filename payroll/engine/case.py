"""What a calculation starts from, frozen: the same case gives the same result for ever."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from payroll.engine.components import RoundingMode
from payroll.engine.formula.values import FormulaValue
from payroll.engine.garnishments import Garnishment
from payroll.engine.pack import Period
from payroll.engine.problems import RoundingNotPossible


class NetRule(StrEnum):
    """What happens when deductions take more than there is: stop, take less, or take less and the rest next time."""

    BLOCK = "block"
    CAP = "cap"
    CARRY = "carry"


class Stretch(msgspec.Struct, frozen=True):
    """Part of a period in which the terms of pay were the same. `values` are the inputs on those terms.

    Paid days are those of employment without unpaid absence; half days count half.
    """

    start: date
    end: date
    paid_calendar_days: Decimal
    paid_working_days: Decimal
    values: Mapping[str, FormulaValue]


class ExchangeRate(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of `currency` was worth `rate` units of `into` on `day`, as `source` says."""

    currency: str
    into: str
    rate: Decimal
    day: date
    source: str


class NetRounding(msgspec.Struct, frozen=True):
    """What is paid out goes to a multiple of `unit` (0.05, 1, 10); the rest is carried to the next payment."""

    unit: Decimal
    mode: RoundingMode = RoundingMode.HALF_UP

    def __post_init__(self) -> None:
        """Raises RoundingNotPossible."""
        if not (self.unit.is_finite() and self.unit > 0):
            raise RoundingNotPossible(f"{self.unit:f}")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One person's payment before it is calculated. Amounts in `currency`.

    `to_date` is the tax year without this payment, by component, base and levy. `sources` say where an input came from.

    From the payment before: `brought_forward` is net pay still owed to the person (below zero: by them), `owed` what deductions
    could not take, by component. `beside` are the bases and levies of the person's other jobs in this company that are paid for
    the same period and counted together with this one; `to_date` is without them as well. `orders` take from the net what is left
    after everything else.
    """

    period: Period
    currency: str
    calendar_days: Decimal
    working_days: Decimal
    stretches: tuple[Stretch, ...]
    profile: Any
    to_date: Mapping[str, Decimal] = {}
    sources: Mapping[str, str] = {}
    net_rule: NetRule = NetRule.BLOCK
    net_rounding: NetRounding | None = None
    brought_forward: Decimal = Decimal(0)
    owed: Mapping[str, Decimal] = {}
    beside: Mapping[str, Decimal] = {}
    rates: tuple[ExchangeRate, ...] = ()
    orders: tuple[Garnishment, ...] = ()
