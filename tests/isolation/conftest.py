"""Browsers on both companies' hosts, and words that only Acme knows."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django_tenants.utils import tenant_context

from conftest import HostClient
from hr.attendance.actions import record_punch
from hr.attendance.models import PunchSource
from hr.attendance.rules import PunchKind
from hr.people.actions import add_department, change_employee
from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.company_settings.models import CompanySettings
from tests.cast import CREATED

ACME_HOST, GLOBEX_HOST = "acme.rooster.test", "globex.rooster.test"
CAROL = "carol@acme.example"
CANARIES = ("Zanzibarite", "Quokkasmith", "Xylotherapy", "canary.bird@", "Acme", "alice@acme.example", "Archer")


@pytest.fixture
def carols_two_passwords(acme: Company, globex: Company) -> dict[str, str]:
    """Carol works for both companies under one address, with a password for each."""
    passwords = {ACME_HOST: "acme opens with this one", GLOBEX_HOST: "globex opens with that one"}
    for company, password in zip((acme, globex), passwords.values(), strict=True):
        with tenant_context(company):
            User.objects.filter(email=CAROL).update(password=make_password(password))
    return passwords


@pytest.fixture
def canaries(acme: Company, alice: User, carol: User) -> tuple[str, ...]:
    """Words put wherever Acme's people can put words: settings, departments, names, titles, the audit trail."""
    CompanySettings.objects.update(display_name="Acme Zanzibarite", tagline="Zanzibarite since 1912")
    department = add_department(name="Zanzibarite Works", acting_user=alice)
    employee = Employee.objects.get(user=carol)
    change_employee(
        employee=employee,
        acting_user=alice,
        first_name="Canary",
        last_name="Quokkasmith",
        job_title="Xylotherapy",
        department=department,
    )
    User.objects.filter(pk=carol.pk).update(full_name="Canary Quokkasmith", email="canary.bird@acme.example")
    record_punch(
        employee=employee,
        kind=PunchKind.IN,
        idempotency_key=employee.pk,
        source=PunchSource.WEB,
        device_time=None,
        now=CREATED,
        acting_user=carol,
    )
    return CANARIES


@pytest.fixture
def make_browser() -> Callable[[str], HostClient]:
    """Make a browser on a host that, unlike a test's usual one, is asked for CSRF tokens."""
    return lambda host: HostClient(host, enforce_csrf_checks=True)
