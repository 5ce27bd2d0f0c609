"""Employment by dates: when it begins and ends, and on what terms from which day on.

All of them hold the table of terms still first: two changes of managers at once could close a circle that neither closes alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from core.audit.actions import Actor, field_values, record_event
from core.periods import DateRange
from hr.calendars.models import WorkPattern
from hr.people.actions.refusals import ChangesClosed, EndsBeforeStart, FirstTerms, ManagerCircle, NotEmployed, named_refusals
from hr.people.actions.rows import lock_table
from hr.people.actions.seats import refuse_beyond_plan
from hr.people.models import Department, Employee, EmploymentPeriod, EmploymentTerms, Location
from hr.people.queries import RELATED_TERMS, closed_until_of, reporting_lines
from hr.people.rules import by_employee, first_day_of_circle

_DAY = timedelta(days=1)


class TermsChanges(TypedDict, total=False):
    """What `change_terms` may change."""

    job_title: str
    department: Department | None
    manager: Employee | None
    location: Location | None
    contract_type: str
    weekly_hours: Decimal | None
    work_pattern: WorkPattern | None
    full_time_equivalent: Decimal
    cost_center: str


def change_terms(
    *, employee: Employee, start_date: date, acting_user: Actor | None, **changes: Unpack[TermsChanges]
) -> EmploymentTerms:
    """Let the named terms be so from `start_date` on, which may lie ahead, and return the terms of that day.

    What is planned for later stays planned: of terms that begin later only what had not been changed by then follows.
    Raises NotEmployed, ChangesClosed, ManagerCircle.
    """
    change = TermsChange(employee, start_date, changes)
    [terms] = change_terms_of_many(changes=[change], acting_user=acting_user)
    return terms


@dataclass(frozen=True, slots=True)
class TermsChange:
    """What `change_terms` is to do for one of many."""

    employee: Employee
    start_date: date
    changes: TermsChanges


def change_terms_of_many(*, changes: Iterable[TermsChange], acting_user: Actor | None) -> list[EmploymentTerms]:
    """Do as `change_terms` for each, all or none, and return the terms of each. Raises as it does.

    Circles are looked for when all is changed, so that people may come to stand between others in any order.
    """
    with named_refusals():
        lock_table(EmploymentTerms)
        written = [_change(change, acting_user) for change in changes]
        refuse_circles({change.employee: days for change, _row, days in written if days is not None})
    return [row for _change_, row, _days in written]


def _change(change: TermsChange, acting_user: Actor | None) -> tuple[TermsChange, EmploymentTerms, DateRange | None]:
    """Write one change; with the days on which its manager is new."""
    employee, start_date = change.employee, change.start_date
    period = employee.period_history.covering(start_date).first()
    if period is None:
        raise NotEmployed(employee, start_date)
    rows = list(_terms_of(period))
    row = next(row for row in rows if start_date in row.days)
    wanted = {name: value for name, value in change.changes.items() if getattr(row, name) != value}
    if not wanted:
        return change, row, None
    _refuse_closed(employee, start_date)
    if wanted.get("manager") == employee:
        raise ManagerCircle(employee, employee, start_date)
    before = field_values(row, list(wanted))
    later = [each for each in rows if each.start_date > start_date]
    if row.start_date < start_date:
        row = _split(row, start_date)
    _carry_on([row, *later], wanted, before)
    after = {"effective_date": start_date, **wanted}
    record_event(action="employee:terms_changed", acting_user=acting_user, subject=employee, before=before, after=after)
    return change, row, DateRange(start_date, period.end_date) if wanted.get("manager") is not None else None


def withdraw_terms(*, terms: EmploymentTerms, acting_user: Actor | None) -> None:
    """Take a change back as if it had never been entered: what was before goes on. Raises FirstTerms, ChangesClosed.

    So it does in terms that begin later, as far as they had nothing else.
    """
    with named_refusals():
        lock_table(EmploymentTerms)
        employee = terms.employee
        period = employee.period_history.covering(terms.start_date).get()
        rows = list(_terms_of(period))
        place = next((place for place, row in enumerate(rows) if row.pk == terms.pk), None)
        if place is None:
            # Somebody else has just taken it back.
            return
        if place == 0:
            raise FirstTerms
        previous, current, *later = rows[place - 1 :]
        _refuse_closed(employee, current.start_date)
        former = {name: getattr(previous, name) for name in _TERMS if getattr(current, name) != getattr(previous, name)}
        before = field_values(current, list(former))
        current.delete()
        _save(previous, {"end_date": current.end_date})
        _carry_on(later, former, before)
        refuse_circles({employee: DateRange(previous.start_date, period.end_date)})
        before = {"effective_date": current.start_date, **before}
        record_event(action="employee:terms_withdrawn", acting_user=acting_user, subject=employee, before=before)


def move_employees(*, employees: Iterable[Employee], department: Department, start_date: date, acting_user: Actor) -> None:
    """Put people into a department from a day on: all of them, or none. Raises what `change_terms` raises."""
    changes = [TermsChange(employee, start_date, {"department": department}) for employee in employees]
    change_terms_of_many(changes=changes, acting_user=acting_user)


def hold_employment_still() -> None:
    """Let nobody else change employment until the end of the transaction: what was checked before a write stays so."""
    lock_table(EmploymentTerms)


def begin_employment(*, employee: Employee, start_date: date, today: date, terms: TermsChanges) -> EmploymentTerms:
    """The rows of an employment from `start_date` on, for the actions that write the audit row.

    Raises EmploymentsOverlap, NoSeatFree.
    """
    lock_table(EmploymentTerms)
    EmploymentPeriod.objects.create(employee=employee, start_date=start_date)
    refuse_beyond_plan(start_date=start_date, today=today)
    return EmploymentTerms.objects.create(employee=employee, start_date=start_date, **terms)


def rehire_employee(
    *, employee: Employee, start_date: date, today: date, acting_user: Actor | None, **terms: Unpack[TermsChanges]
) -> EmploymentPeriod:
    """Employ somebody once more from `start_date` on; what was before stays.

    What is not named in `terms` is as it was when they left. Raises EmploymentsOverlap, ChangesClosed, NoSeatFree, ManagerCircle.
    """
    with named_refusals():
        lock_table(EmploymentTerms)
        _refuse_closed(employee, start_date)
        if terms.get("manager") == employee:
            raise ManagerCircle(employee, employee, start_date)
        latest = employee.terms_history.select_related(*RELATED_TERMS).nearest_first(start_date).first()
        kept: dict[str, Any] = {name: getattr(latest, name) for name in _TERMS}
        begun = begin_employment(employee=employee, start_date=start_date, today=today, terms={**kept, **terms})  # type: ignore[typeddict-item]
        refuse_circles({employee: begun.days})
        after = {"start_date": start_date, **field_values(begun, ["job_title", "department", "manager"])}
        record_event(action="employee:rehired", acting_user=acting_user, subject=employee, after=after)
    return employee.period_history.get(start_date=start_date)


def change_first_day(*, employee: Employee, start_date: date, today: date, acting_user: Actor | None) -> EmploymentPeriod:
    """Move the first day of somebody's latest employment.

    Raises EndsBeforeStart, EmploymentsOverlap, ChangesClosed, and NoSeatFree and ManagerCircle of days on which they come to work.
    """
    with named_refusals():
        lock_table(EmploymentTerms)
        period = employee.period_history.latest("start_date")
        if start_date != period.start_date:
            former = period.start_date
            _refuse_closed(employee, min(start_date, former))
            _change_period(period, {"start_date": start_date})
            if start_date < former and former > today:
                refuse_beyond_plan(start_date=start_date, today=today)
            refuse_circles({employee: period.days})
            before, after = {"start_date": former}, {"start_date": start_date}
            record_event(action="employee:changed", acting_user=acting_user, subject=employee, before=before, after=after)
    return period


def end_employment(*, employee: Employee, last_day: date | None, today: date, acting_user: Actor | None) -> EmploymentPeriod:
    """Set the last day of somebody's latest employment; it may lie ahead, be changed, and be taken back with None.

    Changes that were planned for later go. Raises EndsBeforeStart, ChangesClosed, and NoSeatFree if they are to stay longer.
    """
    with named_refusals():
        lock_table(EmploymentTerms)
        period = employee.period_history.latest("start_date")
        if last_day != period.end_date:
            before = {"end_date": period.end_date}
            # From the day after the earlier of both on, something changes; the calendar's last day has none after it.
            earlier = min(day for day in (last_day, period.end_date) if day is not None)
            changed_from = earlier + _DAY if earlier < date.max else earlier
            _refuse_closed(employee, changed_from)
            _change_period(period, {"end_date": last_day})
            if last_day is None or last_day > earlier:
                refuse_beyond_plan(start_date=changed_from, today=today)
            refuse_circles({employee: period.days})
            after = {"end_date": last_day}
            record_event(action="employee:left", acting_user=acting_user, subject=employee, before=before, after=after)
    return period


_TERMS = list(TermsChanges.__annotations__)


def _terms_of(period: EmploymentPeriod) -> Iterable[EmploymentTerms]:
    rows = EmploymentTerms.objects.filter(employee_id=period.employee_id).overlapping(period.days)
    return rows.select_related(*RELATED_TERMS).order_by("start_date")


def _save(row: EmploymentTerms, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))


def _carry_on(rows: Iterable[EmploymentTerms], values: dict[str, Any], former: dict[str, Any]) -> None:
    """Give values to terms that follow one another, each as far as nothing else than the former one has stood there so far."""
    for row in rows:
        values = {name: value for name, value in values.items() if getattr(row, name) == former[name]}
        _save(row, values)


def _split(row: EmploymentTerms, day: date) -> EmploymentTerms:
    """End a row before `day` and go on from there with another like it."""
    values = {name: getattr(row, name) for name in [*_TERMS, "employee", "end_date"]}
    _save(row, {"end_date": day - _DAY})
    return EmploymentTerms.objects.create(start_date=day, **values)


def _change_period(period: EmploymentPeriod, dates: dict[str, date | None]) -> None:
    """Move an end of a period, and make its terms begin and end with it."""
    rows = list(_terms_of(period))
    for name, day in dates.items():
        setattr(period, name, day)
    if period.end_date is not None and period.end_date < period.start_date:
        raise EndsBeforeStart
    period.save(update_fields=list(dates))
    # Moved beyond all of them, the period goes on with the terms next to it.
    beyond = rows[-1] if rows[-1].start_date < period.start_date else rows[0]
    kept = [row for row in rows if row.days.overlaps(period.days)] or [beyond]
    EmploymentTerms.objects.filter(pk__in=[row.pk for row in rows if row not in kept]).delete()
    if kept[0] is kept[-1]:
        _save(kept[0], {"start_date": period.start_date, "end_date": period.end_date})
    else:
        _save(kept[0], {"start_date": period.start_date})
        _save(kept[-1], {"end_date": period.end_date})


def _refuse_closed(employee: Employee, day: date) -> None:
    closed_until = closed_until_of([employee.pk]).get(employee.pk)
    if closed_until is not None and day <= closed_until:
        raise ChangesClosed(day, closed_until)


def refuse_circles(days_of: Mapping[Employee, DateRange]) -> None:
    """Raise ManagerCircle if one of these employees reports to themselves on one of their days."""
    if not days_of:
        return
    ends = [days.end for days in days_of.values()]
    asked = DateRange(min(days.start for days in days_of.values()), None if None in ends else max(filter(None, ends)))
    lines_of = by_employee(reporting_lines(asked))
    for employee, days in days_of.items():
        day = first_day_of_circle(employee.pk, lines_of, days)
        if day is not None:
            terms = employee.terms_history.select_related("manager").covering(day).get()
            assert terms.manager is not None  # Who stands in a circle has a manager.
            raise ManagerCircle(employee, terms.manager, day)
