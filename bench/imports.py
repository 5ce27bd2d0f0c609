"""A spreadsheet of 5,000 people: how long the worker takes to check it, to bring it in, and to take it back."""

import time

from django.utils import timezone
from django_tenants.utils import tenant_context

from bench.company import build
from bench.measure import wait_until
from bench.options import Options
from bench.report import Row
from bench.stack import Stack
from core.sheet_reading import MOST_ROWS, Sheet
from core.tenancy import in_public
from hr.imports.actions import choose_columns, start_applying, start_undoing, upload_import
from hr.imports.fields import all_fields
from hr.imports.mapping import Mapping
from hr.imports.models import EmployeeImport, ImportStatus
from hr.people.models import Department
from tenants.accounts.models import User
from tenants.features.actions import entitle

TARGET_SECONDS = 60
DEPARTMENTS = 12
TEAM_SIZE = 10
_PATIENCE_SECONDS = 300
_HEADINGS = ["First name", "Last name", "Work e-mail", "First day", "Job title", "Department", "Manager", "Hours a week"]
_PERSONAL = ["Date of birth", "Mobile phone", "Street and number", "Town or city", "Country"]


def measure(_stack: Stack, _options: Options) -> list[Row]:
    """Once, with names, terms, personal data and an address of each, and managers from the same file."""
    company, _seconds = build("imported")
    with in_public():
        entitle(
            company=company,
            plan_code="bench",
            plan_name="Bench",
            employee_limit=2 * MOST_ROWS,
            storage_gb=1,
            acting_user=None,
            now=timezone.now(),
        )
    with tenant_context(company):
        Department.objects.bulk_create(Department(name=f"Department {number}") for number in range(DEPARTMENTS))
        owner = User.objects.get(email=company.owner_email)
        fields, today = all_fields(), timezone.localdate()
        new = upload_import(
            file_name="people.xlsx", sheet=_sheet(), fields=fields, acting_user=owner, today=today, now=timezone.now()
        )
        choose_columns(employee_import=new, mapping=Mapping.from_json(new.mapping), fields=fields)
        checked = _seconds_until(new, ImportStatus.CHECKED)
        start_applying(employee_import=new, starts_checklists=True, acting_user=owner)
        applied = _seconds_until(new, ImportStatus.APPLIED)
        start_undoing(employee_import=new, acting_user=owner)
        undone = _seconds_until(new, ImportStatus.UNDONE)
    note = f"{len(_HEADINGS) + len(_PERSONAL)} columns, in the worker"
    return [
        Row.of(f"import of {MOST_ROWS} people: check", "s", [checked], note=note),
        Row.of(f"import of {MOST_ROWS} people", "s", [applied], at_most=TARGET_SECONDS, note=note),
        Row.of(f"import of {MOST_ROWS} people: take back", "s", [undone], note=note),
    ]


def _sheet() -> Sheet:
    rows = [
        [
            "Person",
            f"Number{number:04}",
            f"person{number:04}@bench.example",
            "2026-01-05",
            "Engineer",
            f"Department {number % DEPARTMENTS}",
            # A tree: of each ten, the one whose number is a tenth of theirs is in charge.
            f"person{number // TEAM_SIZE:04}@bench.example" if number else "",
            "37.5",
            "1990-05-17",
            "+44 20 7946 0018",
            f"{number} High Street",
            "London",
            "GB",
        ]
        for number in range(MOST_ROWS)
    ]
    return Sheet([*_HEADINGS, *_PERSONAL], rows, list(range(2, MOST_ROWS + 2)))


def _seconds_until(found: EmployeeImport, status: ImportStatus) -> float:
    started = time.perf_counter()

    def is_there() -> bool:
        found.refresh_from_db(fields=["status"])
        return found.status == status

    wait_until(is_there, seconds=_PATIENCE_SECONDS)
    return time.perf_counter() - started
