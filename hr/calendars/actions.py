"""Writes of holiday calendars and work patterns."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from core.countries import UnknownCountry, country as find_country
from core.formatting import current_date_style
from core.moments import day_text
from hr.calendars.models import Holiday, HolidayCalendar, WorkPattern, WorkPatternDay
from hr.calendars.public_holidays import public_holidays, subdivision_choices
from hr.calendars.queries import company_cycle
from hr.calendars.rules import FIRST_MONDAY, Shift, WorkCycle
from tenants.company_settings.queries import get_settings

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# From this month on people plan the next year.
_NEXT_YEAR_FROM = 10
_RECORDED = ["name", "cycle_days", "anchor_date"]


class CalendarRefusal(Exception):
    """A write that cannot be; `message` says why, in whole sentences, and what to do."""

    message: "StrPromise | str" = ""

    def __str__(self) -> str:
        return str(self.message)


class NothingKnown(CalendarRefusal):
    """No holidays are known of the calendar's country and part in a year."""

    message = _(
        "No public holidays are known for this place and year. Choose another country or a year nearer to now, or add the "
        "holidays one by one."
    )


class HoldsForEverybodyElse(CalendarRefusal):
    """The calendar that is to be deleted is the company's own."""

    message = _(
        "This calendar holds for everybody whose location has none of its own, so it cannot be deleted. Let another one hold for "
        "everybody else first."
    )


class ShiftsOverlap(CalendarRefusal):
    """A shift would still run when the next one begins."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.message = _("The hours of day %(day)s run into those of the day after it. Let them end before the next begin.") % {
            "day": number
        }


class BreakTooLong(CalendarRefusal):
    """Nothing is left of a day's work after its break."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.message = _(
            "The break of day %(day)s is as long as its hours, so no work is left. Shorten it, or make the day free."
        ) % {"day": number}


class PatternClosed(CalendarRefusal):
    """People worked by the pattern on days that the company has closed."""

    def __init__(self, pattern: WorkPattern, closed_until: date) -> None:
        super().__init__(pattern.pk, closed_until)
        self.message = _(
            "People have worked by “%(pattern)s” on days up to %(day)s, which are closed to changes. Make another pattern, and "
            "change the terms of these people from a later day."
        ) % {"pattern": pattern, "day": day_text(closed_until)}


def add_calendar(*, name: str, country: str, subdivision: str, year: int, acting_user: Actor | None) -> HolidayCalendar:
    """A calendar with the public holidays of a place and year; the first one is everybody's. Raises NothingKnown."""
    with transaction.atomic():
        is_first = not HolidayCalendar.objects.filter(is_default=True).exists()
        calendar = HolidayCalendar.objects.create(name=name, country=country, subdivision=subdivision, is_default=is_first)
        part = dict(subdivision_choices(country)).get(subdivision, subdivision)
        recorded = {**field_values(calendar, ["name", "country"]), "subdivision": part}
        record_event(action="holidaycalendar:added", acting_user=acting_user, subject=calendar, after=recorded)
        if country:
            add_year(calendar=calendar, year=year, acting_user=acting_user)
    return calendar


def add_first_calendar(*, country: str, year: int) -> None:
    """What a new company starts with: the calendar of its country, if one is known of it. One that is there stays."""
    if not HolidayCalendar.objects.exists():
        with suppress(NothingKnown, UnknownCountry):
            name = find_country(country).name("en")
            add_calendar(name=name, country=country, subdivision="", year=year, acting_user=None)


def add_year(*, calendar: HolidayCalendar, year: int, acting_user: Actor | None) -> int:
    """Add the public holidays of a year that the calendar lacks; how many. Dates that it has stay as they are.

    Raises NothingKnown.
    """
    try:
        known = list(public_holidays(calendar.country, calendar.subdivision, year)) if calendar.country else []
    except NotImplementedError as error:
        raise NothingKnown from error
    if not known:
        raise NothingKnown
    with transaction.atomic():
        current = HolidayCalendar.objects.select_for_update().get(pk=calendar.pk)
        taken = set(current.holidays.filter(day__year=year).values_list("day", flat=True))
        missing = [each for each in known if each.day not in taken]
        Holiday.objects.bulk_create(Holiday(calendar=current, day=each.day, name=each.name, part=each.part) for each in missing)
        current.added_until = max(year, current.added_until or year)
        current.save(update_fields=["added_until"])
        after = {"year": year, "count": len(missing)}
        record_event(action="holidaycalendar:year_added", acting_user=acting_user, subject=current, after=after)
    return len(missing)


def add_coming_years(*, today: date) -> None:
    """Give each calendar the years that it lacks up to this one, and from October on up to the next; a round calls it daily."""
    wanted = today.year + (today.month >= _NEXT_YEAR_FROM)
    for calendar in HolidayCalendar.objects.filter(added_until__lt=wanted).exclude(country=""):
        assert calendar.added_until is not None  # The filter says so.
        for year in range(calendar.added_until + 1, wanted + 1):
            try:
                add_year(calendar=calendar, year=year, acting_user=None)
            except NothingKnown:
                # The library has not heard of that year yet; another release of it may have.
                break


def make_default(*, calendar: HolidayCalendar, acting_user: Actor) -> None:
    """Let a calendar hold for everybody whose location has none of its own."""
    with transaction.atomic():
        # All of them in one order, so that two who choose at once wait for each other.
        list(HolidayCalendar.objects.select_for_update().order_by("pk").values_list("pk"))
        HolidayCalendar.objects.filter(is_default=True).exclude(pk=calendar.pk).update(is_default=False)
        if HolidayCalendar.objects.filter(pk=calendar.pk, is_default=False).update(is_default=True):
            record_event(action="holidaycalendar:made_default", acting_user=acting_user, subject=calendar)


def delete_calendar(*, calendar: HolidayCalendar, acting_user: Actor) -> None:
    """Take a calendar away with its holidays.

    Raises HoldsForEverybodyElse, and Django's ProtectedError where locations keep to it.
    """
    with transaction.atomic():
        current = HolidayCalendar.objects.select_for_update().get(pk=calendar.pk)
        if current.is_default:
            raise HoldsForEverybodyElse
        before = {"name": current.name, "holidays": current.holidays.count()}
        record_event(action="holidaycalendar:deleted", acting_user=acting_user, subject=current, before=before)
        current.delete()


def add_pattern(*, name: str, cycle_days: int, anchor_date: date = FIRST_MONDAY, acting_user: Actor) -> WorkPattern:
    """A pattern, at first with the company's hours on its working days where the cycle is of whole weeks."""
    with transaction.atomic():
        pattern = WorkPattern.objects.create(name=name, cycle_days=cycle_days, anchor_date=anchor_date)
        usual = company_cycle(get_settings())
        shifts = {number: usual.shift_on(pattern.cycle.date_of(number)) for number in range(1, cycle_days + 1)}
        if cycle_days % 7 == 0:
            _write_days(pattern, {number: shift for number, shift in shifts.items() if shift})
        record_event(action="workpattern:added", acting_user=acting_user, subject=pattern, after=_recorded(pattern))
    return pattern


def change_pattern(
    *, pattern: WorkPattern, name: str, cycle_days: int, anchor_date: date, shifts: Mapping[int, Shift], acting_user: Actor
) -> WorkPattern:
    """Let a pattern be exactly this, for everybody who works by it. Shifts beyond the cycle's length are left out.

    Raises BreakTooLong, ShiftsOverlap, PatternClosed.
    """
    wanted = {number: shift for number, shift in shifts.items() if number <= cycle_days}
    for number, shift in wanted.items():
        if shift.minutes <= 0:
            raise BreakTooLong(number)
    cycle = WorkCycle(anchor_date, cycle_days, wanted)
    if (overlapping := cycle.overlapping_day) is not None:
        raise ShiftsOverlap(overlapping)
    with transaction.atomic():
        current = WorkPattern.objects.select_for_update().get(pk=pattern.pk)
        before = _recorded(current)
        if current.cycle != cycle:
            _refuse_closed(current)
        current.name, current.cycle_days, current.anchor_date = name, cycle_days, anchor_date
        current.save(update_fields=_RECORDED)
        current.days.all().delete()
        _write_days(current, wanted)
        before, after = changed_values(before, _recorded(current))
        if after:
            record_event(action="workpattern:changed", acting_user=acting_user, subject=current, before=before, after=after)
    return current


def _refuse_closed(pattern: WorkPattern) -> None:
    rows = list(pattern.terms.values_list("employee", "start_date"))
    # Until when somebody's pay is final is known above calendars, so it is named in the settings.
    closed_until_of: Callable[[set[UUID]], dict[UUID, date]] = import_string(settings.PAY_CLOSED_UNTIL)
    closed = closed_until_of({employee for employee, _start in rows})
    reached = [closed[employee] for employee, start in rows if employee in closed and start <= closed[employee]]
    if reached:
        raise PatternClosed(pattern, max(reached))


def _write_days(pattern: WorkPattern, shifts: Mapping[int, Shift]) -> None:
    WorkPatternDay.objects.bulk_create(
        WorkPatternDay(pattern=pattern, number=number, start=shift.start, end=shift.end, break_minutes=shift.break_minutes)
        for number, shift in sorted(shifts.items())
    )


def _recorded(pattern: WorkPattern) -> dict[str, object]:
    style = current_date_style()
    days = [
        f"{number}: {style.time_text(shift.start)} – {style.time_text(shift.end)}"
        for number, shift in sorted(pattern.cycle.shifts.items())
    ]
    return {**field_values(pattern, _RECORDED), "days": days}
