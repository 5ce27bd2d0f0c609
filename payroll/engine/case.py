"""What a calculation starts from, frozen: the same case gives the same result for ever."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from payroll.engine.formula.values import FormulaValue
from payroll.engine.pack import Period


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


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One person's payment before it is calculated. Amounts in `currency`.

    `to_date` is the tax year without this payment, by component, base and levy. `sources` say where an input came from.
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
