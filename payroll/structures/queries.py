"""Reads of structures: who is paid by which, and its plan for a day."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

import msgspec
from django.db.models import Q
from django.utils.translation import gettext as _

from core.moments import day_text
from core.tenancy import current_schema_name
from hr.people.models import Department, Employee
from hr.people.queries import terms_on_many
from payroll.structures.content import PlannedContent, decoded, plan_content
from payroll.structures.models import PayStructureAssignment, PayStructureVersion


class NoStructure(LookupError):
    """Nothing says by which structure somebody is paid on a day."""

    def __init__(self, who: object, day: date) -> None:
        self.message = _(
            "%(who)s has no pay structure on %(day)s. Assign one to the person, to the department, or to everybody else."
        ) % {"who": who, "day": day_text(day)}
        super().__init__(self.message)


class StructurePlan(msgspec.Struct, frozen=True):
    """A structure planned for a day. `version` is what a stored calculation names; `planned.values` go among the inputs."""

    version: UUID
    structure: str
    country: str
    currency: str
    planned: PlannedContent


def plan_for(*, employee: Employee, day: date) -> StructurePlan:
    """By which an employee is paid on a day, as it stands now. Raises NoStructure, NotValidYet; three statements, else none."""
    structure = structures_of([employee], day=day).get(employee.pk)
    if structure is None:
        raise NoStructure(employee, day)
    return plan_of(structure=structure, day=day)


def plan_of(*, structure: UUID, day: date) -> StructurePlan:
    """A structure as it stands now, planned for a day. Raises NotValidYet, PayStructureVersion.DoesNotExist."""
    versions = PayStructureVersion.objects.filter(structure_key=structure).order_by("-number")
    version = versions.values_list("pk", flat=True).first()
    if version is None:
        raise PayStructureVersion.DoesNotExist
    return plan_of_version(version=version, day=day)


def plan_of_version(*, version: UUID, day: date) -> StructurePlan:
    """A version, also a past one, planned for a day. Raises NotValidYet, PayStructureVersion.DoesNotExist."""
    return _planned(current_schema_name(), version, day)


@lru_cache(maxsize=512)
def _planned(schema: str, version: UUID, day: date) -> StructurePlan:
    """A version never changes, so neither does its plan. Companies have keys of their own here: keys of rows may be alike."""
    row = PayStructureVersion.objects.get(pk=version)
    content = decoded(row.content)
    return StructurePlan(row.pk, row.structure_name, content.country, content.currency, plan_content(content, day))


def structures_of(employees: Collection[Employee], *, day: date) -> dict[UUID, UUID]:
    """By employee, the structure of each on a day: their own, else their department's or what that is part of, else everybody's.

    People without one are left out. Three statements for any number of people.
    """
    on_day = PayStructureAssignment.objects.filter(valid__contains=day)
    wanted = on_day.filter(Q(employee__in=employees) | Q(employee__isnull=True))
    by_employee: dict[UUID, UUID] = {}
    by_department: dict[UUID, UUID] = {}
    for_all: UUID | None = None
    for assignment in wanted.only("structure", "employee", "department"):
        if assignment.employee_id:
            by_employee[assignment.employee_id] = assignment.structure_id
        elif assignment.department_id:
            by_department[assignment.department_id] = assignment.structure_id
        else:
            for_all = assignment.structure_id
    parents = dict(Department.objects.values_list("pk", "parent_id")) if by_department else {}
    departments = {key: terms.department_id for key, terms in terms_on_many(employees, day).items()} if by_department else {}
    found = {
        employee.pk: by_employee.get(employee.pk) or _of_department(departments.get(employee.pk), by_department, parents) or for_all
        for employee in employees
    }
    return {employee: structure for employee, structure in found.items() if structure is not None}


def _of_department(department: UUID | None, by_department: Mapping[UUID, UUID], parents: Mapping[UUID, UUID | None]) -> UUID | None:
    while department is not None:
        if department in by_department:
            return by_department[department]
        department = parents.get(department)
    return None
