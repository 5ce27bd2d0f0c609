"""The fixed cast. Acme Robotics (London): Alice, HR admin and owner; Bob, manager; Carol, his report; Dave, payroll.

Globex (New York): Mallory, its owner, who must never see anything of Acme. The same Carol also works for Globex.
"""

from datetime import UTC, date, datetime
from unittest import mock

from django.contrib.auth.hashers import make_password
from django_tenants.utils import tenant_context

from hr.people.actions import hire_employee
from hr.people.models import Department, Employee
from tenants.accounts.actions import create_user
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.schemas import actions as schemas

CREATED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PASSWORD = "four unrelated words, twice over"


def create_companies() -> None:
    """Both companies, provisioned for real, with their people."""
    acme = _company("Acme Robotics", "acme", "Alice Archer", "alice@acme.example", "GB", "Europe/London", "GBP")
    globex = _company("Globex", "globex", "Mallory Marsh", "mallory@globex.example", "US", "America/New_York", "USD")
    with tenant_context(acme):
        _people_of_acme()
    with tenant_context(globex):
        mallory = Employee.objects.get(work_email="mallory@globex.example")
        _hire("Carol", "Chen", "carol@acme.example", role="employee", manager=mallory, acting_user=mallory.user)


def _company(name: str, subdomain: str, owner: str, email: str, country: str, zone: str, currency: str) -> Company:
    with mock.patch("tenants.schemas.tasks.build_company"):
        company = schemas.request_company(
            name=name,
            subdomain=subdomain,
            owner_name=owner,
            owner_email=email,
            owner_password_hash=make_password(PASSWORD),
            country=country,
            time_zone=zone,
            currency=currency,
            acting_user=None,
            now=CREATED,
        )
    schemas.provision_company(company_id=company.id)
    company.refresh_from_db()
    return company


def _people_of_acme() -> None:
    alice = Employee.objects.get(work_email="alice@acme.example")
    engineering = Department.objects.create(name="Engineering")
    finance = Department.objects.create(name="Finance")
    bob = _hire("Bob", "Brown", "bob@acme.example", role="manager", department=engineering, acting_user=alice.user)
    _hire("Carol", "Chen", "carol@acme.example", role="employee", department=engineering, manager=bob, acting_user=alice.user)
    _hire("Dave", "Dunn", "dave@acme.example", role="payroll", department=finance, acting_user=alice.user)


def _hire(
    first_name: str,
    last_name: str,
    email: str,
    *,
    role: str,
    acting_user: User | None,
    department: Department | None = None,
    manager: Employee | None = None,
) -> Employee:
    assert acting_user is not None
    user = create_user(
        email=email,
        full_name=f"{first_name} {last_name}",
        password_hash=make_password(PASSWORD),
        roles=[role],
        is_verified=True,
        acting_user=acting_user,
        now=CREATED,
    )
    return hire_employee(
        first_name=first_name,
        last_name=last_name,
        work_email=email,
        start_date=date(2026, 1, 5),
        department=department,
        manager=manager,
        user=user,
        today=CREATED.date(),
        acting_user=acting_user,
    )
