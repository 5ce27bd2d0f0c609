"""Who may do what with whose data: scopes, and what is written down when sensitive data is shown."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import HostClient
from core.audit.models import ReadEvent
from hr.people.access import employees_in_reach, get_employee, may
from hr.people.models import Department, Employee, EmploymentTerms, Location
from hr.people.tests.factories import employ, employ_user
from tenants.accounts.actions import change_roles
from tenants.accounts.capabilities import DataGroup, Scope
from tenants.accounts.models import Role, RoleGrant, User

TODAY = date(2026, 6, 1)
PERSONAL, SALARY = DataGroup.PERSONAL, DataGroup.SALARY


def allow(user: User, capability: str, scope: str) -> User:
    """Give a role with this alone, and take the user up anew, as the next request does."""
    role = Role.objects.create(name=f"{capability} {scope} {user.pk}")
    RoleGrant.objects.create(role=role, capability=capability, scope=scope)
    role.assignments.create(user=user)
    return User.objects.get(pk=user.pk)


def names(user: User, capability: Any, on: date = TODAY) -> set[str]:
    return {employee.first_name for employee in employees_in_reach(user, capability, on=on)}


@pytest.fixture
def line(alice: User, bob: User, carol: User) -> None:
    """Alice leads Bob, who leads Carol, who leads Eve of a part of Engineering."""
    employ_user(bob, manager=Employee.objects.get(user=alice))
    part = Department.objects.create(name="Platform", parent=Department.objects.get(name="Engineering"))
    eve = Employee.objects.create(number=90, first_name="Eve", work_email="eve@acme.example")
    employ(eve, manager=Employee.objects.get(user=carol), department=part)


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.SELF, {"Bob"}),
        (Scope.DIRECT_REPORTS, {"Bob", "Carol"}),
        (Scope.ALL_REPORTS, {"Bob", "Carol", "Eve"}),
        (Scope.DEPARTMENT, {"Bob", "Carol", "Eve"}),
        (Scope.COMPANY, {"Alice", "Bob", "Carol", "Dave", "Eve"}),
    ],
)
def test_a_scope_reaches(bob: User, scope: Scope, reached: set[str]) -> None:
    # Oneself is always reached: the role Employee allows it.
    assert names(allow(bob, PERSONAL.view, scope), PERSONAL.view) == reached


def test_everybody_reaches_their_own_record_and_whoever_leads_their_reports(bob: User, carol: User) -> None:
    change_roles(user=bob, roles=[], acting_user=None)
    bob = User.objects.get(pk=bob.pk)
    assert names(bob, SALARY.view) == {"Bob"}
    assert names(bob, DataGroup.ATTENDANCE.view) == {"Bob", "Carol"}
    assert names(carol, DataGroup.ATTENDANCE.view) == {"Carol"}
    assert names(carol, SALARY.manage) == set()


def test_managing_somebody_never_shows_their_pay(bob: User, carol: User) -> None:
    record = Employee.objects.get(user=carol)
    assert may(bob, DataGroup.ATTENDANCE.manage, record, on=TODAY)
    for group in (SALARY, DataGroup.BANK, DataGroup.MEDICAL, DataGroup.PAYROLL):
        assert not may(bob, group.view, record, on=TODAY)
    assert not may(allow(bob, PERSONAL.manage, Scope.COMPANY), SALARY.view, record, on=TODAY)


def test_whoever_may_change_may_see(dave: User) -> None:
    assert names(allow(dave, DataGroup.MEDICAL.manage, Scope.COMPANY), DataGroup.MEDICAL.view) >= {"Alice", "Carol"}


def test_whoever_is_not_here_yet_has_no_reports(bob: User) -> None:
    assert names(bob, DataGroup.ATTENDANCE.manage, on=date(2025, 12, 31)) == set()
    assert names(bob, DataGroup.ATTENDANCE.manage) == {"Carol"}


def test_an_account_that_is_off_reaches_nobody(alice: User) -> None:
    alice.is_active = False
    assert names(alice, PERSONAL.view) == set()


def test_a_role_never_lets_people_approve_themselves(alice: User) -> None:
    with pytest.raises(IntegrityError, match="role_grant_not_over_oneself"), transaction.atomic():
        allow(alice, SALARY.manage, Scope.SELF)
    with pytest.raises(IntegrityError, match="role_grant_company_wide"), transaction.atomic():
        allow(alice, "settings.manage", Scope.DEPARTMENT)


@pytest.mark.parametrize("scope", [Scope.DEPARTMENT, Scope.LOCATION])
def test_nor_does_ones_own_department_or_location(bob: User, scope: Scope) -> None:
    office = Location.objects.create(name="Leeds")
    for each in ("Bob", "Carol"):
        employ(Employee.objects.get(first_name=each), location=office)
    bob = allow(allow(bob, SALARY.manage, scope), PERSONAL.manage, scope)
    assert names(bob, SALARY.manage) == {"Carol"}
    assert not may(bob, SALARY.manage, Employee.objects.get(user=bob), on=TODAY)
    assert names(bob, PERSONAL.manage) == {"Bob", "Carol"}


def test_out_of_reach_there_is_nobody(bob: User, carol: User, dave: User) -> None:
    record = Employee.objects.get(user=carol)
    with pytest.raises(Employee.DoesNotExist):
        get_employee(bob, record.pk, to=SALARY.view, on=TODAY)
    assert get_employee(dave, record.pk, to=SALARY.view, on=TODAY) == record


def test_looking_at_somebodys_pay_is_written_down(carol: User, dave: User) -> None:
    record = Employee.objects.get(user=carol)
    get_employee(carol, record.pk, to=SALARY.view, on=TODAY)
    get_employee(dave, record.pk, to=PERSONAL.view, on=TODAY)
    assert not ReadEvent.objects.exists()

    get_employee(dave, record.pk, to=SALARY.view, on=TODAY)
    seen = ReadEvent.objects.get()
    assert (seen.reader_id, seen.reader_label, seen.data_group) == (dave.pk, "Dave Dunn", "salary")
    assert (seen.object_type, seen.object_id, seen.object_label) == ("people.employee", str(record.pk), "Carol Chen")


def test_it_takes_one_statement(bob: User, carol: User, django_assert_num_queries: Any) -> None:
    record, bob = Employee.objects.get(user=carol), allow(bob, PERSONAL.view, Scope.ALL_REPORTS)
    bob.scopes_of(PERSONAL.view)
    with django_assert_num_queries(1):
        assert may(bob, PERSONAL.view, record, on=TODAY)
    with django_assert_num_queries(1):
        assert get_employee(bob, record.pk, to=PERSONAL.view, on=TODAY).terms.department is not None


def test_a_signed_in_person_comes_with_their_rights(
    sign_in: Callable[[User], HostClient], bob: User, django_assert_num_queries: Any
) -> None:
    """Session, person with grants, settings, the company's rules of signing in: what a page costs before it does anything."""
    client = sign_in(bob)
    client.get("/accounts/inactive/")
    with django_assert_num_queries(4):
        client.get("/accounts/inactive/")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_wider_scope_never_reaches_fewer(acme: Any, data: st.DataObject) -> None:
    """Whatever the reporting lines and departments are, circles included."""
    with transaction.atomic():
        departments = [Department.objects.create(name=f"Part {number}") for number in range(3)]
        for department in departments:
            above = data.draw(st.sampled_from([None, *(each for each in departments if each != department)]))
            Department.objects.filter(pk=department.pk).update(parent=above)
        people = list(Employee.objects.all())
        for person in people:
            manager = data.draw(st.sampled_from([None, *(each for each in people if each != person)]))
            part = data.draw(st.sampled_from([None, *departments]))
            EmploymentTerms.objects.filter(employee=person).update(manager=manager, department=part)
        viewer = User.objects.get(email="carol@acme.example")

        def reach(*scopes: Scope) -> set[Any]:
            viewer.grants = {PERSONAL.view: frozenset(scopes)}
            return set(employees_in_reach(viewer, PERSONAL.view, on=TODAY).values_list("pk", flat=True))

        alone = {scope: reach(scope) for scope in Scope}
        assert alone[Scope.DIRECT_REPORTS] <= alone[Scope.ALL_REPORTS] <= alone[Scope.COMPANY]
        assert alone[Scope.SELF] | alone[Scope.DEPARTMENT] | alone[Scope.LOCATION] <= alone[Scope.COMPANY]
        assert not alone[Scope.SELF] & alone[Scope.ALL_REPORTS]
        first, second = data.draw(st.sampled_from(Scope)), data.draw(st.sampled_from(Scope))
        assert reach(first, second) == alone[first] | alone[second]
        transaction.set_rollback(True)
