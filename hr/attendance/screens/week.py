"""The week as bars."""

from dataclasses import dataclass

from hr.attendance.queries import OwnTime
from hr.attendance.rules import DaySummary, expected_minutes, total_of
from hr.attendance.screens.wording import long_day, weekday_short


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One day of the picture; positions in percent."""

    label: str
    long_label: str
    minutes: int
    planned_minutes: int
    centre: float
    y: float
    height: float
    is_today: bool


@dataclass(frozen=True, slots=True)
class WeekChart:
    """What _week.html takes."""

    days: list[WeekBar]
    goal_y: float | None
    worked_minutes: int
    planned_minutes: int


def week_chart(own: OwnTime) -> WeekChart:
    """The bars of somebody's week, as tall as its longest day or a planned one."""
    goals = {expected_minutes(day, own.plan) for day in own.week} - {0}
    tallest = max([day.worked_minutes for day in own.week] + [*goals, 1])
    goal = goals.pop() if len(goals) == 1 else None
    return WeekChart(
        days=[_bar(day, own, position, tallest) for position, day in enumerate(own.week)],
        goal_y=None if goal is None else round(100 - 100 * goal / tallest, 2),
        worked_minutes=total_of(own.week).worked_minutes,
        planned_minutes=sum(expected_minutes(day, own.plan) for day in own.week),
    )


def _bar(day: DaySummary, own: OwnTime, position: int, tallest: int) -> WeekBar:
    height = round(100 * day.worked_minutes / tallest, 2)
    return WeekBar(
        label=weekday_short(day.business_date),
        long_label=long_day(day.business_date),
        minutes=day.worked_minutes,
        planned_minutes=expected_minutes(day, own.plan),
        centre=round((position + 0.5) * 100 / len(own.week), 2),
        y=round(100 - height, 2),
        height=height,
        is_today=day.business_date == own.today.business_date,
    )
