"""Income tax of a state by the company's own table.

Rooster holds no state's figures. A company that must withhold for a state fills in a table of one of three kinds; every amount
that comes of it says that the table is the company's own.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import WHOLE, half_up
from payroll.engine.trace import Trace
from payroll.statutory.proof import warn
from payroll.statutory.us.state_names import STATES
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")


class StateTableNotValid(CannotCalculate):
    """A company's table cannot be worked with."""

    def __init__(self, state: str, why: str) -> None:
        super().__init__(
            _("The table of %(state)s cannot be used.") % {"state": state}, why, _("Correct it in the settings of the payroll.")
        )


class StateTableMissing(CannotCalculate):
    """A person is to have tax withheld for a state whose table nobody has entered for the day."""

    def __init__(self, state: str, pay_date: date) -> None:
        words = {"state": STATES.get(state, state), "day": pay_date.isoformat()}
        super().__init__(
            _("Tax for %(state)s cannot be withheld.") % words,
            _("There is no table of your company’s own for %(state)s and a payment on %(day)s.") % words,
            _("Enter it under “State tables”; one of the kind “none” withholds nothing."),
        )


class StateClaim(msgspec.Struct, frozen=True):
    """The state (or county, or city) that tax is withheld for, by the code of its table, and the allowances claimed there."""

    code: str
    allowances: int = 0


class StateBracket(msgspec.Struct, frozen=True):
    """`rate` of what the year's taxable wages have above `start`, up to the next bracket."""

    start: Decimal
    rate: Decimal


class StateTable(msgspec.Struct, frozen=True):
    """A company's own table for one state (or county, or city), for payments within two dates, both included.

    `none` takes nothing, `flat` has one bracket from 0, `brackets` several. `deduction` is taken off the year's wages before,
    `allowance` for each allowance that the employee claims, `credit` off the year's tax.
    """

    state: str
    kind: Literal["none", "flat", "brackets"]
    brackets: tuple[StateBracket, ...] = ()
    deduction: Decimal = _NOTHING
    allowance: Decimal = _NOTHING
    credit: Decimal = _NOTHING
    whole_dollars: bool = False
    effective_from: date = date.min
    effective_to: date = date.max

    def __post_init__(self) -> None:
        """Raises StateTableNotValid."""
        expected = {"none": self.brackets == (), "flat": len(self.brackets) == 1, "brackets": bool(self.brackets)}
        if not expected.get(self.kind, False):
            raise StateTableNotValid(
                self.state, _("The table needs no bracket for “none”, one for “flat”, at least one for “brackets”.")
            )
        if self.brackets and self.brackets[0].start != 0:
            raise StateTableNotValid(self.state, _("The first bracket starts at 0."))
        if any(later.start <= earlier.start for earlier, later in pairwise(self.brackets)):
            raise StateTableNotValid(self.state, _("The brackets start one above the other."))
        if any(not 0 <= bracket.rate <= 1 for bracket in self.brackets):
            raise StateTableNotValid(self.state, _("Rates lie between 0 and 100 %."))
        if min(self.deduction, self.allowance, self.credit) < 0:
            raise StateTableNotValid(self.state, _("Deduction, allowance and credit are not below 0."))


def table_of(claim: StateClaim, tables: Iterable[StateTable], pay_date: date) -> StateTable:
    """The company's table for a claim and a day of payment. Raises StateTableMissing."""
    for table in tables:
        if table.state == claim.code and table.effective_from <= pay_date <= table.effective_to:
            return table
    raise StateTableMissing(claim.code, pay_date)


def state_tax(wages: Decimal, periods: int, allowances: int, table: StateTable, trace: Trace) -> Decimal:
    """Tax of one payroll period by the company's own table: the year's tax on the pay of a year, divided by the periods."""
    if table.kind == "none":
        return _warned(trace.note("us.state.none", _NOTHING, state=table.state), table, trace)
    taxable = max(wages * periods - table.deduction - allowances * table.allowance, _NOTHING)
    annual = max(_banded(taxable, table.brackets) - table.credit, _NOTHING)
    tax = half_up(annual / periods, WHOLE) if table.whole_dollars else half_up(annual / periods)
    last = next(bracket for bracket in reversed(table.brackets) if bracket.start <= taxable)
    trace.note("us.state.own", tax, state=table.state, taxable=taxable, annual=annual, periods=periods, rate=percent(last.rate))
    return _warned(tax, table, trace)


def _warned(tax: Decimal, table: StateTable, trace: Trace) -> Decimal:
    return warn(tax, table.state, _("entered by the company itself"), trace)


def _banded(taxable: Decimal, brackets: tuple[StateBracket, ...]) -> Decimal:
    ends = [*(bracket.start for bracket in brackets[1:]), taxable]
    parts = (max(min(taxable, end) - bracket.start, _NOTHING) * bracket.rate for bracket, end in zip(brackets, ends, strict=True))
    return half_up(sum(parts, _NOTHING))
