"""What a payslip is made of: components, each saying how its amount comes about and what it counts towards."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class ComponentKind(StrEnum):
    """What a component does to pay. A statistical one is calculated for others to use and never paid."""

    EARNING = "earning"
    DEDUCTION = "deduction"
    EMPLOYER = "employer"
    STATISTICAL = "statistical"


class Proration(StrEnum):
    """Which days decide how much of a full period's amount is due when only part of the period is paid."""

    NONE = "none"
    CALENDAR = "calendar"
    WORKING = "working"
    FIXED_30 = "fixed_30"


class RoundingMode(StrEnum):
    """How the last kept place is decided."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


class Rounding(msgspec.Struct, frozen=True):
    """Rounding to `places` decimals; below zero to tens and hundreds, None to those of the currency."""

    places: int | None = None
    mode: RoundingMode = RoundingMode.HALF_UP


class Fixed(msgspec.Struct, frozen=True, tag="fixed"):
    """The same amount each full period."""

    amount: Decimal


class Share(msgspec.Struct, frozen=True, tag="share"):
    """A share of another component or of an input: 0.05 is 5 %."""

    rate: Decimal
    of: str


class ByTable(msgspec.Struct, frozen=True, tag="table"):
    """What a table of brackets makes of another component or of an input."""

    table: str
    of: str


class Written(msgspec.Struct, frozen=True, tag="formula"):
    """A formula of the company."""

    text: str


type AmountRule = Fixed | Share | ByTable | Written


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a payslip before it has an amount.

    `bases` are what it counts towards: an earning adds to them, a deduction takes from them, so that a deduction which counts
    towards "taxable" is one before tax, and an employer's one that does is a benefit in kind: taxed and not paid. `condition` is
    a formula; where it says no, the component does not apply. An amount in another `currency` than the payment's is converted at
    the case's rate.
    """

    code: str
    name: str
    kind: ComponentKind
    amount: AmountRule
    condition: str | None = None
    bases: frozenset[str] = frozenset()
    proration: Proration = Proration.NONE
    rounding: Rounding = Rounding()
    is_shown: bool = True
    ledger_account: str = ""
    currency: str = ""
