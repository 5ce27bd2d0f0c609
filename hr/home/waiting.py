"""What waits for somebody, beside the clock."""

from collections import Counter
from datetime import date

from django.db.models import CharField, Value

from hr.documents.queries.documents import open_requests
from hr.documents.screens import RequestRow, own_requests
from hr.lifecycle.queries import open_tasks
from hr.people.models import Employee
from tenants.accounts.models import User

_TASK, _REQUEST = Value("task", output_field=CharField()), Value("request", output_field=CharField())


def what_waits(user: User, employee: Employee | None, *, on: date) -> tuple[int, list[RequestRow]]:
    """How many tasks, and the documents to hand in; one statement where none is asked for, as on most days."""
    kinds = open_tasks(user, on=on).order_by().values_list(_TASK, flat=True)
    if employee is not None:
        kinds = kinds.union(open_requests(employee).order_by().values_list(_REQUEST, flat=True), all=True)
    found = Counter(kinds)
    return found["task"], own_requests(employee, on=on) if employee is not None and found["request"] else []
