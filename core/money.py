"""Money: an exact decimal amount in one currency. Floats are refused, and rounding happens only where it is asked for."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Self

from babel import Locale
from babel.numbers import format_currency, list_currencies

# ISO 4217 minor units other than 2. Babel's own figures are not used: they say what is customary in shops (no decimals for
# the Serbian dinar), while pay and bank files are kept to the standard.
_MINOR_UNITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies met in one sum."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be added or subtracted. Convert one of them with a dated rate first.")


class UnknownCurrency(ValueError):
    """A currency code which ISO 4217 does not list."""

    def __init__(self, currency: str) -> None:
        super().__init__(f"{currency!r} is not an ISO 4217 currency code. Use three capital letters, such as EUR.")


@cache
def _known_currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def minor_units(currency: str) -> int:
    """Decimal places of a currency in ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _MINOR_UNITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units (euros, not cents) and the ISO 4217 code of its currency.

    Raises TypeError for an amount that is not a Decimal, ValueError for NaN or infinity, UnknownCurrency for the code.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}.")
        if not self.amount.is_finite():
            raise ValueError(f"{self.amount} is not an amount of money.")
        if self.currency not in _known_currencies():
            raise UnknownCurrency(self.currency)

    def __add__(self, other: Self) -> Self:
        self._require_same_currency(other)
        return type(self)(self.amount + other.amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        self._require_same_currency(other)
        return type(self)(self.amount - other.amount, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Self:
        if not isinstance(factor, Decimal | int):
            raise TypeError(f"Money is multiplied by a Decimal or an int, not by {type(factor).__name__}.")
        return type(self)(self.amount * factor, self.currency)

    __rmul__ = __mul__

    @property
    def plain(self) -> str:
        """The bare amount for files and forms, with a point and no exponent: "1234.50"."""
        return f"{self.amount:f}"

    def rounded(self, rounding: str = ROUND_HALF_UP) -> Self:
        """The amount to the currency's minor unit. `rounding` is one of decimal's ROUND_ constants."""
        quantum = Decimal(1).scaleb(-minor_units(self.currency))
        return type(self)(self.amount.quantize(quantum, rounding=rounding), self.currency)

    def allocate(self, ratios: Sequence[Decimal | int]) -> list[Self]:
        """Split into one part a ratio, in whole minor units, so that the parts sum to exactly this amount.

        The units left over go one by one to the largest remainders, ties to the earlier part.
        Raises ValueError if this amount is finer than the minor unit (round it first), if a ratio is negative or if all are zero.
        """
        units = self.amount.scaleb(minor_units(self.currency))
        if units != units.to_integral_value():
            raise ValueError(f"{self.plain} {self.currency} is finer than the currency's minor unit. Round it before splitting it.")
        weights = [Fraction(ratio) for ratio in ratios]
        if any(weight < 0 for weight in weights) or not sum(weights):
            raise ValueError("Ratios must not be negative, and at least one of them must be above zero.")
        parts = _largest_remainders(abs(int(units)), weights)
        sign = -1 if units < 0 else 1
        return [type(self)(Decimal(sign * part).scaleb(-minor_units(self.currency)), self.currency) for part in parts]

    def format(self, locale: str) -> str:
        """The amount for people, rounded to the minor unit: "€1,234.50" in "en", "1.234,50 €" in "de"."""
        pattern = copy(Locale.parse(locale).currency_formats["standard"])
        pattern.frac_prec = (minor_units(self.currency),) * 2
        return format_currency(self.rounded().amount, self.currency, pattern, locale=locale, currency_digits=False)

    def _require_same_currency(self, other: Self) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)


def _largest_remainders(units: int, weights: Sequence[Fraction]) -> list[int]:
    """`units` divided by weight into whole numbers with the same sum."""
    whole = sum(weights)
    exact = [units * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: units - sum(parts)]:
        parts[index] += 1
    return parts
