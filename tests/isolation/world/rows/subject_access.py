"""A complete file that is ready."""

from datetime import timedelta

from hr.people.models import Employee
from hr.subject_access.models import CompleteFile
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.rows.newcomer import Newcomer

WRAPPED = {
    "subject_access_completefile.content": (
        '{{"person": "{}", "number": 1, "made_for": "", "made_at": "", "groups": [], "left_out": [], "files": []}}'
    )
}


def fill(alice: User) -> None:
    """One of Carol's that both have."""
    _add_file(Employee.objects.get(work_email="carol@acme.example"), alice)


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    return {"subject_access_completefile": _add_file(newcomer.employee, newcomer.owner).pk}


def _add_file(employee: Employee, owner: User) -> CompleteFile:
    return CompleteFile.objects.create(
        employee=employee,
        requested_by=owner,
        requested_at=CREATED,
        groups=["personal"],
        content="{}",
        ready_at=CREATED,
        expires_at=CREATED + timedelta(days=7),
    )
