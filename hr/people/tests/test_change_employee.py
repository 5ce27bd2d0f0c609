"""Changing a person, and their leaving."""

from datetime import date
from typing import Any
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError

from core.audit.models import AuditEvent
from hr.people import actions
from hr.people.actions import EndsBeforeStart, ManagerCircle, WorkEmailTaken, change_employee, end_employment, move_employees
from hr.people.models import Department, Employee
from tenants.accounts.actions import BeyondOwnRights, EmailTaken, change_roles
from tenants.accounts.models import Role, User


def test_only_what_is_named_changes_and_is_audited(alice: User, carols_record: Employee) -> None:
    finance = Department.objects.get(name="Finance")
    changed = change_employee(employee=carols_record, acting_user=alice, job_title="Analyst", department=finance, last_name="Chen")
    assert (changed.job_title, changed.department, changed.first_name) == ("Analyst", finance, "Carol")
    event = AuditEvent.objects.get(action="employee:changed")
    assert event.before == {"job_title": "", "department": "Engineering"}
    assert event.after == {"job_title": "Analyst", "department": "Finance"}


def test_a_changed_form_instance_hides_nothing_from_the_audit(alice: User, carols_record: Employee) -> None:
    """A form has set the new value on its instance already; what was before comes from the database."""
    carols_record.job_title = "Analyst"
    change_employee(employee=carols_record, acting_user=alice, job_title="Analyst")
    assert AuditEvent.objects.get(action="employee:changed").before == {"job_title": ""}


def test_nothing_changed_is_nothing_written(alice: User, carols_record: Employee) -> None:
    change_employee(employee=carols_record, acting_user=alice, first_name="Carol")
    assert not AuditEvent.objects.filter(action="employee:changed").exists()


def test_people_move_together_with_their_audit_rows_or_not_at_all(
    alice: User, bobs_record: Employee, carols_record: Employee
) -> None:
    finance = Department.objects.get(name="Finance")
    together: Any = {"employees": [carols_record, bobs_record], "department": finance, "acting_user": alice}

    with mock.patch.object(actions, "record_event", side_effect=[None, DatabaseError]), pytest.raises(DatabaseError):
        move_employees(**together)
    assert {each.name for each in Department.objects.filter(employees__in=[bobs_record, carols_record])} == {"Engineering"}

    move_employees(**together)
    assert {each.name for each in Department.objects.filter(employees__in=[bobs_record, carols_record])} == {"Finance"}
    assert AuditEvent.objects.filter(action="employee:changed", after={"department": "Finance"}).count() == 2


def test_the_address_of_somebody_else_is_refused(alice: User, carols_record: Employee) -> None:
    with pytest.raises(WorkEmailTaken):
        change_employee(employee=carols_record, acting_user=alice, work_email=" Bob@acme.example")


class TestTheAddressToSignInWith:
    def test_follows_the_work_e_mail_and_has_to_be_proved(self, alice: User, carol: User, carols_record: Employee) -> None:
        change_employee(employee=carols_record, acting_user=alice, work_email="Carol.Chen@acme.example")

        carol.refresh_from_db()
        assert carol.email == "carol.chen@acme.example"
        [address] = EmailAddress.objects.filter(user=carol)
        assert (address.email, address.primary, address.verified) == (carol.email, True, False)
        event = AuditEvent.objects.get(action="account:email_changed")
        assert (event.before, event.after) == ({"email": "carol@acme.example"}, {"email": carol.email})

    def test_stays_where_it_is_another_one(self, alice: User, carol: User, carols_record: Employee) -> None:
        User.objects.filter(pk=carol.pk).update(email="cc@home.example")

        change_employee(employee=carols_record, acting_user=alice, work_email="carol.chen@acme.example")

        carol.refresh_from_db()
        assert carol.email == "cc@home.example"

    def test_is_not_taken_over_by_whoever_may_do_less(self, alice: User, dave: User) -> None:
        """With an owner's mails come the codes that set an owner's password."""
        change_roles(user=dave, roles=Role.objects.filter(code="hr"), acting_user=alice)
        record = Employee.objects.get(user=alice)

        with pytest.raises(BeyondOwnRights):
            change_employee(employee=record, acting_user=User.objects.get(pk=dave.pk), work_email="dave2@acme.example")

        record.refresh_from_db()
        assert (record.work_email, User.objects.get(pk=alice.pk).email) == ("alice@acme.example", "alice@acme.example")

    def test_is_nobody_elses(self, alice: User, carols_record: Employee, bob: User) -> None:
        Employee.objects.filter(user=bob).update(work_email="other@acme.example")

        with pytest.raises(EmailTaken):
            change_employee(employee=carols_record, acting_user=alice, work_email=bob.email)


def test_nobody_comes_to_manage_themselves(alice: User, bobs_record: Employee, carols_record: Employee) -> None:
    with pytest.raises(ManagerCircle) as raised:
        change_employee(employee=bobs_record, acting_user=alice, manager=carols_record)
    assert "Carol Chen cannot manage Bob Brown, because Carol Chen reports to Bob Brown" in str(raised.value.message)
    with pytest.raises(ManagerCircle) as raised:
        change_employee(employee=bobs_record, acting_user=alice, manager=bobs_record)
    assert "Bob Brown cannot be their own manager." in str(raised.value.message)
    bobs_record.refresh_from_db()
    assert bobs_record.manager is None


def test_a_manager_may_be_taken_away(alice: User, carols_record: Employee) -> None:
    assert change_employee(employee=carols_record, acting_user=alice, manager=None).manager is None


def test_a_first_day_after_the_last_is_refused(alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=date(2026, 3, 31), acting_user=alice)
    with pytest.raises(EndsBeforeStart):
        change_employee(employee=carols_record, acting_user=alice, start_date=date(2026, 4, 1))


def test_leaving_sets_the_last_day(alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=date(2026, 3, 31), acting_user=alice)
    carols_record.refresh_from_db()
    assert carols_record.end_date == date(2026, 3, 31)
    assert AuditEvent.objects.get(action="employee:left").after == {"end_date": "2026-03-31"}


def test_leaving_before_the_first_day_is_refused(alice: User, carols_record: Employee) -> None:
    with pytest.raises(EndsBeforeStart) as raised:
        end_employment(employee=carols_record, last_day=date(2020, 1, 1), acting_user=alice)
    assert "The last day cannot come before the first day." in raised.value.message


def test_who_left_stays_off_the_lists_only_after_the_last_day(alice: User, carols_record: Employee) -> None:
    end_employment(employee=carols_record, last_day=date(2026, 3, 31), acting_user=alice)
    days: dict[date, Any] = {day: Employee.objects.all().employed_on(day) for day in (date(2026, 3, 31), date(2026, 4, 1))}
    assert [carols_record in people for people in days.values()] == [True, False]
