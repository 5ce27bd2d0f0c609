"""What terms of pay come to: per year, per pay period, per hour and per day."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core.periods import DateRange


class PayBasis(StrEnum):
    """What an agreed amount is for."""

    ANNUAL = "annual"
    MONTHLY = "monthly"
    HOURLY = "hourly"
    DAILY = "daily"


class PayFrequency(StrEnum):
    """How often somebody is paid; the values are those that the packs know."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "fourweekly"
    HALF_MONTHLY = "halfmonthly"
    MONTHLY = "monthly"


PERIODS_A_YEAR = {
    PayFrequency.WEEKLY: 52,
    PayFrequency.FORTNIGHTLY: 26,
    PayFrequency.FOUR_WEEKLY: 13,
    PayFrequency.HALF_MONTHLY: 24,
    PayFrequency.MONTHLY: 12,
}
_MONTHS, _WEEKS = 12, 52


@dataclass(frozen=True, slots=True)
class Rates:
    """What terms of pay come to, exact and not yet rounded; None where the week's hours or days that it takes are not known."""

    annual: Decimal | None
    monthly: Decimal | None
    daily: Decimal | None
    hourly: Decimal | None


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreed amount for an hour, a day, a month or a year, paid at a frequency, on `days`."""

    amount: Decimal
    basis: PayBasis
    currency: str
    frequency: PayFrequency
    days: DateRange

    def rates(self, *, weekly_hours: Decimal, weekly_days: Decimal) -> Rates:
        """The agreed amount, and the others that follow from it with 12 months and 52 weeks a year; 0 is not known."""
        annual = self._annual(weekly_hours, weekly_days)
        rates = Rates(
            annual=annual,
            monthly=None if annual is None else annual / _MONTHS,
            daily=None if annual is None or not weekly_days else annual / (_WEEKS * weekly_days),
            hourly=None if annual is None or not weekly_hours else annual / (_WEEKS * weekly_hours),
        )
        # What was agreed stays as it was agreed, whatever the way there and back again would make of its last digit.
        return replace(rates, **{self.basis.value: self.amount})

    def _annual(self, weekly_hours: Decimal, weekly_days: Decimal) -> Decimal | None:
        match self.basis:
            case PayBasis.ANNUAL:
                return self.amount
            case PayBasis.MONTHLY:
                return self.amount * _MONTHS
            case PayBasis.DAILY:
                return self.amount * weekly_days * _WEEKS if weekly_days else None
        return self.amount * weekly_hours * _WEEKS if weekly_hours else None
