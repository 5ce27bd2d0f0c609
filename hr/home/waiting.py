"""What waits for somebody, beside the clock."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from core.prepared import prepared
from hr.documents.queries.documents import open_requests
from hr.documents.queries.policies import versions_without
from hr.documents.screens import PolicyRow, RequestRow, own_requests, policies_to_sign
from hr.lifecycle.queries import open_tasks, tasks_of
from hr.people.models import Employee
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

_TASK, _REQUEST, _POLICY = (Value(kind, output_field=CharField()) for kind in ("task", "request", "policy"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a person is asked for."""

    tasks: int
    documents: list[RequestRow]
    policies: list[PolicyRow]


def what_waits(user: User, employee: Employee | None, *, on: date) -> Waiting:
    """How many tasks, the documents to hand in and the policies to sign; one statement where there is none, as on most days."""
    if employee is None:
        return Waiting(tasks_of(user, on=on).filter(done_at=None).count(), [], [])
    kinds = _kinds(user_id=user.pk, employee_id=employee.pk, is_hr=user.has_perm(Capability.MANAGE_JOB), on=on)
    found = Counter(kind for [kind] in kinds)
    return Waiting(
        found["task"],
        own_requests(employee, on=on) if found["request"] else [],
        policies_to_sign(employee, on=on) if found["policy"] else [],
    )


@prepared
def _kinds(*, user_id: UUID, employee_id: UUID, is_hr: bool, on: date) -> QuerySet[Any, Any]:
    tasks = open_tasks(user_id=user_id, employee_id=employee_id, is_hr=is_hr, on=on).values_list(_TASK)
    employee = Employee(pk=employee_id)
    requests = open_requests(employee).order_by().values_list(_REQUEST)
    policies = versions_without(employee).order_by().values_list(_POLICY)
    return tasks.union(requests, policies, all=True)
