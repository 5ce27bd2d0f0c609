"""Whole years, as ages and lengths of service are counted."""

from datetime import date


def whole_years(since: date, day: date) -> int:
    """Years completed on `day`; somebody born on 29 February completes theirs on 1 March of other years."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
