"""When tasks are due, and when to remind of them. Pure."""

from datetime import date, timedelta

REMINDED_AHEAD = timedelta(days=2)
REMINDED_EVERY = timedelta(days=7)


def due_date(anchor: date, offset_days: int, *, today: date) -> date:
    """The day on which a task of somebody's first or last day is due; today where that has passed, so that nobody begins late."""
    return max(moved(anchor, offset_days), today)


def moved(day: date, days: int) -> date:
    """So many days later, or earlier; the calendar's own end where it goes no further."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def is_reminder_due(*, due: date, today: date, reminded_on: date | None) -> bool:
    """Whether to remind of an open task: once when it is nearly due, once when it is overdue, and each week from then on."""
    if today < due - REMINDED_AHEAD:
        return False
    if reminded_on is None:
        return True
    return today > due and (reminded_on <= due or today - reminded_on >= REMINDED_EVERY)
