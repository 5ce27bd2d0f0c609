"""The pay period that has a day, where no pay calendar says otherwise."""

from datetime import date, timedelta

from core.periods import DateRange, month, week_of
from payroll.compensation.rules.terms import PayFrequency

_WEEKS = {PayFrequency.WEEKLY: 1, PayFrequency.FORTNIGHTLY: 2, PayFrequency.FOUR_WEEKLY: 4}
_MIDDLE = 15


def period_around(day: date, frequency: PayFrequency, first_weekday: int) -> DateRange:
    """The days of one payment with `day` among them: of the month, its half, or whole weeks that begin with the one of `day`."""
    whole = month(day.year, day.month)
    match frequency:
        case PayFrequency.MONTHLY:
            return whole
        case PayFrequency.HALF_MONTHLY:
            middle = day.replace(day=_MIDDLE)
            return DateRange(whole.start, middle) if day <= middle else DateRange(middle + timedelta(days=1), whole.end)
    week = week_of(day, first_weekday)
    return DateRange(week.start, week.start + timedelta(weeks=_WEEKS[frequency], days=-1))
