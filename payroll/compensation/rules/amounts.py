"""What an amount of pay can be."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.money import Money, UnknownCurrency, minor_units

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Digits that the columns have: twelve before the point, and four behind it for rates of pay.
DIGITS, PLACES = 16, 4
LARGEST = Decimal(10) ** (DIGITS - PLACES)


class CompensationRefusal(Exception):
    """A write that cannot be; `message` says what happened, why, and what to do. `field` is where it was entered."""

    message: "StrPromise | str" = ""
    field: str | None = None

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        self.message = message or self.message
        self.field = field or self.field
        super().__init__(str(self.message))


class CurrencyNotKnown(CompensationRefusal):
    """No currency has that code."""

    def __init__(self, currency: str) -> None:
        message = _("“%(currency)s” is no currency. Choose one of the list, such as EUR.")
        super().__init__(message % {"currency": currency}, field="currency")


class AmountTooLarge(CompensationRefusal):
    """Nobody is paid that much."""

    def __init__(self, amount: Decimal, *, field: str = "amount") -> None:
        message = _(
            "%(amount)s cannot be right: amounts have at most %(digits)s digits before the point. "
            "Correct it; one zero too many is the usual cause."
        )
        super().__init__(message % {"amount": f"{amount:f}", "digits": DIGITS - PLACES}, field=field)


class AmountNotAboveZero(CompensationRefusal):
    """An amount of nothing, or less."""

    def __init__(self, amount: Decimal, *, field: str = "amount") -> None:
        message = _("%(amount)s is not above zero. Enter the amount without a sign; whether it is paid or taken is said apart.")
        super().__init__(message % {"amount": f"{amount:f}"}, field=field)


class FinerThanCurrency(CompensationRefusal):
    """An amount with parts of the smallest coin."""

    def __init__(self, amount: Decimal, currency: str, places: int, *, field: str = "amount") -> None:
        message = (
            _("%(amount)s cannot be paid, because %(currency)s has no decimals. Enter a whole amount.")
            if places == 0
            else _("%(amount)s cannot be paid, because %(currency)s has %(places)s decimals. Round it to as many.")
        )
        super().__init__(message % {"amount": f"{amount:f}", "currency": currency, "places": places}, field=field)


def check_amount(amount: Decimal, currency: str, *, is_rate: bool = False, field: str = "amount") -> None:
    """Whether somebody can be paid `amount`, above zero, in `currency`; a rate by the hour or day may be finer than its coins.

    Raises CurrencyNotKnown, AmountNotAboveZero, AmountTooLarge, FinerThanCurrency.
    """
    try:
        Money(Decimal(0), currency)
    except UnknownCurrency as error:
        raise CurrencyNotKnown(currency) from error
    if not amount.is_finite() or amount <= 0:
        raise AmountNotAboveZero(amount, field=field)
    if amount >= LARGEST:
        raise AmountTooLarge(amount, field=field)
    places = PLACES if is_rate else minor_units(currency)
    if amount != round(amount, places):
        raise FinerThanCurrency(amount, currency, places, field=field)
