"""Dates as people and programs write them. Pure.

What can mean only one day is read: 2026-11-21, 21 November 2026, Nov 21, 2026, 21.11.2026, 21-Nov-26, 20261121, and the number
by which spreadsheets count days. Of 03/04/2026 the column has to say which part is the day.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from babel import Locale

# Day 1 of a spreadsheet is 1 January 1900, and it counts a 29 February 1900 that never was.
_SPREADSHEET_EPOCH = date(1899, 12, 30)
# From 1927 to 2119: outside, a number is more likely something else.
_SERIALS = range(10_000, 80_000)
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da")
# A year of two digits lies at most so far ahead.
_YEARS_AHEAD = 20
_SHORT = 2
_MONTHS = 12

_NUMERIC = re.compile(r"(\d{1,4})\s?([./\\ -])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\b\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?"
_MONTH = r"(?P<month>[^\W\d_]+)\.?"
_WITH_NAME = [
    re.compile(rf"{_DAY}[\s.\-/]*(?:de |of )?{_MONTH}[\s.,\-/]*(?:de |del )?{_YEAR}"),
    re.compile(rf"{_MONTH}[\s\-/]*{_DAY}(?:,\s*|[\s\-/]+){_YEAR}"),
    re.compile(rf"{_YEAR}[\s.\-/]+{_MONTH}[\s.\-/]+{_DAY}"),
]
_WEEKDAY = re.compile(r"([^\W\d_]+)[.,]*\s+(.+)")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)


class DayOrder(StrEnum):
    """Which part of 03/04/2026 is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class DateNotRead(Exception):
    """A text is no date, or none that means one day only."""


class DateAmbiguous(DateNotRead):
    """Either of two parts may be the day."""


def read_date(text: str, *, order: DayOrder | None, today: date) -> date:
    """The day that a text names. Raises DateAmbiguous where that depends on the order and none is given, DateNotRead.

    A year of two digits is the latest with these digits that lies at most 20 years after `today`.
    """
    text = _without_time(text)
    if text.isdecimal() and int(text) in _SERIALS:
        return _SPREADSHEET_EPOCH + timedelta(days=int(text))
    if (serial := re.fullmatch(r"(\d{5})\.\d+", text)) is not None and int(serial[1]) in _SERIALS:
        return _SPREADSHEET_EPOCH + timedelta(days=int(serial[1]))
    try:
        if compact := _COMPACT.fullmatch(text):
            return date(*map(int, compact.groups()))
        if numeric := _NUMERIC.fullmatch(text):
            return _from_numbers(numeric[1], numeric[3], numeric[4], dotted=numeric[2] == ".", order=order, today=today)
        if (weekday := _WEEKDAY.fullmatch(text)) and _folded(weekday[1]) in _names("days"):
            text = weekday[2]
        if named := next(filter(None, (pattern.fullmatch(text) for pattern in _WITH_NAME)), None):
            return date(_year(named["year"], today), _names("months")[_folded(named["month"])], int(named["day"]))
    except (ValueError, KeyError) as error:
        raise DateNotRead(text) from error
    raise DateNotRead(text)


def _without_time(text: str) -> str:
    return _TIME.sub("", " ".join(text.split()))


def order_of(texts: Iterable[str], *, today: date) -> tuple[DayOrder | None, bool]:
    """The order that the dates of a column show by themselves, and whether some of them need one to be read.

    None where they show none, or some show one and some the other: then somebody has to be asked.
    """
    shown, ambiguous = set(), False
    # Only these may be of either order, and of those that are alike one says it. The others are left out, since a file has many.
    for text in {text for text in texts if text[:1].isdecimal() and _NUMERIC.fullmatch(_without_time(text))}:
        try:
            read_date(text, order=None, today=today)
        except DateAmbiguous:
            ambiguous = True
        except DateNotRead:
            continue
        else:
            shown |= _shown_by(text)
    return (shown.pop() if len(shown) == 1 else None), ambiguous


def examples(text: str, *, today: date) -> Sequence[tuple[DayOrder, date]]:
    """What an ambiguous date would be in either order."""
    return [(order, read_date(text, order=order, today=today)) for order in DayOrder]


def _shown_by(text: str) -> set[DayOrder]:
    numeric = _NUMERIC.fullmatch(_without_time(text))
    if numeric is None or len(numeric[1]) > _SHORT or numeric[2] == ".":
        return set()
    first, second = int(numeric[1]), int(numeric[3])
    return set() if first == second else {DayOrder.DAY_FIRST if first > second else DayOrder.MONTH_FIRST}


def _from_numbers(first: str, second: str, third: str, *, dotted: bool, order: DayOrder | None, today: date) -> date:
    if len(first) > _SHORT:
        return date(int(first), int(second), int(third))
    one, two, year = int(first), int(second), _year(third, today)
    # Nobody writes the month first with points.
    if dotted or one > _MONTHS or one == two:
        return date(year, two, one)
    if two > _MONTHS:
        return date(year, one, two)
    if order is None:
        raise DateAmbiguous(first)
    return date(year, two, one) if order is DayOrder.DAY_FIRST else date(year, one, two)


def _year(text: str, today: date) -> int:
    if len(text) > _SHORT:
        return int(text)
    latest = today.year + _YEARS_AHEAD
    return latest - (latest - int(text)) % 100


@cache
def _names(of: str) -> dict[str, int]:
    """The names of months or of days in some languages, and which each is."""
    names: dict[str, int] = {"sept": 9} if of == "months" else {}
    for language in _LANGUAGES:
        known = getattr(Locale.parse(language), of)
        for usage in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {_folded(name): number for number, name in known[usage][width].items()}
    return names


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).rstrip(".")
