"""What rows that hold from one day to another have in common: one at a time, and the next ends the last."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from core.moments import day_text
from core.periods import DateRange
from hr.people.models import Employee
from payroll.compensation.actions.own import refuse_own
from payroll.compensation.rules.amounts import CompensationRefusal

Row = TypeVar("Row", bound=models.Model)
_DAY = timedelta(days=1)


class EndsBeforeStart(CompensationRefusal):
    """The last day would come before the first."""

    def __init__(self) -> None:
        super().__init__(_("The last day cannot come before the first day. Check both dates."), field="end_date")


class DaysTaken(CompensationRefusal):
    """There is a row for some of the days already, and only one can hold."""

    def __init__(self, what: object, days: DateRange | None = None) -> None:
        if days is None:
            message = _("Somebody has just entered %(what)s for these days. Look at the list and try again.")
        elif days.end is None:
            message = _("There are %(what)s from %(first)s on already. Change those, or give these a last day before.")
        else:
            message = _("There are %(what)s from %(first)s to %(last)s already. Change those, or choose other days.")
        first, last = (day_text(day) if day else "" for day in ((days.start, days.end) if days else (None, None)))
        super().__init__(message % {"what": what, "first": first, "last": last}, field="start_date")


@contextmanager
def only_change(employee: Employee, *, by: Actor | None = None) -> Iterator[None]:
    """A transaction in which nobody else changes this person's pay; an overlap that the database refuses gets our name.

    `by` is who decides what is paid; whoever only books what is decided says nobody. Raises OwnPay.
    """
    refuse_own(employee, by)
    try:
        with transaction.atomic():
            Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if not constraint.endswith("_never_two_at_once"):
            raise
        raise DaysTaken(_("details")) from error


def add_dated(
    row: Any, *, same: Sequence[str], recorded: Sequence[str], action: str, acting_user: Actor | None, ends_running: bool = True
) -> None:
    """Add `row`. One of the same person and `same` that was running without an end then ends the day before, if it may.

    Call it in `only_change`. Raises EndsBeforeStart, DaysTaken.
    """
    if row.end_date is not None and row.end_date < row.start_date:
        raise EndsBeforeStart
    running = _alike(row, same).filter(end_date=None, start_date__lt=row.start_date).first()
    if ends_running and running is not None:
        write_changes(running, {"end_date": row.start_date - _DAY}, acting_user)
    _refuse_overlap(row, same)
    row.save(force_insert=True)
    _record(row, action, acting_user, after=field_values(row, list(recorded)))


def change_dated(row: Any, changes: dict[str, Any], *, same: Sequence[str], acting_user: Actor | None) -> None:
    """Change `row`, which was just read. Call it in `only_change`. Raises EndsBeforeStart, DaysTaken."""
    changed = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | changes)
    if changed.end_date is not None and changed.end_date < changed.start_date:
        raise EndsBeforeStart
    _refuse_overlap(changed, same)
    write_changes(row, changes, acting_user)


def first_day_changed(days: DateRange, after: dict[str, Any]) -> date:
    """The first day on which something differs: that of an end that moves is the day after the earlier of the two ends."""
    if set(after) == {"end_date"}:
        return min((end for end in (days.end, after["end_date"]) if end is not None), default=days.start) + _DAY
    start: date = after.get("start_date", days.start)
    return min(days.start, start)


def write_changes(row: models.Model, changes: dict[str, Any], acting_user: Actor | None) -> None:
    """Write those of `changes` that differ, with an audit row."""
    before, after = changed_values(field_values(row, list(changes)), changes)
    if not after:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    _record(row, "changed", acting_user, before=before, after=after)


def delete_row(row: models.Model, *, recorded: Sequence[str], acting_user: Actor | None) -> None:
    """Delete a row, with an audit row of what it held."""
    _record(row, "deleted", acting_user, before=field_values(row, list(recorded)))
    row.delete()


def _record(row: models.Model, verb: str, acting_user: Actor | None, **values: Any) -> None:
    record_event(action=f"{row._meta.model_name}:{verb}", acting_user=acting_user, subject=row, **values)


def _alike(row: Any, same: Sequence[str]) -> Any:
    alike = {name: getattr(row, name) for name in same}
    return type(row).objects.filter(employee=row.employee, **alike).exclude(pk=row.pk).order_by("start_date")


def _refuse_overlap(row: Any, same: Sequence[str]) -> None:
    for other in _alike(row, same):
        if other.days.overlaps(row.days):
            raise DaysTaken(row._meta.verbose_name_plural, other.days)
