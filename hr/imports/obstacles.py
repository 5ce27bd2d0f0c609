"""Why an import as a whole cannot be brought in."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from core.periods import DateRange
from hr.people.models import EmploymentPeriod
from tenants.features.queries import current_limits


def find_obstacle(new_rows: Sequence[Any], *, today: date) -> str:
    """Too few seats for the new people, in words; nothing where there is none."""
    limits = current_limits()
    if limits is None:
        return ""
    held = list(EmploymentPeriod.objects.all().overlapping(DateRange(today)).values_list("start_date", "end_date"))
    new = [(row.values["start_date"], row.values.get("end_date")) for row in new_rows]
    coming = [(start, end) for start, end in new if end is None or end >= today]
    if not coming or most_at_once([*held, *coming], today) <= limits.employees:
        return ""
    words = {"plan": limits.plan_name, "limit": limits.employees, "taken": most_at_once(held, today), "coming": len(coming)}
    message = _(
        "Your plan %(plan)s has %(limit)s seats. %(taken)s are taken and the file adds %(coming)s, so nothing can be brought in "
        "yet. Take rows out of the file, or move to a larger plan."
    )
    return message % words


def most_at_once(periods: Sequence[tuple[date, date | None]], since: date) -> int:
    """The most that hold on any one day from `since` on."""
    steps = [(max(start, since), 1) for start, _end in periods]
    steps += [(end + timedelta(days=1), -1) for _start, end in periods if end is not None]
    # Who leaves makes room on the day after.
    return max(accumulate(step for _day, step in sorted(steps)), default=0)
