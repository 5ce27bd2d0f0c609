"""What formulas work with: exact numbers, yes or no, words, and tables of brackets."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

import msgspec
from django.utils.translation import gettext as _


class Kind(StrEnum):
    """The type of a name or of a part of a formula."""

    NUMBER = "number"
    YES_NO = "yes or no"
    WORD = "word"
    TABLE = "table"


class Bracket(msgspec.Struct, frozen=True):
    """What lies above `above`, up to the next bracket, counts at `rate` (0.2 is 20 %)."""

    above: Decimal
    rate: Decimal


class TableNotValid(ValueError):
    """A table of brackets cannot be used."""


class BracketTable(msgspec.Struct, frozen=True):
    """Brackets in rising order, the first from 0. Raises TableNotValid."""

    brackets: tuple[Bracket, ...]

    def __post_init__(self) -> None:
        if not self.brackets or self.brackets[0].above != 0:
            raise TableNotValid(_("A table needs brackets, and the first begins at 0."))
        starts = [bracket.above for bracket in self.brackets]
        if any(later <= earlier for earlier, later in pairwise(starts)):
            raise TableNotValid(_("Each bracket of a table begins above the one before it."))
        if any(not bracket.rate.is_finite() or not bracket.above.is_finite() for bracket in self.brackets):
            raise TableNotValid(_("Brackets and rates are plain numbers."))

    def apply(self, amount: Decimal) -> Decimal:
        """Each part of `amount` at the rate of its bracket, summed, not rounded. Nothing for zero and below."""
        total = Decimal(0)
        upper = amount
        for bracket in reversed(self.brackets):
            if upper > bracket.above:
                total += (upper - bracket.above) * bracket.rate
                upper = bracket.above
        return total


type FormulaValue = Decimal | bool | str | BracketTable
type Names = Mapping[str, FormulaValue]
type Evaluate = Callable[[Names], FormulaValue]


class FormulaFailed(ArithmeticError):
    """A formula that is right gives no result for these values: why, and how to fix it, which together are the message.

    `start` and `end` mark the part of the text.
    """

    def __init__(self, why: str, fix: str, start: int, end: int) -> None:
        self.why, self.fix, self.start, self.end = why, fix, start, end
        self.message = f"{why} {fix}"
        super().__init__(self.message)
