"""The page of somebody's pay."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django_tenants.utils import tenant_context

from conftest import HostClient
from core.audit.models import ReadEvent
from hr.attendance.tests.factories import clock_at
from hr.people.models import Employee
from payroll.compensation.actions import add_item, grant_loan
from payroll.compensation.tests.conftest import Agree
from payroll.structures.models import PayComponent
from tenants.accounts.models import Role, RoleGrant, User
from tenants.companies.models import Company

SignIn = Callable[[User], HostClient]


def test_shows_oneself_what_is_agreed(sign_in: SignIn, carol: User, agree: Agree) -> None:
    agree()
    agree(start_date=date(2027, 1, 1), amount=Decimal(3300))
    with clock_at("2026-03-10 09:00"):
        page = sign_in(carol).get("/pay/").content.decode()

    for words in ("£3,000.00 a month", "Every month", "since 01/01/2026", "£3,300.00 a month", "from 01/01/2027", "Agreed"):
        assert words in page
    assert not ReadEvent.objects.exists()


def test_shows_items_and_what_is_owed(sign_in: SignIn, carol: User, agree: Agree, carols_record: Employee, alice: User) -> None:
    agree()
    dues = PayComponent.objects.get(code="other_deduction")
    add_item(employee=carols_record, component=dues, amount=Decimal("12.50"), start_date=date(2026, 3, 1), acting_user=alice)
    grant_loan(
        employee=carols_record,
        kind="loan",
        name="Season ticket",
        component=PayComponent.objects.get(code="loan_repayment"),
        amount=Decimal(1200),
        paid_on=date(2026, 3, 1),
        instalment=Decimal(100),
        first_instalment_on=date(2026, 4, 1),
        acting_user=alice,
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    with clock_at("2026-03-10 09:00"):
        page = sign_in(carol).get("/pay/").content.decode()

    for words in ("Other deductions", "-£12.50", "Season ticket", "£1,200.00 of £1,200.00 is left; £100.00 is taken each payday"):
        assert words in page


def test_before_anything_is_agreed(sign_in: SignIn, carol: User) -> None:
    assert "No pay terms yet" in sign_in(carol).get("/pay/").content.decode()


def test_an_account_without_a_person_has_no_pay(sign_in: SignIn, alice: User) -> None:
    Employee.objects.filter(user=alice).update(user=None)
    assert "No pay for this account" in sign_in(alice).get("/pay/").content.decode()


def test_a_rate_keeps_its_decimals(sign_in: SignIn, carol: User, agree: Agree) -> None:
    agree(amount=Decimal("18.1255"), basis="hourly")
    assert "£18.1255 an hour" in sign_in(carol).get("/pay/").content.decode()


def test_payroll_sees_it_and_is_seen(sign_in: SignIn, dave: User, agree: Agree, carols_record: Employee) -> None:
    agree()
    page = sign_in(dave).get(f"/pay/{carols_record.pk}/").content.decode()

    assert "£3,000.00 a month" in page
    assert ReadEvent.objects.get().object_id == str(carols_record.pk)


def test_managing_somebody_shows_no_pay(sign_in: SignIn, bob: User, agree: Agree, carols_record: Employee) -> None:
    agree()
    assert sign_in(bob).get(f"/pay/{carols_record.pk}/").status_code == 404


def test_a_role_may_show_ones_department(sign_in: SignIn, bob: User, agree: Agree, carols_record: Employee) -> None:
    agree()
    role = Role.objects.create(name="Knows the pay of the department")
    RoleGrant.objects.create(role=role, capability="salary.view", scope="department")
    bob.roles.add(role)
    client = sign_in(bob)

    assert client.get(f"/pay/{carols_record.pk}/").status_code == 200
    dave = Employee.objects.get(work_email="dave@acme.example")
    assert client.get(f"/pay/{dave.pk}/").status_code == 404


def test_nobody_of_another_company_is_there(sign_in: SignIn, alice: User, globex: Company) -> None:
    with tenant_context(globex):
        stranger = Employee.objects.get(work_email="mallory@globex.example")
    assert sign_in(alice).get(f"/pay/{stranger.pk}/").status_code == 404


def test_statements(sign_in: SignIn, carol: User, agree: Agree, django_assert_max_num_queries: Any) -> None:
    agree()
    client = sign_in(carol)
    client.get("/pay/")
    with django_assert_max_num_queries(9):
        client.get("/pay/")
