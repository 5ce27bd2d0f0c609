"""Which days of a period are paid and on which terms: joiners and leavers, changes within it, unpaid and part-paid leave."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from core.periods import DateRange
from payroll.engine.case import Stretch
from payroll.engine.formula.values import FormulaValue
from payroll.engine.problems import CannotCalculate

_NOTHING, _WHOLE = Decimal(0), Decimal(1)


class TermsMissing(CannotCalculate):
    """Somebody is employed on a day without terms of pay."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _("The pay of this period cannot be worked out."),
            _("There are no terms of pay for %(day)s, a day of employment.") % {"day": day.isoformat()},
            _("Enter terms of pay that begin by that day."),
        )


class TermsOverlap(CannotCalculate):
    """Two terms of pay hold on one day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _("The pay of this period cannot be worked out."),
            _("More than one terms of pay hold on %(day)s.") % {"day": day.isoformat()},
            _("End the earlier ones the day before."),
        )


class Terms(msgspec.Struct, frozen=True):
    """Terms of pay that hold on `days`, as the inputs that formulas may ask for."""

    days: DateRange
    values: Mapping[str, FormulaValue]


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """Days off that are not fully paid: `paid_share` of them is (0: unpaid). They take `day_share` of each day (0.5: a half)."""

    days: DateRange
    paid_share: Decimal = _NOTHING
    day_share: Decimal = _WHOLE

    @property
    def lost(self) -> Decimal:
        """What of a day's pay is lost."""
        return self.day_share * (_WHOLE - self.paid_share)


class PaidDays(msgspec.Struct, frozen=True):
    """The days of a period, and its stretches of equal terms with what is paid of each: what a case asks for."""

    calendar_days: Decimal
    working_days: Decimal
    stretches: tuple[Stretch, ...]


def paid_days(
    period: DateRange,
    *,
    employed: Sequence[DateRange],
    terms: Sequence[Terms],
    working_day: Callable[[date], Decimal],
    absences: Sequence[Absence] = (),
) -> PaidDays:
    """Split `period` into stretches of employment on equal terms. Raises TermsMissing, TermsOverlap.

    `working_day` says what of a day the work pattern and the holidays leave to work (1, 0.5, 0). Somebody who was not employed at
    all has no stretch. Several absences on one day take no more than the day.
    """
    stretches: list[Stretch] = []
    running: _Running | None = None
    for day in period:
        on = _terms_on(day, terms) if any(day in each for each in employed) else None
        if running is not None and running.terms is not on:
            stretches.append(running.stretch())
            running = None
        if on is not None:
            running = running or _Running(on, day)
            running.add(day, working_day(day), min(sum((each.lost for each in absences if day in each.days), _NOTHING), _WHOLE))
    if running is not None:
        stretches.append(running.stretch())
    working = sum((working_day(day) for day in period), _NOTHING)
    return PaidDays(Decimal(period.days), working, tuple(stretches))


class _Running:
    """A stretch that grows day by day."""

    def __init__(self, terms: Terms, start: date) -> None:
        self.terms, self.start, self.end = terms, start, start
        self.calendar = self.working = _NOTHING

    def add(self, day: date, working: Decimal, lost: Decimal) -> None:
        self.end = day
        self.calendar += _WHOLE - lost
        self.working += working * (_WHOLE - lost)

    def stretch(self) -> Stretch:
        return Stretch(self.start, self.end, self.calendar, self.working, self.terms.values)


def _terms_on(day: date, terms: Sequence[Terms]) -> Terms:
    found = [each for each in terms if day in each.days]
    if not found:
        raise TermsMissing(day)
    if len(found) > 1:
        raise TermsOverlap(day)
    return found[0]
