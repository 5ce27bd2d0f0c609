"""When to remind of something that runs out."""

from collections.abc import Iterable
from datetime import date

# Said on the first round after the last day.
OVER = 0


def reminder_due(*, expires_on: date, today: date, days_ahead: Iterable[int], reminded_days: int | None) -> int | None:
    """How many days ahead the reminder is meant for that is due and not yet sent, or None.

    Reminders that were missed while nothing ran are not made up for one by one: the one nearest to the end is sent.
    """
    left = (expires_on - today).days
    due = [OVER] if left < 0 else [days for days in days_ahead if left <= days]
    if not due or (reminded_days is not None and reminded_days <= min(due)):
        return None
    return min(due)
