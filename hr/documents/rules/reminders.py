"""When people are reminded of what they were asked for. Pure."""

from datetime import date, timedelta

# Days before (negative) and after the due day; more than these nobody reads.
_REMINDERS = (-3, 1, 8, 15, 22)
LONGEST_AHEAD = timedelta(days=3)


def request_reminder_due(*, due_on: date, today: date, asked_on: date, reminded_on: date | None) -> bool:
    """Whether to remind today. Of reminders that were missed only the latest is sent, and none on the day of asking."""
    days = [day for offset in _REMINDERS if asked_on < (day := due_on + timedelta(days=offset)) <= today]
    return bool(days) and (reminded_on is None or reminded_on < days[-1])
