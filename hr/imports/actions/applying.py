"""Bringing people in: what was looked at, all of it in one transaction, through the actions of the slices that it belongs to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions import record_event
from core.periods import DateRange
from hr.imports.actions.previewing import Shown, keep_outcome, outcome_of, shown_rows
from hr.imports.checking import Outcome, Row
from hr.imports.fields import Part, all_fields
from hr.imports.mapping import Mapping
from hr.imports.models import EmployeeImport, ImportRow, ImportStatus, Verdict
from hr.imports.progress import note_progress
from hr.lifecycle.actions import hire_many, leave
from hr.people.actions import (
    Hire,
    PeopleRefusal,
    TermsChange,
    add_department,
    change_employee,
    change_terms_of_many,
    end_employment,
    hire_employees,
    hold_employment_still,
    set_custom_values,
)
from hr.people.models import Employee, EmploymentTerms
from hr.people.queries import terms_on_many
from hr.personal.actions.bulk import add_records
from hr.personal.actions.entries import write_entry
from hr.personal.actions.refusals import PersonalRefusal
from hr.personal.models import Address, AddressKind, ChangeVerb, PersonalRecord
from hr.personal.sections import SECTIONS
from tenants.accounts.actions import AccountRefusal, EmailTaken
from tenants.accounts.models import User

_AT_ONCE = 250
_DAY = timedelta(days=1)


def apply_import(*, import_id: str, acting_user: User, today: date, now: datetime) -> None:
    """Bring in the rows without errors: all of them, or none if one is refused or anything is no longer as it was shown.

    Then it is to be looked at once more, and `note` or `obstacle` says why. Does nothing where somebody has stopped it.
    """
    with transaction.atomic():
        current = EmployeeImport.objects.select_for_update().get(pk=import_id)
        if current.status != ImportStatus.APPLYING:
            return
        # Until the commit nobody is hired, moved or given another manager, so what is checked now stays so.
        hold_employment_still()
        outcome = outcome_of(current, today=today)
        if shown_rows(outcome) != _as_shown(current):
            keep_outcome(current, outcome, today=today)
            current.note = _("Something has changed since this was checked, so nothing was brought in. Look at it once more.")
            current.save(update_fields=["note"])
            return
        if obstacle := outcome.obstacle or _obstacle_on_the_way(_Bringing(current, outcome, acting_user, now, today)):
            current.status, current.obstacle = ImportStatus.CHECKED, obstacle
            current.save(update_fields=["status", "obstacle"])
            return
        counts = {str(verdict.value): len(outcome.with_verdict(verdict)) for verdict in Verdict}
        event = record_event(action="employeeimport:applied", acting_user=acting_user, subject=current, after=counts)
        # After everything that it wrote into the trail, so that what comes later can be told from it.
        current.status, current.applied_at, current.sheet = ImportStatus.APPLIED, event.occurred_at, ""
        current.save(update_fields=["status", "applied_at", "sheet", "added_departments"])


def _obstacle_on_the_way(bringing: "_Bringing") -> str:
    """Bring it in; if a slice refuses, leave everything as it was and say why."""
    try:
        with transaction.atomic():
            bringing.bring()
    except (PeopleRefusal, PersonalRefusal, AccountRefusal, EmailTaken) as refusal:
        words = {"where": bringing.at, "reason": refusal.message}
        return _("Nothing was brought in, because a change was refused%(where)s: %(reason)s") % words
    return ""


def _as_shown(employee_import: EmployeeImport) -> Shown:
    rows = employee_import.rows.order_by("line").values("line", "name", "verdict", "changes", "problems")
    return [dict(row) for row in rows]


class _Bringing:
    """One import at work."""

    def __init__(self, current: EmployeeImport, outcome: Outcome, acting_user: User, now: datetime, today: date) -> None:
        self.current = current
        self.outcome = outcome
        self.fields = all_fields()
        self.acting_user = acting_user
        self.now = now
        self.today = today
        self.day = Mapping.from_json(current.mapping).effective_date
        self.undo: dict[int, dict[str, Any]] = {}
        self.done = self.total = 0
        # For words about a refusal that does not say itself whom it is about.
        self.at = ""

    def bring(self) -> None:
        new, changed = self.outcome.with_verdict(Verdict.NEW), self.outcome.with_verdict(Verdict.CHANGED)
        self.total = len(new) + len(changed)
        self._add_departments([*new, *changed])
        self._each(new, self._hire)
        self._each(changed, self._change)
        rows = {row.line: row for row in self.current.rows.all()}
        for row in [*new, *changed]:
            rows[row.line].employee, rows[row.line].undo = row.employee, self.undo.get(row.line, {})
        ImportRow.objects.bulk_update([rows[row.line] for row in [*new, *changed]], ["employee", "undo"], batch_size=500)

    def _each(self, rows: list[Row], bring: Callable[[list[Row]], None]) -> None:
        for some in batched(rows, _AT_ONCE):
            bring(list(some))
            self.done += len(some)
            note_progress(self.current, self.done, self.total)

    def _add_departments(self, rows: list[Row]) -> None:
        wanted = {row.values["department"].pk for row in rows if row.values.get("department")}
        planned = [each for each in self.outcome.departments.added.values() if each.pk in wanted]
        added = {each.pk: add_department(name=each.name, acting_user=self.acting_user) for each in planned}
        for row in rows:
            if (department := row.values.get("department")) is not None and department.pk in added:
                row.values["department"] = added[department.pk]
        self.current.added_departments = [str(each.pk) for each in added.values()]

    def _hire(self, rows: list[Row]) -> None:
        for row in rows:
            row.employee.custom_values = self._custom(row)
        hires = [
            Hire(row.employee, row.values["start_date"], row.values.get("end_date"), self._of(row, Part.TERMS))  # type: ignore[arg-type]
            for row in rows
        ]
        hire = hire_many if self.current.starts_checklists else hire_employees
        hire(hires=hires, today=self.today, acting_user=self.acting_user)
        entries: list[PersonalRecord | Address] = []
        for row in rows:
            if record := self._of(row, Part.RECORD):
                entries.append(PersonalRecord(employee=row.employee, **record))
            if place := self._of(row, Part.ADDRESS):
                entries.append(Address(employee=row.employee, kind=AddressKind.HOME, **place))
        add_records(entries=entries, acting_user=self.acting_user)

    def _change(self, rows: list[Row]) -> None:
        moved = [row for row in rows if self._of(row, Part.TERMS)]
        before = terms_on_many([row.employee for row in moved], self.day)
        for row in rows:
            self.undo[row.line] = {}
            self.at = _(" in row %(line)s, %(name)s") % {"line": row.line, "name": row.name}
            if person := self._of(row, Part.PERSON):
                self.undo[row.line]["person"] = {code: getattr(row.employee, code) for code in person}
                change_employee(employee=row.employee, acting_user=self.acting_user, **person)
            self._write_entries(row)
            if custom := self._custom(row):
                self.undo[row.line]["custom"] = {key: row.employee.custom_values.get(key) for key in custom}
                set_custom_values(employee=row.employee, values=custom, acting_user=self.acting_user)
        self.at = ""
        for row in moved:
            terms, wanted = before[row.employee.pk], self._of(row, Part.TERMS)
            self.undo[row.line]["terms"] = terms_before(terms, list(wanted), self.day)
        changes = [TermsChange(row.employee, self.day, self._of(row, Part.TERMS)) for row in moved]  # type: ignore[arg-type]
        change_terms_of_many(changes=changes, acting_user=self.acting_user)
        for row in rows:
            if "end_date" in row.values:
                self.at = _(" in row %(line)s, %(name)s") % {"line": row.line, "name": row.name}
                self._end(row, row.values["end_date"])
        self.at = ""

    def _end(self, row: Row, last_day: date) -> None:
        """Somebody's last day: with all that follows from it, unless it is past or HR does not want that."""
        former = row.employee.period_history.latest("start_date").end_date
        self.undo[row.line]["end_date"] = former.isoformat() if former else ""
        if last_day < self.today or not self.current.starts_checklists:
            end_employment(employee=row.employee, last_day=last_day, today=self.today, acting_user=self.acting_user)
            return
        self.undo[row.line]["led"] = led_from(row.employee, last_day + _DAY)
        leave(employee=row.employee, last_day=last_day, today=self.today, now=self.now, acting_user=self.acting_user)

    def _write_entries(self, row: Row) -> None:
        record, place = self._of(row, Part.RECORD), self._of(row, Part.ADDRESS)
        for code in ("about", "contact"):
            if values := {name: value for name, value in record.items() if name in SECTIONS[code].fields}:
                known = PersonalRecord.objects.filter(pk=row.employee.pk).first() or PersonalRecord()
                self._write(row, code, ChangeVerb.CHANGE, None, values, {name: getattr(known, name) for name in values})
        if place:
            address = Address.objects.filter(employee=row.employee, kind=AddressKind.HOME).first()
            if address is None:
                self._write(row, "addresses", ChangeVerb.ADD, None, {"kind": AddressKind.HOME, **place}, None)
            else:
                self._write(row, "addresses", ChangeVerb.CHANGE, address, place, {name: getattr(address, name) for name in place})

    def _write(
        self, row: Row, section: str, verb: ChangeVerb, entry: Address | None, values: dict[str, Any], old: dict[str, Any] | None
    ) -> None:
        written = write_entry(
            employee=row.employee,
            section=SECTIONS[section],
            verb=verb,
            entry_id=entry.pk if entry else None,
            values=values,
            acting_user=self.acting_user,
            now=self.now,
        )
        plain = old and {name: value.isoformat() if isinstance(value, date) else value for name, value in old.items()}
        entry_id = str(written.pk) if section == "addresses" else None
        self.undo[row.line].setdefault("entries", []).append({"section": section, "entry": entry_id, "old": plain})

    def _custom(self, row: Row) -> dict[str, Any]:
        """Values of the company's own fields, by their keys."""
        values = self._of(row, Part.CUSTOM)
        return {
            field.custom.key: values[code] for code, field in self.fields.items() if field.custom is not None and code in values
        }

    def _of(self, row: Row, part: Part) -> dict[str, Any]:
        return row.of_part(part, self.fields)


def led_from(employee: Employee, day: date) -> list[dict[str, Any]]:
    """What gives somebody the people back who are to report to them from `day` on."""
    rows = EmploymentTerms.objects.filter(manager=employee).overlapping(DateRange(day))
    return [
        {"employee": str(terms.employee_id), **terms_before(terms, ["manager"], max(terms.start_date, day))}
        for terms in rows.select_related("manager")
    ]


def terms_before(terms: EmploymentTerms, names: list[str], day: date) -> dict[str, Any]:
    """What puts terms back as they were before a change from `day` on."""
    old = {name: getattr(terms, name) for name in names}
    plain = {name: str(value.pk) if hasattr(value, "pk") else value if value is None else str(value) for name, value in old.items()}
    return {"day": day.isoformat(), "old": plain, "was_split": terms.start_date < day}
