"""What the pages of people show, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from core.moments import day_text, moment_text
from hr.calendars.models import Holiday
from hr.people.access import IDENTITY_NUMBERS
from tenants.accounts.capabilities import DataGroup


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody saw some of one's data, on one day."""

    reader_id: UUID
    reader: str
    what: str
    when: str
    times: int


def look_rows(looks: Iterable[Mapping[str, Any]]) -> list[LookRow]:
    """Rows of `core.audit.queries.looks_at`."""
    labels = {**dict(DataGroup.choices), IDENTITY_NUMBERS: _("Identity numbers")}
    return [
        LookRow(
            reader_id=look["reader_id"],
            reader=look["reader_label"],
            what=str(labels.get(look["data_group"], look["data_group"])),
            when=moment_text(look["latest"]),
            times=look["times"],
        )
        for look in looks
    ]


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A holiday in a year's list."""

    name: str
    weekday: str
    day_text: str
    part: str
    """Which half of the day, if it is one."""
    is_over: bool
    is_next: bool


def holiday_months(holidays: list[Holiday], *, today: date) -> list[tuple[str, list[HolidayRow]]]:
    """The holidays under their months; the next one is marked."""
    coming = next((holiday for holiday in holidays if holiday.day >= today), None)
    return [
        (formats.date_format(date(year, month, 1), _("F Y")), [_holiday_row(each, today, is_next=each is coming) for each in group])
        for (year, month), group in groupby(holidays, key=lambda holiday: (holiday.day.year, holiday.day.month))
    ]


def _holiday_row(holiday: Holiday, today: date, *, is_next: bool) -> HolidayRow:
    is_half = holiday.part != Holiday.Part.WHOLE
    return HolidayRow(
        name=holiday.name,
        weekday=formats.date_format(holiday.day, "l"),
        day_text=day_text(holiday.day),
        part=str(holiday.get_part_display()) if is_half else "",
        is_over=holiday.day < today,
        is_next=is_next,
    )
