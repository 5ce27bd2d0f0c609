"""What the pages of attendance show: values of the rules turned into words and positions, for templates to write out.

The partials in templates/hr/attendance/ say at their top what they take. Nothing here queries.
"""

from hr.attendance.screens.clock import ClockCard, clock_card
from hr.attendance.screens.days import DayRow, day_rows
from hr.attendance.screens.month import MonthCalendar, month_calendar
from hr.attendance.screens.team import TeamRow, presence_counts, team_rows
from hr.attendance.screens.week import WeekChart, week_chart
from hr.attendance.screens.wording import long_day

__all__ = [
    "ClockCard",
    "DayRow",
    "MonthCalendar",
    "TeamRow",
    "WeekChart",
    "clock_card",
    "day_rows",
    "long_day",
    "month_calendar",
    "presence_counts",
    "team_rows",
    "week_chart",
]
