"""What an import would do: each row read, compared with what is known, and held against the others. Writes nothing."""

from collections.abc import Iterable, Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.sheet_reading import Sheet
from hr.imports.cells import CellNotValid, Context, read_cell, shown
from hr.imports.fields import FULL_NAME, NEEDED, NUMBER, ImportField, Part, Reading
from hr.imports.mapping import Mapping
from hr.imports.models import Verdict
from hr.imports.names import Candidate, Departments, Managers, NotKnown, key_of
from hr.imports.obstacles import find_obstacle
from hr.imports.rules.likeness import by_words, folded
from hr.imports.standing import Standing
from hr.imports.words import value_in_words
from hr.people.models import Department, Employee

Values = dict[str, Any]
# Longer lines of managers than any company has; a circle has no end.
MOST_LEVELS = 50
_MOST_NAMED = 5


@dataclass
class Row:
    """One row, as far as it is understood."""

    line: int
    values: Values = field(default_factory=dict)
    """By the field's code; of somebody who is here already, in the end only what differs."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    employee: Employee = field(default_factory=Employee)
    """Who is here already, or a new one who is not saved."""
    is_new: bool = True
    unread: set[str] = field(default_factory=set)
    """The fields whose cells are no such value."""
    full_name: str = ""
    """Not parted yet into first and last name."""

    @property
    def verdict(self) -> Verdict:
        """What it amounts to."""
        if self.problems:
            return Verdict.ERROR
        if self.is_new:
            return Verdict.NEW
        return Verdict.CHANGED if self.changes else Verdict.SAME

    @property
    def name(self) -> str:
        """As the row names the person, or as they are known."""
        parts = [self.values.get("first_name", ""), self.values.get("last_name", "")]
        return " ".join(filter(None, parts)) or self.employee.full_name or str(self.values.get("work_email", ""))

    def of_part(self, part: Part, fields: AnyMapping[str, ImportField]) -> Values:
        """The values of a part."""
        return {code: value for code, value in self.values.items() if fields[code].part == part}


@dataclass
class Outcome:
    """All of it."""

    rows: list[Row]
    departments: Departments
    managers: Managers
    obstacle: str

    def with_verdict(self, verdict: Verdict) -> list[Row]:
        """Those rows."""
        return [row for row in self.rows if row.verdict == verdict]

    def moving_from(self, today: date) -> list[Row]:
        """The rows of whoever comes, or leaves, today or later."""
        rows = [*self.with_verdict(Verdict.NEW), *self.with_verdict(Verdict.CHANGED)]
        days = ("start_date", "end_date")
        return [row for row in rows if any((row.values.get(code) or date.min) >= today for code in days)]


def check(
    sheet: Sheet,
    mapping: Mapping,
    fields: AnyMapping[str, ImportField],
    choices: AnyMapping[str, AnyMapping[str, str]],
    *,
    today: date,
) -> Outcome:
    """Read and compare the rows as of the mapping's effective date. A dozen statements, however many rows."""
    used = {at: fields[code] for at, code in mapping.columns.items() if code in fields and at < len(sheet.headings)}
    context = Context(today, records={each.code: _by_name(each) for each in used.values() if each.reading is Reading.RECORD})
    rows = [_read(line, cells, sheet, used, mapping, context) for line, cells in zip(sheet.lines, sheet.rows, strict=True)]
    standing = Standing.load(rows, effective_date=mapping.effective_date)
    for row in rows:
        _identify(row, standing, fields)
    _refuse_twins(rows, fields)
    departments = Departments(Department.objects.all(), choices.get("department", {}))
    managers = Managers(_candidates(rows, standing), choices.get("manager", {}))
    for row in rows:
        _find_names(row, departments, managers, fields)
        _compare(row, standing, fields)
    _refuse_circles(rows, standing, fields)
    _refuse_those_below_errors(rows, fields)
    return Outcome(rows, departments, managers, find_obstacle([row for row in rows if row.verdict == Verdict.NEW], today=today))


def _by_name(each: ImportField) -> dict[str, Any]:
    return {folded(str(record)): record for record in each.column.related_model.objects.all()}


def _read(line: int, cells: list[str], sheet: Sheet, used: AnyMapping[int, ImportField], mapping: Mapping, context: Context) -> Row:
    row = Row(line)
    for at, each in used.items():
        if not cells[at]:
            continue
        try:
            row.values[each.code] = read_cell(each, cells[at], replace(context, order=mapping.day_orders.get(at)))
        except CellNotValid as error:
            row.problems.append((sheet.headings[at], error.message))
            row.unread.add(each.code)
    row.full_name = row.values.pop(FULL_NAME.code, "")
    return row


def _part_name(row: Row, known: Employee | None) -> None:
    """Make first and last name of a full one, unless it is that of who is here already: where theirs parts, the record knows."""
    if known is not None and by_words(row.full_name) == by_words(known.full_name):
        return
    last, comma, first = row.full_name.partition(",")
    if not comma:
        first, _space, last = row.full_name.partition(" ")
    for code, part in (("first_name", first.strip()[:80]), ("last_name", last.strip()[:80])):
        if part:
            row.values.setdefault(code, part)


def _may_be(row: Row, known: Employee) -> bool:
    """Whether a row with somebody's number is about them: it says no name, or one of its names is theirs."""
    named = {code: row.values[code] for code in ("first_name", "last_name") if code in row.values}
    return not named or any(folded(getattr(known, code)) == folded(name) for code, name in named.items())


def _identify(row: Row, standing: Standing, fields: AnyMapping[str, ImportField]) -> None:
    number = row.values.pop(NUMBER.code, None)
    email = row.values.get("work_email")
    by_email = standing.by_email.get(email) if email else None
    known = standing.by_number.get(int(number)) if number is not None else by_email
    _part_name(row, known)
    if number is not None:
        if known is None:
            message = _("Nobody has the number %(number)s. Leave the cell empty for new people: they get the next number.")
            row.problems.append((str(NUMBER.label), message % {"number": number}))
        elif by_email not in {None, known}:
            message = _("The number %(number)s is %(one)s’s, and the work e-mail is %(other)s’s. Put one of them right.")
            row.problems.append((str(NUMBER.label), message % {"number": number, "one": known, "other": by_email}))
        elif by_email is None and not _may_be(row, known):
            message = _("The number %(number)s is %(one)s’s, and the row is about somebody else. Put one of them right.")
            row.problems.append((str(NUMBER.label), message % {"number": number, "one": known}))
    if known is not None:
        row.employee, row.is_new = known, False
        return
    row.employee = Employee(**row.of_part(Part.PERSON, fields))
    required = [code for code, each in fields.items() if each.custom is not None and each.custom.is_required]
    for code in [*NEEDED, *required]:
        if code not in row.values and code not in row.unread and number is None:
            message = _("New people need it. Fill the cell in, or add a column that has it.")
            row.problems.append((str(fields[code].label), message))
    start, end = row.values.get("start_date"), row.values.get("end_date")
    if start and end and end < start:
        row.problems.append((str(fields["end_date"].label), _("The last day comes before the first. Check both dates.")))


def _refuse_twins(rows: list[Row], fields: AnyMapping[str, ImportField]) -> None:
    seen: dict[Any, int] = {}
    for row in rows:
        keys = [row.values["work_email"]] if "work_email" in row.values else []
        for key in keys if row.is_new else [row.employee.pk, *keys]:
            first = seen.setdefault(key, row.line)
            if first != row.line:
                message = _("Row %(line)s is about the same person. Keep one of them.") % {"line": first}
                row.problems.append((str(fields["work_email"].label), message))
                break


def _candidates(rows: list[Row], standing: Standing) -> Iterable[Candidate]:
    for employee in standing.by_email.values():
        yield Candidate(employee, key_of(employee), f"{employee.full_name}, {employee.work_email}")
    seen = set()
    for row in rows:
        if row.is_new and row.employee.work_email and row.employee.work_email not in seen:
            seen.add(row.employee.work_email)
            label = _("%(person)s, row %(line)s of the file") % {"person": row.employee.full_name, "line": row.line}
            yield Candidate(row.employee, key_of(row.employee, row.line), label)


def _find_names(row: Row, departments: Departments, managers: Managers, fields: AnyMapping[str, ImportField]) -> None:
    if "department" in row.values:
        text = row.values.pop("department")
        try:
            row.values["department"] = departments.find(text)
        except NotKnown:
            message = _("There is no department %(text)s. Choose above the table which one is meant.") % {"text": shown(text)}
            row.problems.append((str(fields["department"].label), message))
    if "manager" in row.values:
        text = row.values.pop("manager")
        heading = str(fields["manager"].label)
        try:
            manager = row.values["manager"] = managers.find(text)
        except NotKnown:
            message = _("We cannot tell who %(text)s is. Choose above the table who is meant.") % {"text": shown(text)}
            row.problems.append((heading, message))
        else:
            if manager == row.employee:
                row.problems.append((heading, _("Nobody is their own manager. Name somebody else, or leave the cell empty.")))


def _compare(row: Row, standing: Standing, fields: AnyMapping[str, ImportField]) -> None:
    """Leave what differs from what is known, with both in words."""
    before: AnyMapping[str, Any] = {} if row.is_new else standing.values_of(row.employee)
    row.values = {code: value for code, value in row.values.items() if row.is_new or before.get(code) != value}
    row.changes = [
        (capfirst(str(fields[code].label)), value_in_words(fields[code], before.get(code)), value_in_words(fields[code], value))
        for code, value in row.values.items()
        # Of somebody new the name stands in front of the row.
        if not (row.is_new and code in {"first_name", "last_name"})
    ]
    refused = standing.refusals_of(row.employee, row.values, fields, is_new=row.is_new)
    row.problems += [(str(fields[code].label), message) for code, message in refused]


def _refuse_circles(rows: list[Row], standing: Standing, fields: AnyMapping[str, ImportField]) -> None:
    """Refuse the rows that would put people above themselves, by who reports to whom on the effective date."""
    managers: dict[UUID, UUID | None] = dict(standing.managers)
    names = {employee.pk: employee.full_name for employee in standing.by_email.values()}
    changed = [row for row in rows if "manager" in row.values and not row.problems]
    for row in changed:
        managers[row.employee.pk] = row.values["manager"].pk if row.values["manager"] else None
    names |= {row.employee.pk: row.name for row in rows}
    for row in changed:
        line, person = [row.employee.pk], managers.get(row.employee.pk)
        while person is not None and person not in line and len(line) <= MOST_LEVELS:
            line.append(person)
            person = managers.get(person)
        if person == row.employee.pk:
            way = " → ".join(names.get(each, "") for each in [*line[:_MOST_NAMED], row.employee.pk])
            message = _("They would report to themselves: %(way)s. Name another manager for one of them.") % {"way": way}
        elif len(line) > MOST_LEVELS:
            message = _("More than %(limit)s people would stand one above another. Check the column.") % {"limit": MOST_LEVELS}
        else:
            continue
        row.problems.append((str(fields["manager"].label), message))


def _refuse_those_below_errors(rows: list[Row], fields: AnyMapping[str, ImportField]) -> None:
    """Whoever reports to a new person who is not brought in cannot be either, and so on down."""
    lines = {row.employee.pk: row for row in rows if row.is_new}
    below: dict[UUID, list[Row]] = {}
    for row in rows:
        manager = row.values.get("manager")
        if manager is not None and manager.pk in lines:
            below.setdefault(manager.pk, []).append(row)
    refused = [row for row in lines.values() if row.problems]
    while refused:
        above = refused.pop()
        for row in below.get(above.employee.pk, []):
            if not row.problems:
                message = _("Row %(line)s, their manager, has errors of its own. Put that right first.") % {"line": above.line}
                row.problems.append((str(fields["manager"].label), message))
                if row.is_new:
                    refused.append(row)
