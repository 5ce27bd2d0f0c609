"""Overtime from the minutes of work days: which of them are paid at which multiple of an hour's pay.

A structure pays them with `weighted_overtime_minutes * hourly_rate / 60`; nothing is rounded before that.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate

type DayKind = Literal["working_day", "rest_day", "holiday"]
_DAY = 24 * 60


class OvertimeNotPossible(CannotCalculate):
    """A day has no such minutes of overtime."""

    def __init__(self, day: date, minutes: int) -> None:
        super().__init__(
            _("Overtime cannot be paid."),
            _("%(day)s would have %(minutes)s minutes of overtime.") % {"day": day.isoformat(), "minutes": minutes},
            _("Correct the work day; it has between 0 and 1,440 minutes."),
        )


class WorkedDay(msgspec.Struct, frozen=True):
    """Minutes of overtime on a work day, as attendance closed it."""

    day: date
    overtime_minutes: int
    kind: DayKind = "working_day"


class OvertimeTier(msgspec.Struct, frozen=True):
    """On days of a kind, what a day's overtime has above `above_minutes`, up to the next tier, is paid `multiplier` times."""

    kind: DayKind
    multiplier: Decimal
    above_minutes: int = 0


class Overtime(msgspec.Struct, frozen=True):
    """Minutes by multiplier, in the order of the multipliers. Minutes for which there is no tier are not paid."""

    minutes: tuple[tuple[Decimal, int], ...]

    @property
    def weighted_minutes(self) -> Decimal:
        """Minutes times their multipliers, exactly."""
        return sum((multiplier * minutes for multiplier, minutes in self.minutes), Decimal(0))

    @property
    def source(self) -> str:
        """How the input came about, for the trace: "2:30 at 1.5, 1:00 at 2"."""
        return ", ".join(f"{minutes // 60}:{minutes % 60:02} × {multiplier:f}" for multiplier, minutes in self.minutes)


def overtime(days: Iterable[WorkedDay], tiers: Sequence[OvertimeTier]) -> Overtime:
    """The minutes of `days` by their multipliers. Raises OvertimeNotPossible."""
    totals: dict[Decimal, int] = {}
    for day in days:
        if not 0 <= day.overtime_minutes <= _DAY:
            raise OvertimeNotPossible(day.day, day.overtime_minutes)
        for multiplier, minutes in _of_day(day, tiers):
            totals[multiplier] = totals.get(multiplier, 0) + minutes
    return Overtime(tuple(sorted(totals.items())))


def weekly_overtime(worked: Iterable[WorkedDay], *, after_minutes: int, first_weekday: int = 1) -> Iterator[WorkedDay]:
    """Days whose minutes are all that were worked, with those beyond a week's `after_minutes` as overtime (FLSA: 2,400).

    `first_weekday` is an ISO weekday.
    """
    for _week, days in groupby(sorted(worked, key=lambda each: each.day), key=lambda each: _week_of(each.day, first_weekday)):
        total = 0
        for each in days:
            before, total = total, total + each.overtime_minutes
            beyond = max(total - after_minutes, 0) - max(before - after_minutes, 0)
            yield msgspec.structs.replace(each, overtime_minutes=beyond)


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)


def _of_day(day: WorkedDay, tiers: Sequence[OvertimeTier]) -> Iterator[tuple[Decimal, int]]:
    fitting = sorted((tier for tier in tiers if tier.kind == day.kind), key=lambda tier: tier.above_minutes)
    ends = (*(tier.above_minutes for tier in fitting[1:]), _DAY)
    for tier, end in zip(fitting, ends, strict=False):
        if (minutes := min(day.overtime_minutes, end) - tier.above_minutes) > 0:
            yield tier.multiplier, minutes
