"""Everybody who could knock at a door, each with a browser, and the objects behind the doors."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.audit.models import AuditEvent
from core.files.pictures import Picture
from core.jobs.models import Job
from core.tenancy import enter_public
from hr.attendance.models import Punch
from hr.calendars.models import Holiday, HolidayCalendar, WorkPattern
from hr.custom_fields.models import CustomField
from hr.documents.models import Acknowledgement, DocumentType, LetterTemplate
from hr.documents.tests.factories import ask, keep, publish
from hr.imports.models import EmployeeImport
from hr.lifecycle.actions import start_checklist
from hr.lifecycle.models import ChecklistTemplate
from hr.people.actions import hire_employee
from hr.people.models import Department, Employee, Location
from hr.personal.actions.bank import NewAccount, request_bank_details
from hr.personal.actions.photo import change_photo
from hr.personal.models import Address, ChangeRequest
from hr.personal.rules.accounts import check_account
from hr.subject_access.models import CompleteFile
from payroll.compensation.actions import add_item, add_order, agree_terms, close_pay, grant_loan, record_profile
from payroll.structures.models import (
    GoldenCase,
    OwnLevy,
    PayComponent,
    PayParameter,
    PayStructure,
    PayStructureAssignment,
    PayTable,
    StateTaxTable,
)
from superadmin.actions import create_staff
from tenants.accounts.actions import create_user, deactivate_account
from tenants.accounts.models import Role, SignIn, User
from tenants.addresses.actions.custom_domains import request_custom_domain
from tenants.addresses.queries import addresses_of
from tenants.companies.models import Company
from tenants.company_settings.actions import change_logo
from tenants.company_settings.models import CompanySettings
from tenants.invitations.actions import invite
from tests.cast import CREATED, PASSWORD

Browsers = Mapping[str, HostClient]
ACME_HOST, GLOBEX_HOST = "acme.rooster.test", "globex.rooster.test"
PUBLIC_HOST, CONSOLE_HOST = "rooster.test", "console.rooster.test"


@pytest.fixture
def people(alice: User, bob: User, carol: User, dave: User) -> dict[str, User]:
    """An account for each role; the auditor works for somebody else, so that no employee belongs to the account."""
    newcomers = {role: _account(role, alice, role) for role in ("hr", "auditor")}
    return {"employee": carol, "manager": bob, "payroll": dave, "owner": alice, **newcomers}


def _eve(owner: User) -> Employee:
    day = CREATED.date()
    return hire_employee(
        first_name="Eve", last_name="Evans", work_email="eve@acme.example", start_date=day, today=day, acting_user=owner
    )


def _account(name: str, acting_user: User, *roles: str) -> User:
    return create_user(
        email=f"{name}@acme.example",
        full_name=f"{name.title()} Person",
        password_hash=make_password(PASSWORD),
        roles=roles,
        is_verified=True,
        acting_user=acting_user,
        now=CREATED,
    )


@pytest.fixture
def company_browsers(acme: Company, people: dict[str, User]) -> Iterator[Browsers]:
    """A browser for each role on Acme's host, and one in which nobody has signed in."""
    browsers = {"anonymous": HostClient(ACME_HOST)}
    with tenant_context(acme):
        for role, user in people.items():
            browsers[role] = HostClient(ACME_HOST)
            browsers[role].force_login(user)
    enter_public()
    yield browsers
    enter_public()


@pytest.fixture
def company_keys(acme: Company, people: dict[str, User]) -> dict[str, object]:
    """Keys of Acme's objects by the names that the tables use."""
    with tenant_context(acme):
        employees = {str(employee.first_name).lower(): employee for employee in Employee.objects.all()}
        punch = Punch.objects.create(
            employee=employees["carol"],
            kind="in",
            occurred_at=CREATED,
            wall_time=CREATED.replace(tzinfo=None),
            utc_offset_minutes=0,
            zone_name="Europe/London",
            source="web",
            received_at=CREATED,
            idempotency_key=employees["carol"].pk,
        )
        owner = people["owner"]
        former = _account("former", owner)
        deactivate_account(user=former, acting_user=owner)
        return {
            "carols_device": _device_of(people["employee"]).pk,
            "invitation": invite(user=_account("frank", owner, "auditor"), company=acme, acting_user=owner, now=CREATED).pk,
            "eve": _eve(owner).pk,
            "employment_terms": employees["carol"].terms_history.get().pk,
            "former_account": _with_passkey(former).pk,
            **_personal_keys(employees["carol"], owner),
            **_document_keys(employees["carol"], owner),
            "legal": Department.objects.create(name="Legal").pk,
            **{name: employee.pk for name, employee in employees.items()},
            "carols_account": people["employee"].pk,
            **_roles(),
            "engineering": Department.objects.get(name="Engineering").pk,
            "punch": punch.pk,
            **_place_keys(),
            **_task_keys(employees["carol"], owner),
            **_pay_keys(employees["carol"], owner),
            "event": AuditEvent.objects.latest("occurred_at").pk,
            "settings": CompanySettings.objects.get().pk,
            "subdomain": addresses_of(acme).subdomain.pk,
            "domain": request_custom_domain(company=acme, domain="hr.acme.com", acting_user=owner, now=CREATED).pk,
            "logo": change_logo(acting_user=owner, picture=Picture(b"", 1, 1)).logo_version,
        }


def _custom_field() -> CustomField:
    field = CustomField(name="Badge", kind="text", person_may_change=True)
    field.save(force_insert=True)
    return field


def _place_keys() -> dict[str, object]:
    """Places and calendars that nobody needs."""
    country = HolidayCalendar.objects.create(name="Wales", country="GB", subdivision="WLS")
    return {
        "location": Location.objects.create(name="Leeds").pk,
        "calendar": country.pk,
        "spare_calendar": HolidayCalendar.objects.create(name="Own").pk,
        "holiday": Holiday.objects.create(calendar=country, day=CREATED.date(), name="Epiphany").pk,
        "pattern": WorkPattern.objects.create(name="Nights").pk,
    }


def _task_keys(carol: Employee, owner: User) -> dict[str, object]:
    """Carol's checklist, and the task of it that is her manager's."""
    template = ChecklistTemplate.objects.get(occasion="onboarding")
    day = CREATED.date()
    checklist = start_checklist(template=template, employee=carol, anchor_date=day, today=day, acting_user=owner)
    task = checklist.tasks.filter(owner="manager")[0]
    return {"checklist_template": template.pk, "checklist": checklist.pk, "task": task.pk}


def _pay_keys(employee: Employee, owner: User) -> dict[str, object]:
    """Carol's pay, and when pay is closed."""
    terms: Any = {"amount": Decimal(52_000), "basis": "annual", "currency": "GBP", "frequency": "monthly"}
    by: Any = {"employee": employee, "acting_user": owner}
    day, amount, component = CREATED.date(), Decimal(100), PayComponent.objects.get(code="loan_repayment")
    lent: Any = {"amount": amount, "instalment": amount, "paid_on": day, "first_instalment_on": day, "now": CREATED}
    order: Any = {"name": "Order", "payee": "Court", "reference": "", "kind": "amount", "value": amount, "currency": "GBP"}
    return {
        **_structure_keys(),
        "terms": agree_terms(**by, **terms, start_date=day).pk,
        "item": add_item(**by, component=component, amount=amount, start_date=day).pk,
        "loan": grant_loan(**by, **lent, kind="loan", name="Loan", component=component).pk,
        "order": add_order(**by, **order, start_date=day).pk,
        "profile": record_profile(**by, country="GB", answers={"tax_code": "1257L"}, start_date=day).pk,
        "closing": close_pay(frequency="weekly", closed_until=day, acting_user=owner).pk,
    }


def _personal_keys(carol: Employee, owner: User) -> dict[str, object]:
    account = NewAccount(
        check_account(country="GB", number="55779911", bank_code="200000"),
        country="GB",
        holder_name="Carol Chen",
        bank_name="",
        share_kind="remainder",
    )
    assert carol.user is not None
    details = request_bank_details(employee=carol, accounts=[account], acting_user=carol.user, now=CREATED)
    asked = ChangeRequest(
        employee=carol, section="addresses", verb="add", values="{}", requested_by=carol.user, requested_at=CREATED
    )
    asked.save(force_insert=True)
    return {
        "address": Address.objects.create(employee=carol, street="1", city="London", country="GB").pk,
        "import": _import(owner).pk,
        "custom_field": _custom_field().pk,
        "file": _complete_file(carol, owner).pk,
        "photo": change_photo(employee=carol, picture=Picture(b"", 1, 1), acting_user=owner).photo_version,
        "request": asked.pk,
        "bank_details": details.pk,
    }


def _document_keys(carol: Employee, owner: User) -> dict[str, object]:
    version = publish(owner)
    signature = Acknowledgement(
        version=version, employee=carol, signed_name="x", signed_at=CREATED, sha256=version.sha256, signed_by_id=owner.pk
    )
    signature.save(force_insert=True)
    return {
        "template": LetterTemplate.objects.get(name="Reference").pk,
        "policy": version.policy_id,
        "policy_version": version.pk,
        "signature": signature.pk,
        "asked": ask(carol).pk,
        "letter": keep(carol).pk,
        "medical": keep(carol, "Medical certificate").pk,
        "course": keep(carol, "Certificate of training").pk,
        "document_type": DocumentType.objects.get(name="Letter").pk,
        "spare_type": DocumentType.objects.create(name="Spare").pk,
    }


def _complete_file(carol: Employee, owner: User) -> CompleteFile:
    until = CREATED + timedelta(days=7)
    new = CompleteFile(employee=carol, requested_by=owner, requested_at=CREATED, groups=["personal"], expires_at=until)
    new.save(force_insert=True)
    return new


def _import(owner: User) -> EmployeeImport:
    mapping = {"columns": {"0": "work_email"}, "effective_date": "2026-11-21", "day_orders": {}}
    sheet = '{"headings": ["Email"], "rows": [["carol@acme.example"]], "lines": [2]}'
    new = EmployeeImport(
        file_name="people.csv", uploaded_by=owner, uploaded_at=CREATED, status="checked", mapping=mapping, sheet=sheet
    )
    new.save(force_insert=True)
    return new


def _with_passkey(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    return user


def _device_of(user: User) -> SignIn:
    return SignIn.objects.create(
        user=user,
        at=CREATED,
        succeeded=True,
        method=SignIn.Method.PASSWORD,
        had_second_factor=False,
        is_new_device=False,
        session_key="a" * 32,
    )


def _structure_keys() -> dict[str, object]:
    table = PayTable(code="dues", name="Dues", valid_from=CREATED.date(), above=[Decimal(0)], rates=[Decimal(0)])
    parameter = PayParameter(code="factor", name="Factor", valid_from=CREATED.date(), value=Decimal(1))
    spare = PayComponent(code="spare", name="Spare", formula="1")
    days: Any = {"start_date": CREATED.date(), "end_date": CREATED.date()}
    state_table = StateTaxTable(code="TX", name="Texas", kind="none", **days)
    own_levy = OwnLevy(country="DE", code="pension", name="Pension", above=[Decimal(0)], figures=[Decimal("0.093")], **days)
    for row in (table, parameter, spare, state_table, own_levy):
        row.save(force_insert=True)
    return {
        "component": PayComponent.objects.get(code="salary").pk,
        "spare": spare.pk,
        "structure": PayStructure.objects.get(name="Monthly salary").pk,
        "assignment": PayStructureAssignment.objects.get().pk,
        "case": GoldenCase.objects.order_by("pk")[0].pk,
        "table": table.pk,
        "parameter": parameter.pk,
        "state_table": state_table.pk,
        "own_levy": own_levy.pk,
    }


def _roles() -> dict[str, object]:
    return {"role": Role.objects.get(code="hr").pk, "own_role": Role.objects.create(name="Office").pk}


@pytest.fixture
def globex_browser(globex: Company, mallory: User) -> HostClient:
    """Mallory, at home."""
    browser = HostClient(GLOBEX_HOST)
    with tenant_context(globex):
        browser.force_login(mallory)
    enter_public()
    return browser


@pytest.fixture
def console_browsers(company_browsers: Browsers) -> Browsers:
    """On the console: staff, nobody, and the owner of a company with the cookie that works at home."""
    olga = create_staff(email="olga@rooster.example", full_name="Olga Petrova", password="seven purple herons wading", now=CREATED)
    staff = HostClient(CONSOLE_HOST)
    staff.force_login(olga)
    return {"anonymous": HostClient(CONSOLE_HOST), "staff": staff, "stranger": carried(company_browsers["owner"], CONSOLE_HOST)}


@pytest.fixture
def console_keys(acme: Company) -> dict[str, object]:
    """Keys of what the console shows, by the names that its table uses."""
    enter_public()
    job = Job.objects.create(task="hr.x.tasks.send", created_at=CREATED, not_before=CREATED, failed_at=CREATED)
    domain = request_custom_domain(company=acme, domain="hr.acme-robotics.com", acting_user=None, now=CREATED)
    return {"acme": acme.pk, "job": job.pk, "domain": domain.pk}


def carried(browser: HostClient, host: str) -> HostClient:
    """Another host's browser with this one's cookies put into it by hand."""
    other = HostClient(host)
    for name, morsel in browser.cookies.items():
        other.cookies[name] = morsel.value
    return other
