"""Hiring."""

from datetime import date
from importlib import import_module
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from hr.people.actions import HasAccount, WorkEmailTaken, hire_employee
from hr.people.models import Employee, EmployeeNumbering
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.cast import CREATED


def hire(acting_user: User, **options: Any) -> Employee:
    values = {"first_name": "Erin", "last_name": "Eld", "work_email": "Erin@Acme.example ", "start_date": date(2026, 3, 2)}
    return hire_employee(today=CREATED.date(), acting_user=acting_user, **{**values, **options})


def test_a_person_gets_the_next_number(alice: User) -> None:
    latest = max(Employee.objects.values_list("number", flat=True))
    assert [hire(alice).number, hire(alice, work_email="fay@acme.example").number] == [latest + 1, latest + 2]


def test_a_number_is_not_given_again_after_its_employee_was_deleted(alice: User) -> None:
    deleted = hire(alice)
    number = deleted.number
    deleted.delete()
    assert hire(alice).number == number + 1


def test_a_hire_that_is_refused_takes_no_number(alice: User) -> None:
    latest = max(Employee.objects.values_list("number", flat=True))
    with pytest.raises(WorkEmailTaken):
        hire(alice, work_email="carol@acme.example")
    assert hire(alice).number == latest + 1


def test_a_company_that_had_people_before_numbers_were_counted_goes_on_where_it_is(alice: User) -> None:
    latest = hire(alice).number
    EmployeeNumbering.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module("hr.people.migrations.0002_employee_numbering").START)

    assert hire(alice, work_email="fay@acme.example").number == latest + 1


def test_it_is_audited(alice: User, bobs_record: Employee) -> None:
    employee = hire(alice, manager=bobs_record)
    event = AuditEvent.objects.get(action="employee:hired", object_id=str(employee.pk))
    assert event.actor_id == alice.id
    assert event.after is not None
    assert (event.after["work_email"], event.after["manager"]) == ("erin@acme.example", "Bob Brown")


def test_two_people_cannot_have_one_address(alice: User) -> None:
    with pytest.raises(WorkEmailTaken) as raised:
        hire(alice, work_email="CAROL@acme.example")
    assert "Another employee has this work e-mail" in raised.value.message


def test_an_account_belongs_to_one_person(alice: User, carol: User) -> None:
    with pytest.raises(HasAccount):
        hire(alice, user=carol)


def test_two_hires_at_once_do_not_take_the_same_number(acme: Company, alice: User) -> None:
    """The second waits until the first has committed; here it gives up instead of waiting for ever."""
    hire(alice)
    errors: list[BaseException] = []

    def hire_too() -> None:
        try:
            with tenant_context(acme):
                connection.cursor().execute("SET lock_timeout = '200ms'")
                hire(alice, work_email="fay@acme.example")
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    thread = Thread(target=hire_too)
    thread.start()
    thread.join()
    assert "lock timeout" in str(errors[0])
