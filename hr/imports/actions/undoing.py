"""Taking an import back: all of it, but for the people of whom something later depends on it; of those it is said why."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.actions import record_event
from core.audit.models import AuditEvent
from core.dates import local_date
from core.moments import day_text
from hr.imports.models import EmployeeImport, ImportRow, ImportStatus, Verdict
from hr.imports.progress import note_progress
from hr.lifecycle.actions import leave, stay
from hr.lifecycle.models import Checklist, ChecklistTask
from hr.people.actions import (
    PeopleRefusal,
    TermsChange,
    change_employee,
    change_terms_of_many,
    delete_department_if_empty,
    delete_employees,
    end_employment,
    hold_employment_still,
    set_custom_values,
    withdraw_terms,
)
from hr.people.models import Department, Employee, EmploymentPeriod, EmploymentTerms
from hr.personal.actions.entries import write_entry
from hr.personal.actions.refusals import PersonalRefusal
from hr.personal.models import Address, ChangeVerb, PersonalRecord
from hr.personal.sections import SECTIONS
from tenants.accounts.actions import AccountRefusal, EmailTaken
from tenants.accounts.models import User

# What an import itself makes of a new person, and what says so.
_OWN_TABLES = (EmploymentPeriod, EmploymentTerms, PersonalRecord, Address, Checklist, ImportRow)


def undo_import(*, import_id: str, acting_user: User, today: date, now: datetime) -> None:
    """Take back what can be: all of that, or none if the worker dies. Does nothing where somebody has stopped it."""
    with transaction.atomic():
        current = EmployeeImport.objects.select_for_update().get(pk=import_id)
        if current.status != ImportStatus.UNDOING:
            return
        assert current.applied_at is not None  # The table sees to it.
        # What is found of what came later stays so until the commit.
        hold_employment_still()
        rows = list(current.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).select_related("employee"))
        note_progress(current, 0, len(rows))
        reasons = _reasons_of_what_came_later(rows, current.applied_at)
        changed = [row for row in rows if row.verdict == Verdict.CHANGED and row.pk not in reasons and row.employee is not None]
        for number, row in enumerate(changed, start=1):
            if reason := _put_back(row, acting_user=acting_user, today=today, now=now):
                reasons[row.pk] = reason
            note_progress(current, number, len(rows))
        new = [row for row in rows if row.verdict == Verdict.NEW and row.employee is not None]
        reasons |= _reasons_to_keep(new, reasons)
        gone = [row.employee for row in new if row.pk not in reasons and row.employee is not None]
        delete_employees(employees=gone, acting_user=acting_user)
        for department in Department.objects.filter(pk__in=current.added_departments):
            delete_department_if_empty(department=department, acting_user=acting_user)
        for row in rows:
            row.kept_because = reasons.get(row.pk, "")
        ImportRow.objects.bulk_update(rows, ["kept_because"], batch_size=500)
        current.status, current.undone_at = ImportStatus.UNDONE, now
        current.save(update_fields=["status", "undone_at"])
        counts = {"taken_back": len(rows) - len(reasons), "kept": len(reasons)}
        record_event(action="employeeimport:undone", acting_user=acting_user, subject=current, after=counts)


def _reasons_of_what_came_later(rows: list[ImportRow], applied_at: datetime) -> dict[UUID, str]:
    """Of whom anything was changed since, by row: putting the former values back would undo that as well."""
    row_of = {str(row.employee_id): row for row in rows}
    for row in rows:
        row_of |= {entry["entry"]: row for entry in row.undo.get("entries", []) if entry["entry"]}
    # Of who is new, the record has the employee's key and the address one of its own.
    new = {row.employee_id: row for row in rows if row.verdict == Verdict.NEW}
    addresses = Address.objects.filter(employee__in=list(new)).values_list("pk", "employee_id")
    row_of |= {str(address_id): new[employee_id] for address_id, employee_id in addresses}
    events = AuditEvent.objects.filter(object_id__in=row_of, occurred_at__gt=applied_at).order_by("-occurred_at")
    message = _("%(actor)s has changed something of this person since, on %(day)s.")
    return {
        row_of[event.object_id].pk: message
        % {"actor": event.actor_label, "day": day_text(local_date(event.occurred_at, timezone.get_current_timezone_name()))}
        for event in events
    }


def _put_back(row: ImportRow, *, acting_user: User, today: date, now: datetime) -> str:
    """Give an employee their former values; why not, where that is refused."""
    employee, undo = row.employee, row.undo
    assert employee is not None
    try:
        with transaction.atomic():
            if "end_date" in undo:
                _put_end_back(employee, undo["end_date"], today=today, now=now, acting_user=acting_user)
                for led in undo.get("led", []):
                    _lead_again(led, acting_user)
            if terms := undo.get("terms"):
                _put_terms_back(employee, terms, acting_user)
            if person := undo.get("person"):
                change_employee(employee=employee, acting_user=acting_user, **person)
            if custom := undo.get("custom"):
                set_custom_values(employee=employee, values=custom, acting_user=acting_user)
            for entry in undo.get("entries", []):
                verb = ChangeVerb.REMOVE if entry["old"] is None else ChangeVerb.CHANGE
                write_entry(
                    employee=employee,
                    section=SECTIONS[entry["section"]],
                    verb=verb,
                    entry_id=UUID(entry["entry"]) if entry["entry"] else None,
                    values=entry["old"] or {},
                    acting_user=acting_user,
                    now=now,
                )
    except (PeopleRefusal, PersonalRefusal, AccountRefusal, EmailTaken) as refusal:
        return str(refusal.message)
    return ""


def _put_end_back(employee: Employee, last_day: str, *, today: date, now: datetime, acting_user: User) -> None:
    """With their access, and the checklists of leaving."""
    if not last_day:
        stay(employee=employee, today=today, acting_user=acting_user)
    elif (day := date.fromisoformat(last_day)) >= today:
        leave(employee=employee, last_day=day, today=today, now=now, acting_user=acting_user)
    else:
        end_employment(employee=employee, last_day=day, today=today, acting_user=acting_user)


def _lead_again(undo: dict[str, Any], acting_user: User) -> None:
    """Give somebody the manager back who was to leave, unless they have another by now, or have left."""
    day = date.fromisoformat(undo["day"])
    terms = EmploymentTerms.objects.select_related("employee").filter(employee=undo["employee"]).covering(day).first()
    if terms is not None and terms.manager_id is None:
        _put_terms_back(terms.employee, undo, acting_user)


def _put_terms_back(employee: Employee, undo: dict[str, Any], acting_user: User) -> None:
    """Change them back first, which what follows later follows as well, then join what the change had parted."""
    values = {name: _value_of(name, value) for name, value in undo["old"].items()}
    change = TermsChange(employee, date.fromisoformat(undo["day"]), values)  # type: ignore[arg-type]  # By the names of terms.
    [terms] = change_terms_of_many(changes=[change], acting_user=acting_user)
    if undo["was_split"]:
        withdraw_terms(terms=terms, acting_user=acting_user)


def _value_of(name: str, value: str | None) -> Any:
    column: Any = EmploymentTerms._meta.get_field(name)
    if column.is_relation:
        return column.related_model.objects.get(pk=value) if value else None
    return column.to_python(value)


def _reasons_to_keep(rows: list[ImportRow], reasons: dict[UUID, str]) -> dict[UUID, str]:
    """Which new people stay, and why: an account, anything recorded of them, or somebody who stays and reports to them."""
    found = {
        row.pk: _("They have an account by now.") for row in rows if row.employee is not None and row.employee.user_id is not None
    }
    row_of = {row.employee_id: row for row in rows}
    for name, employee_id in _recorded_of(row_of):
        message = _("Something is recorded of them by now: %(what)s.") % {"what": name}
        found.setdefault(row_of[employee_id].pk, message)
    lines = list(EmploymentTerms.objects.filter(manager__in=row_of).values_list("employee_id", "manager_id"))
    kept = {row.employee_id for row in rows if row.pk in found or row.pk in reasons}
    is_found = True
    while is_found:
        is_found = False
        for employee_id, manager_id in lines:
            stays = employee_id not in row_of or employee_id in kept
            if stays and manager_id not in kept:
                kept.add(manager_id)
                is_found = True
                found.setdefault(row_of[manager_id].pk, _("Somebody who stays reports to them, or has done."))
    return found


def _recorded_of(row_of: dict[UUID | None, ImportRow]) -> Iterable[tuple[str, UUID]]:
    """Name of a table, and of whom it has rows; in every slice, also those that are added later."""
    done = ChecklistTask.objects.filter(checklist__employee__in=list(row_of), done_at__isnull=False)
    for employee_id in done.values_list("checklist__employee", flat=True).distinct():
        yield _("tasks that are done for them"), employee_id
    for relation in Employee._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.related_model in _OWN_TABLES:
            continue
        model: Any = relation.related_model
        links: models.QuerySet[Any] = models.QuerySet(model).filter(**{f"{relation.field.name}__in": list(row_of)})
        for employee_id in links.values_list(relation.field.name, flat=True).distinct():
            yield str(model._meta.verbose_name_plural), employee_id
