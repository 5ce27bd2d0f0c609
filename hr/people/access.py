"""Who may do what with whose data: the one place that answers, for pages, the administration, exports and jobs.

A question about one's own record is asked here too, so that whoever looks at the pages as somebody else sees no more than they
may by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from core.audit.actions import record_read
from core.prepared import prepared
from hr.custom_fields.models import GROUPS, CustomField
from hr.custom_fields.queries import fields_in_use
from hr.people.models import Employee, EmployeeQuerySet
from hr.people.models.employment import NEAREST_ORDER
from hr.people.queries import has_reports
from tenants.accounts.capabilities import NOT_OVER_ONESELF, REPORTING_LINE, SCOPED, SENSITIVE_GROUPS, Capability, Scope, group_of
from tenants.accounts.models import User
from tenants.accounts.queries import grants_by_role

OTHERS = frozenset(Scope) - {Scope.SELF}
# Part of personal data, whose other reads are not written down.
IDENTITY_NUMBERS = "identity_numbers"
# Department, manager and location of each, as of a day; of those not employed then, the last before it, or else the first after.
_LINES = f"""
WITH RECURSIVE lines AS (
    SELECT DISTINCT ON (employee_id) employee_id, manager_id, department_id, location_id FROM people_employmentterms
     ORDER BY {NEAREST_ORDER}
), viewer AS (
    SELECT id FROM people_employee WHERE user_id = %s
)"""  # noqa: S608 - made of a constant.
_DIRECT_REPORTS = "SELECT employee_id FROM lines WHERE manager_id IN (SELECT id FROM viewer)"
# UNION drops what was found before, so that a circle, as an import may bring, ends the search instead of keeping it up.
_ALL_REPORTS = """
, below AS (
    SELECT employee_id FROM lines WHERE manager_id IN (SELECT id FROM viewer)
    UNION
    SELECT lines.employee_id FROM lines JOIN below ON lines.manager_id = below.employee_id
)
SELECT employee_id FROM below
"""
_DEPARTMENT = """
, part AS (
    SELECT department_id AS id FROM lines WHERE employee_id IN (SELECT id FROM viewer) AND department_id IS NOT NULL
    UNION
    SELECT department.id FROM people_department department JOIN part ON department.parent_id = part.id
)
SELECT employee_id FROM lines WHERE department_id IN (SELECT id FROM part)
"""
_LOCATION = """
SELECT employee_id FROM lines
 WHERE location_id = (SELECT location_id FROM lines WHERE employee_id IN (SELECT id FROM viewer))
"""


def employees_in_reach(viewer: User, capability: Capability, *, on: date) -> EmployeeQuerySet:
    """The employees with whose data `viewer` may do it, whether they work here still or not; one statement.

    Reporting lines, departments and locations count for who works here on the day `on`. A list of salaries, bank accounts or
    medical data has to be told to `core.audit.actions.record_read`.
    """
    return Employee.objects.filter(reach_of(viewer, capability, on=on))


def may(viewer: User, capability: Capability, employee: Employee, *, on: date) -> bool:
    """Whether `viewer` may do it with this employee's data; one statement, none for those who may with everybody's."""
    reach = reach_of(viewer, capability, on=on)
    return not reach or Employee.objects.filter(reach, pk=employee.pk).exists()


def allowed_over(viewer: User, employee: Employee, capabilities: Iterable[Capability], *, on: date) -> set[Capability]:
    """Which of these `viewer` may do with this employee's data; one statement for all of them."""
    reaches = {capability: reach_of(viewer, capability, on=on) for capability in capabilities}
    # An empty filter reaches everybody.
    allowed = {capability for capability, reach in reaches.items() if not reach}
    asked = [(capability, reach) for capability, reach in reaches.items() if reach]
    if asked:
        answers = [Case(When(reach, then=True), default=False, output_field=BooleanField()) for _, reach in asked]
        row = Employee.objects.filter(pk=employee.pk).values_list(*answers).get()
        allowed |= {capability for (capability, _), answer in zip(asked, row, strict=True) if answer}
    return allowed


def get_employee(viewer: User, employee_id: UUID, *, to: Capability, on: date) -> Employee:
    """An employee with department and manager, for whoever may do `to` with their data. Raises Employee.DoesNotExist.

    Where that shows salary, bank or medical data of somebody else it is written down for them to see.
    """
    employee = Employee.objects.as_of(on).filter(reach_of(viewer, to, on=on)).get(pk=employee_id)
    group = group_of(to)
    if group in SENSITIVE_GROUPS and employee.user_id != viewer.pk:
        record_read(acting_user=viewer, subjects=[employee], data_group=group)
    return employee


@dataclass(frozen=True, slots=True)
class Reason:
    """A role by which somebody may do something with somebody's data."""

    role: str
    scope: Scope


def reasons_for(viewer: User, employee: Employee, *, on: date) -> dict[Capability, list[Reason]]:
    """Why `viewer` may do what they may with an employee's data; nothing for what they may not. As `reach_of` decides.

    Whoever may change a thing may see it: the reason of the one stands for the other, too.
    """
    reasons: dict[Capability, list[Reason]] = {}
    reached: dict[str, bool] = {}
    for role, (code, over) in grants_by_role(viewer) if viewer.is_active else []:
        if (capability := Capability(code)) not in SCOPED:
            continue
        if over not in reached:
            reach = reach_of(viewer, capability, on=on, scopes=[over])
            reached[over] = Employee.objects.filter(reach, pk=employee.pk).exists()
        group = group_of(capability)
        if reached[over] and group is not None:
            for meant in {capability, group.view}:
                reasons.setdefault(meant, []).append(Reason(role, Scope(over)))
    return {capability: list(dict.fromkeys(found)) for capability, found in reasons.items()}


def looks_after_others(viewer: User, capability: Capability, *, on: date) -> bool:
    """Whether there can be anybody but oneself with whose data `viewer` may do it; no query after `employee_of_user`."""
    scopes = viewer.scopes_of(capability) - {Scope.SELF}
    return bool(scopes.difference(REPORTING_LINE)) or (bool(scopes) and has_reports(viewer, on=on))


def reach_of(viewer: User, capability: Capability, *, on: date, scopes: Iterable[str] = Scope.values) -> Q:
    """Whom `viewer` reaches, by these of their scopes, as a filter of employees; an empty one for everybody."""
    scopes = viewer.scopes_of(capability).intersection(scopes)
    if Scope.COMPANY in scopes:
        return Q()
    here = Employee.objects.all().employed_on(on).filter(user=viewer)
    filters = {
        Scope.SELF: Q(user=viewer),
        Scope.DIRECT_REPORTS: Q(Exists(here), pk__in=_keys_from(_DIRECT_REPORTS, viewer.pk, on)) & ~Q(user=viewer),
        Scope.ALL_REPORTS: Q(Exists(here), pk__in=_keys_from(_ALL_REPORTS, viewer.pk, on)) & ~Q(user=viewer),
        Scope.DEPARTMENT: Q(Exists(here), pk__in=_keys_from(_DEPARTMENT, viewer.pk, on)),
        Scope.LOCATION: Q(Exists(here), pk__in=_keys_from(_LOCATION, viewer.pk, on)),
    }
    reach = Q(pk__in=[])
    for scope in filters.keys() & scopes:
        reach |= filters[scope]
    # One is in one's own department, too, and must not come to approve oneself by that.
    return reach & ~Q(user=viewer) if capability in NOT_OVER_ONESELF else reach


def _keys_from(statement: str, user_id: UUID, on: date) -> RawSQL:
    # Django has no recursive queries. The statements are this module's own.
    return RawSQL(_LINES + statement, [on, on, user_id])  # noqa: S611


def reporting_to(user_id: UUID, *, on: date) -> RawSQL:
    """The keys of those who report on a day to whoever signs in with this account, or did when they left."""
    return _keys_from(_DIRECT_REPORTS, user_id, on)


def listed_fields(viewer: User) -> list[CustomField]:
    """The fields that the company has added and wants in lists, of those groups whose data of everybody `viewer` may see.

    One statement, none for who sees no such group.
    """
    groups = tuple(group.value for group in GROUPS if viewer.has_perm(group.view))
    return _listed_fields(groups=groups) if groups else []


@prepared
def _listed_fields(*, groups: tuple[str, ...]) -> QuerySet[CustomField]:
    return fields_in_use(groups).filter(is_in_lists=True)


def visible_profiles(viewer: User, *, on: date) -> EmployeeQuerySet:
    """The profiles that somebody may open, as of a day: everybody's, or only their own."""
    everybody = Employee.objects.as_of(on)
    return everybody if viewer.has_perm(Capability.VIEW_PEOPLE) else everybody.filter(user=viewer)
