"""An import that waits to be decided, and what its rows say."""

import json
from typing import Any

from hr.imports.models import EmployeeImport, ImportRow
from hr.people.models import Employee
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {
    "imports_employeeimport.mapping": "says which column is what",
    "imports_employeeimport.choices": "keys of what was chosen",
    "imports_employeeimport.unknown": "a list for each kind",
    "imports_employeeimport.added_departments": "a list of keys",
    "imports_importrow.changes": "a list of lists",
    "imports_importrow.problems": "a list of lists",
    "imports_importrow.undo": "is read back",
}
WRAPPED = {"imports_employeeimport.sheet": '{{"headings": ["{}"], "rows": [], "lines": []}}'}


def fill(alice: User) -> None:
    """One that both have."""
    _add_import("people.csv", alice, Employee.objects.get(work_email="carol@acme.example"))


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    return {"imports_employeeimport": _add_import(newcomer.text, newcomer.owner, newcomer.employee).pk}


def _add_import(name: str, owner: User, employee: Employee) -> EmployeeImport:
    values: dict[str, Any] = {
        "file_name": name,
        "uploaded_by": owner,
        "uploaded_at": CREATED,
        "status": "checked",
        "obstacle": name,
        "sheet": json.dumps({"headings": [name], "rows": [], "lines": []}),
        "mapping": {"columns": {"0": "work_email"}, "effective_date": CREATED.date().isoformat(), "day_orders": {}},
    }
    new = EmployeeImport.objects.create(**values)
    ImportRow.objects.create(employee_import=new, line=2, name=name, employee=employee, verdict="error")
    return new
