"""Taking back somebody who was added by mistake."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages

from core.audit.models import AuditEvent
from hr.people.actions import HasReports, delete_employee
from hr.people.models import Employee
from tenants.accounts.actions import BeyondOwnRights, OwnAccount, change_roles
from tenants.accounts.models import Role, User


def told(page: Any) -> str:
    return " ".join(str(message) for message in get_messages(page.wsgi_request))


def test_their_account_closes_with_them(alice: User, carol: User, carols_record: Employee) -> None:
    delete_employee(employee=carols_record, acting_user=alice)

    carol.refresh_from_db()
    assert not carol.is_active
    assert not Employee.objects.filter(pk=carols_record.pk).exists()
    event = AuditEvent.objects.get(action="employee:deleted")
    assert event.before is not None
    assert (event.before["work_email"], event.before["department"]) == ("carol@acme.example", "Engineering")


def test_who_has_reports_stays(alice: User, bobs_record: Employee, sign_in: Callable[[User], Any]) -> None:
    with pytest.raises(HasReports):
        delete_employee(employee=bobs_record, acting_user=alice)

    page = sign_in(alice).post(f"/admin/people/employee/{bobs_record.pk}/delete/", {"post": "yes"})

    assert "people reporting to them" in told(page)
    assert Employee.objects.filter(pk=bobs_record.pk, user__is_active=True).exists()


def test_nobody_deletes_themselves_or_whoever_may_do_more(alice: User, dave: User, bobs_record: Employee) -> None:
    with pytest.raises(OwnAccount):
        delete_employee(employee=Employee.objects.get(user=alice), acting_user=alice)
    change_roles(user=dave, roles=Role.objects.filter(code="hr"), acting_user=alice)
    with pytest.raises(BeyondOwnRights):
        delete_employee(employee=Employee.objects.get(user=alice), acting_user=User.objects.get(pk=dave.pk))

    assert Employee.objects.filter(user=alice, user__is_active=True).exists()
    assert not AuditEvent.objects.filter(action="employee:deleted").exists()


def test_what_comes_to_need_a_record_meanwhile_keeps_it(
    alice: User, carols_record: Employee, sign_in: Callable[[User], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.audit.actions import record_event
    from hr.attendance.rules import PunchKind
    from hr.attendance.tests.factories import punched
    from hr.people.actions import employees

    def clocks_in_meanwhile(**event: Any) -> Any:
        if event["action"] == "employee:deleted":
            punched(carols_record, (PunchKind.IN, "2026-03-10 09:00"))
        return record_event(**event)

    monkeypatch.setattr(employees, "record_event", clocks_in_meanwhile)
    page = sign_in(alice).post(f"/admin/people/employee/{carols_record.pk}/delete/", {"post": "yes"})

    assert "cannot be deleted" in told(page)
    assert Employee.objects.filter(pk=carols_record.pk, user__is_active=True).exists()
