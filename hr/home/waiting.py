"""What waits for somebody, beside the clock."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Value

from hr.documents.queries.documents import open_requests
from hr.documents.queries.policies import versions_without
from hr.documents.screens import PolicyRow, RequestRow, own_requests, policies_to_sign
from hr.lifecycle.queries import open_tasks
from hr.people.models import Employee
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
    kinds = open_tasks(user, on=on).order_by().values_list(_TASK, flat=True)
    if employee is None:
        return Waiting(len(kinds), [], [])
    requests = open_requests(employee).order_by().values_list(_REQUEST, flat=True)
    policies = versions_without(employee).order_by().values_list(_POLICY, flat=True)
    found = Counter(kinds.union(requests, policies, all=True))
    return Waiting(
        found["task"],
        own_requests(employee, on=on) if found["request"] else [],
        policies_to_sign(employee, on=on) if found["policy"] else [],
    )
