"""Work patterns are changed as a whole, and what cannot be worked is refused."""

from datetime import date, time

import pytest

from core.audit.models import AuditEvent
from hr.calendars.actions import BreakTooLong, PatternClosed, ShiftsOverlap, add_pattern, change_pattern
from hr.calendars.models import WorkPattern
from hr.calendars.queries import cycles_of
from hr.calendars.rules import FIRST_MONDAY, Shift
from hr.people.models import EmploymentTerms
from payroll.compensation.actions import close_pay
from payroll.compensation.models import EVERYBODY
from tenants.accounts.models import User

EARLY, NIGHT = Shift(time(6), time(14), 30), Shift(time(22), time(6))


@pytest.fixture
def pattern(alice: User) -> WorkPattern:
    return add_pattern(name="Early", cycle_days=7, acting_user=alice)


def change(pattern: WorkPattern, shifts: dict[int, Shift], by: User, **values: object) -> WorkPattern:
    wanted = {"name": pattern.name, "cycle_days": pattern.cycle_days, "anchor_date": pattern.anchor_date, **values}
    return change_pattern(pattern=pattern, shifts=shifts, acting_user=by, **wanted)  # type: ignore[arg-type]


def test_a_week_begins_with_the_companys_hours(pattern: WorkPattern, alice: User) -> None:
    assert pattern.cycle.shifts == dict.fromkeys([1, 2, 3, 4, 5], Shift(time(9), time(17, 30), 30))
    two_weeks = add_pattern(name="Two weeks", cycle_days=14, acting_user=alice)
    assert sorted(two_weeks.cycle.shifts) == [1, 2, 3, 4, 5, 8, 9, 10, 11, 12]
    rotating = add_pattern(name="Four on", cycle_days=8, anchor_date=date(2026, 3, 1), acting_user=alice)
    assert rotating.cycle.shifts == {}
    # A cycle of a week that begins on a Thursday has its free days where they fall.
    thursday = add_pattern(name="Thursday", cycle_days=7, anchor_date=date(2026, 1, 1), acting_user=alice)
    assert sorted(thursday.cycle.shifts) == [1, 2, 5, 6, 7]


def test_it_is_changed_as_a_whole(pattern: WorkPattern, alice: User) -> None:
    change(pattern, {1: EARLY, 2: EARLY, 9: NIGHT}, alice, name="Short week", cycle_days=7)
    assert cycles_of([pattern.pk, None])[pattern.pk].shifts == {1: EARLY, 2: EARLY}
    event = AuditEvent.objects.get(action="workpattern:changed")
    assert event.after is not None
    assert event.after["days"] == ["1: 06:00 – 14:00", "2: 06:00 – 14:00"]
    change(WorkPattern.objects.get(), {1: EARLY, 2: EARLY}, alice)
    assert AuditEvent.objects.filter(action="workpattern:changed").count() == 1


def test_what_cannot_be_worked_is_refused(pattern: WorkPattern, alice: User) -> None:
    with pytest.raises(ShiftsOverlap, match="day 1 run into those of the day after"):
        change(pattern, {1: NIGHT, 2: Shift(time(5), time(9))}, alice)
    with pytest.raises(BreakTooLong, match="break of day 3"):
        change(pattern, {3: Shift(time(9), time(10), 60)}, alice)


def test_closed_days_keep_their_pattern(pattern: WorkPattern, alice: User, carol: User) -> None:
    EmploymentTerms.objects.filter(employee__user=carol).update(work_pattern=pattern)
    close_pay(frequency=EVERYBODY, closed_until=date(2026, 2, 1), acting_user=alice)
    with pytest.raises(PatternClosed, match="have worked by “Early”"):
        change(pattern, {1: EARLY}, alice)
    assert change(pattern, dict(pattern.cycle.shifts), alice, name="Earlier").name == "Earlier"
    close_pay(frequency=EVERYBODY, closed_until=date(2025, 12, 31), acting_user=alice)
    assert change(pattern, {1: EARLY}, alice).anchor_date == FIRST_MONDAY
