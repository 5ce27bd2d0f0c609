"""Many people at once, with the checklists of those who are still to come and to go."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import AuditEvent
from hr.lifecycle import actions
from hr.lifecycle.models import Checklist, ChecklistTask
from hr.people.actions import Hire, WorkEmailTaken
from hr.people.models import Employee
from tenants.accounts.models import User

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("templates")


def newcomer(number: int, start_date: date = TODAY, last_day: date | None = None) -> Hire:
    person = Employee(first_name="New", last_name=str(number), work_email=f"new{number}@acme.example")
    return Hire(person, start_date=start_date, last_day=last_day)


def hire(hires: list[Hire], by: User) -> None:
    actions.hire_many(hires=hires, today=TODAY, acting_user=by)


def test_who_is_to_come_is_awaited(alice: User) -> None:
    hires = [newcomer(1), newcomer(2, TODAY + 10 * DAY)]
    hire(hires, alice)
    due = ChecklistTask.objects.filter(owner="employee").values_list("checklist__employee", "due_date")
    assert dict(due) == {hires[0].employee.pk: TODAY + DAY, hires[1].employee.pk: TODAY + 11 * DAY}
    told = AuditEvent.objects.filter(action="checklist:started").values_list("person_id", "after__tasks")
    assert set(told) == {(each.employee.pk, 4) for each in hires}


def test_who_has_been_here_is_not_welcomed_and_who_is_to_go_is_prepared_for(alice: User) -> None:
    hires = [newcomer(1, TODAY - DAY), newcomer(2, TODAY - 30 * DAY, TODAY + DAY), newcomer(3, TODAY - 30 * DAY, TODAY - DAY)]
    hire(hires, alice)
    assert list(Checklist.objects.values_list("employee", "occasion", "anchor_date")) == [
        (hires[1].employee.pk, "offboarding", TODAY + DAY)
    ]


def test_a_last_day_that_was_agreed_moves_its_checklist(alice: User) -> None:
    [leaver] = hires = [newcomer(1, TODAY - DAY, TODAY + 30 * DAY)]
    hire(hires, alice)
    moved = TODAY + 40 * DAY
    actions.leave(employee=leaver.employee, last_day=moved, today=TODAY, now=alice.date_joined, acting_user=alice)
    assert Checklist.objects.get().anchor_date == moved


def test_it_is_all_or_nothing(alice: User, carols_record: Employee) -> None:
    taken = newcomer(2)
    taken.employee.work_email = carols_record.work_email
    with pytest.raises(WorkEmailTaken):
        hire([newcomer(1), taken], alice)
    assert not Checklist.objects.exists()
    assert not Employee.objects.filter(first_name="New").exists()


def test_sixty_cost_as_few_statements_as_three(alice: User) -> None:
    def statements(numbers: range) -> int:
        with CaptureQueriesContext(connection) as queries:
            hire([newcomer(number) for number in numbers], alice)
        return len(queries)

    assert statements(range(3)) == statements(range(10, 70))
    assert ChecklistTask.objects.count() == 63 * 4
