"""Who is paid by which structure on which day."""

from datetime import date
from typing import Any

import pytest
from django_tenants.utils import tenant_context

from hr.people.models import Department, Employee
from payroll.structures import actions
from payroll.structures.models import PayStructure, PayStructureAssignment
from payroll.structures.queries import NoStructure, plan_for, structures_of
from tenants.accounts.models import User
from tenants.companies.models import Company

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def _assign(structure: str, first: date, last: date | None = None, *, by: User, **people: Any) -> PayStructureAssignment:
    assignment = PayStructureAssignment(structure=PayStructure.objects.get(name=structure), **people)
    actions.save_assignment(assignment=assignment, first_day=first, last_day=last, acting_user=by)
    return assignment


@pytest.fixture
def carol_(carol: User) -> Employee:
    return Employee.objects.get(user=carol)


def test_everybody_is_paid_at_once(carol_: Employee) -> None:
    assert plan_for(employee=carol_, day=APRIL).structure == "Monthly salary"


def test_the_nearest_counts_person_then_department_then_what_it_is_part_of(carol_: Employee, alice: User) -> None:
    engineering = Department.objects.get(name="Engineering")
    whole = Department.objects.create(name="Products")
    engineering.parent = whole
    engineering.save(update_fields=["parent"])
    _assign("Hourly pay", MAY, by=alice, department=whole)
    assert plan_for(employee=carol_, day=APRIL).structure == "Monthly salary"
    assert plan_for(employee=carol_, day=MAY).structure == "Hourly pay"

    _assign("Monthly salary", JUNE, by=alice, employee=carol_)

    assert plan_for(employee=carol_, day=MAY).structure == "Hourly pay"
    assert plan_for(employee=carol_, day=JUNE).structure == "Monthly salary"


def test_a_new_one_ends_what_went_on(carol_: Employee, alice: User) -> None:
    earlier = _assign("Hourly pay", APRIL, by=alice, employee=carol_)

    _assign("Monthly salary", MAY, by=alice, employee=carol_)

    earlier.refresh_from_db()
    assert (earlier.first_day, earlier.last_day) == (APRIL, date(2026, 4, 30))


@pytest.mark.parametrize("target", ["employee", "department", "everybody"])
def test_two_never_hold_on_one_day(target: str, carol_: Employee, alice: User) -> None:
    choices: dict[str, dict[str, Any]] = {
        "employee": {"employee": carol_},
        "department": {"department": carol_.terms_history.get().department},
        "everybody": {},
    }
    people = choices[target]
    PayStructureAssignment.objects.filter(employee=None, department=None).delete()
    _assign("Hourly pay", APRIL, MAY, by=alice, **people)

    with pytest.raises(actions.AssignmentOverlaps):
        _assign("Monthly salary", MAY, by=alice, **people)


def test_days_run_forward(carol_: Employee, alice: User) -> None:
    with pytest.raises(actions.AssignmentEndsFirst):
        _assign("Hourly pay", MAY, APRIL, by=alice, employee=carol_)


def test_nobody_is_paid_by_nothing(carol_: Employee) -> None:
    PayStructureAssignment.objects.all().delete()

    with pytest.raises(NoStructure, match="Carol Chen has no pay structure on 1 Apr 2026"):
        plan_for(employee=carol_, day=APRIL)


def test_many_people_cost_no_more_statements(alice: User, django_assert_num_queries: Any) -> None:
    people = list(Employee.objects.all())

    with django_assert_num_queries(1):
        assert len(structures_of(people, day=APRIL)) == len(people)


def test_each_country_begins_with_its_own_words(globex: Company, alice: User) -> None:
    with tenant_context(globex):
        assert set(PayStructure.objects.values_list("name", "country", "currency")) == {
            ("Salary", "US", "USD"),
            ("Hourly pay", "US", "USD"),
        }
