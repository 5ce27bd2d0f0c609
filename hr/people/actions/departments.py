"""Departments."""

from typing import TypedDict, Unpack

from django.db.models import ProtectedError

from core.audit.actions import Actor, field_values, record_event
from hr.people.actions.refusals import DepartmentCircle, named_refusals
from hr.people.actions.rows import change_row, lock_table
from hr.people.models import Department
from hr.people.rules import closes_circle


class DepartmentChanges(TypedDict, total=False):
    """What `change_department` may change."""

    name: str
    parent: Department | None


def add_department(*, name: str, acting_user: Actor, parent: Department | None = None) -> Department:
    """Add a department, by itself or as a part of another. Raises DepartmentNameTaken."""
    with named_refusals():
        department = Department.objects.create(name=name.strip(), parent=parent)
        recorded = field_values(department, ["name", "parent"])
        record_event(action="department:added", acting_user=acting_user, subject=department, after=recorded)
    return department


def change_department(*, department: Department, acting_user: Actor, **changes: Unpack[DepartmentChanges]) -> Department:
    """Rename a department or move it, and return it as it is now. Raises DepartmentNameTaken, DepartmentCircle."""
    if "name" in changes:
        changes["name"] = changes["name"].strip()
    with named_refusals():
        parent = changes.get("parent")
        if parent is not None:
            # Two moves at once could close a circle that neither closes alone.
            lock_table(Department)
            if closes_circle(department.pk, parent.pk, dict(Department.objects.values_list("pk", "parent_id"))):
                raise DepartmentCircle(department, parent)
        current = Department.objects.select_for_update(of=("self",)).select_related("parent").get(pk=department.pk)
        change_row(current, dict(changes), action="department:changed", acting_user=acting_user)
    return current


def delete_department_if_empty(*, department: Department, acting_user: Actor) -> bool:
    """Take back a department that was added by mistake, and say whether: not one that anybody is or was in, or with parts."""
    try:
        with named_refusals():
            current = Department.objects.select_for_update().get(pk=department.pk)
            record_event(
                action="department:deleted", acting_user=acting_user, subject=current, before=field_values(current, ["name"])
            )
            current.delete()
    except ProtectedError:
        return False
    return True
