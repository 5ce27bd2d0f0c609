"""Seats: hiring asks whether the plan allows one more."""

from collections.abc import Callable
from datetime import date

import pytest

from conftest import HostClient
from core.tenancy import in_public
from hr.people.actions import NoSeatFree, change_first_day, end_employment, hire_employee, rehire_employee
from hr.people.models import Employee, EmploymentPeriod
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.features.actions import entitle
from tests.cast import CREATED

# After everybody of the cast has begun: Alice begins on the day on which the tests run.
JANUARY, MARCH, APRIL, JUNE = date(2099, 1, 31), date(2099, 3, 2), date(2099, 4, 1), date(2099, 6, 1)


def give_limit(company: Company, people: int) -> None:
    with in_public():
        entitle(
            company=company,
            plan_code="growth",
            plan_name="Growth",
            employee_limit=people,
            storage_gb=1,
            acting_user=None,
            now=CREATED,
        )


def _hire(name: str, start_date: date, *, alice: User) -> Employee:
    return hire_employee(
        first_name=name,
        last_name="New",
        work_email=f"{name.lower()}@acme.example",
        start_date=start_date,
        today=MARCH,
        acting_user=alice,
    )


@pytest.fixture
def one_seat_free(acme: Company, carols_record: Employee) -> None:
    """A plan for one person more than the cast."""
    give_limit(acme, EmploymentPeriod.objects.count() + 1)


@pytest.mark.usefixtures("one_seat_free")
def test_nobody_is_hired_beyond_the_plan(alice: User) -> None:
    _hire("Erin", MARCH, alice=alice)
    with pytest.raises(NoSeatFree) as refused:
        _hire("Frank", MARCH, alice=alice)
    assert "Growth" in str(refused.value.message)
    assert not Employee.objects.filter(first_name="Frank").exists()


@pytest.mark.usefixtures("one_seat_free")
def test_who_is_still_to_come_has_a_seat(alice: User) -> None:
    _hire("Erin", JUNE, alice=alice)
    with pytest.raises(NoSeatFree):
        _hire("Frank", MARCH, alice=alice)


@pytest.mark.usefixtures("one_seat_free")
def test_who_has_left_gives_a_seat_back(alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=JUNE, today=MARCH, acting_user=alice)
    _hire("Erin", MARCH, alice=alice)
    with pytest.raises(NoSeatFree):
        _hire("Frank", JUNE, alice=alice)
    _hire("Frank", date(2099, 6, 2), alice=alice)
    with pytest.raises(NoSeatFree):
        end_employment(employee=carols_record, last_day=None, today=MARCH, acting_user=alice)
    with pytest.raises(NoSeatFree):
        rehire_employee(employee=carols_record, start_date=date(2099, 7, 1), today=MARCH, acting_user=alice)


@pytest.mark.usefixtures("one_seat_free")
def test_a_past_that_was_fuller_does_not_count(alice: User) -> None:
    temporary = _hire("Erin", date(2099, 1, 5), alice=alice)
    end_employment(employee=temporary, last_day=JANUARY, today=MARCH, acting_user=alice)
    forgotten = _hire("Frank", date(2099, 1, 5), alice=alice)
    assert forgotten.period_history.get().start_date == date(2099, 1, 5)


def test_a_company_over_its_limit_keeps_everyone_and_can_change_them(acme: Company, alice: User, carols_record: Employee) -> None:
    give_limit(acme, 1)
    end_employment(employee=carols_record, last_day=JUNE, today=MARCH, acting_user=alice)
    end_employment(employee=carols_record, last_day=APRIL, today=MARCH, acting_user=alice)
    assert carols_record.period_history.get().end_date == APRIL
    with pytest.raises(NoSeatFree):
        end_employment(employee=carols_record, last_day=JUNE, today=MARCH, acting_user=alice)


@pytest.mark.usefixtures("one_seat_free")
def test_nobody_takes_a_seat_by_coming_earlier(alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=JUNE, today=MARCH, acting_user=alice)
    _hire("Erin", MARCH, alice=alice)
    frank = _hire("Frank", date(2099, 7, 1), alice=alice)
    with pytest.raises(NoSeatFree):
        change_first_day(employee=frank, start_date=JUNE, today=MARCH, acting_user=alice)
    change_first_day(employee=frank, start_date=date(2099, 6, 2), today=MARCH, acting_user=alice)


def test_a_first_day_that_has_passed_is_corrected_also_over_the_limit(acme: Company, alice: User, carols_record: Employee) -> None:
    give_limit(acme, 1)
    earlier = date(2025, 12, 1)
    assert change_first_day(employee=carols_record, start_date=earlier, today=MARCH, acting_user=alice).start_date == earlier


def test_the_form_says_so(acme: Company, alice: User, sign_in: Callable[[User], HostClient]) -> None:
    give_limit(acme, 1)
    form = {"first_name": "Erin", "last_name": "New", "work_email": "erin@acme.example", "start_date": "2026-03-02"}
    form |= {"job_title": "Tester", "contract_type": "permanent", "full_time_equivalent": "1"}
    page = sign_in(alice).post("/admin/people/employee/add/", form).content.decode()
    assert "all places are taken" in page
    assert not Employee.objects.filter(first_name="Erin").exists()
