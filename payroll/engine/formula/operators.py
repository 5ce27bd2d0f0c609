"""What joins and compares values in a formula."""

import ast
import operator
from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from django.utils.translation import gettext as _

from payroll.engine.formula.values import Evaluate, FormulaFailed, Names

# Enough for any pay in any currency; a result beyond it is a mistake in the formula.
LARGEST = Decimal(10) ** 18
# Products of two such numbers are exact, quotients are cut off far below the smallest coin.
_EXACT = Context(prec=40, traps=[DivisionByZero, InvalidOperation, Overflow])

ARITHMETIC: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _EXACT.add,
    ast.Sub: _EXACT.subtract,
    ast.Mult: _EXACT.multiply,
    ast.Div: _EXACT.divide,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
ORDERINGS = {ast.Lt, ast.LtE, ast.Gt, ast.GtE}


class TooLarge(FormulaFailed):
    """A part of a formula makes a number that no pay can have."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(_("It results in a number too large for any pay."), _("Correct the values or the formula."), start, end)


def within_size(result: Decimal, start: int, end: int) -> Decimal:
    """The result of a part of a formula. Raises TooLarge."""
    if abs(result) > LARGEST:
        raise TooLarge(start, end)
    return result


def bounded(
    join: Callable[[Decimal, Decimal], Decimal], left: Evaluate, right: Evaluate, start: int, end: int
) -> Callable[[Names], Decimal]:
    """Join two numbers; refuse a division by zero and a result that no pay can have. Raises FormulaFailed when it runs."""

    def evaluate(values: Names) -> Decimal:
        try:
            result = join(left(values), right(values))  # type: ignore[arg-type]  # Numbers, by their kind.
        except (DivisionByZero, InvalidOperation) as error:
            raise FormulaFailed(_("It divides by zero."), _("Guard it with: … if … != 0 else 0."), start, end) from error
        return within_size(result, start, end)

    return evaluate


def negative(operand: Evaluate) -> Callable[[Names], Decimal]:
    """The number with its sign turned."""
    return lambda values: _EXACT.minus(operand(values))  # type: ignore[arg-type]  # A number, by its kind.
