"""Hiring and leaving, with all that follows, or nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import AuditEvent
from hr.lifecycle import actions
from hr.lifecycle.models import Checklist, ChecklistTask, ChecklistTemplate, TemplateTask
from hr.people.actions import ChangesClosed, EndsBeforeStart, ManagerCircle, WorkEmailTaken
from hr.people.models import Employee
from hr.people.queries import reports_of, terms_on
from hr.people.tests.factories import add_people, employ
from payroll.compensation.actions import close_pay
from payroll.compensation.models import EVERYBODY
from tenants.accounts.actions import BeyondOwnRights, LastOwner
from tenants.accounts.models import User
from tenants.companies.models import Company

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
TODAY, LAST_DAY = NOW.date(), date(2026, 6, 30)

pytestmark = pytest.mark.usefixtures("templates")


def hire(acme: Company, alice: User, **changes: Any) -> Employee:
    person: dict[str, Any] = {
        "first_name": "Eve",
        "last_name": "Evans",
        "work_email": "eve@acme.example",
        "start_date": date(2026, 6, 15),
    }
    return actions.hire(**{**person, **changes}, company=acme, today=TODAY, now=NOW, acting_user=alice)


def leave(employee: Employee, by: User, last_day: date = LAST_DAY, **more: Any) -> None:
    actions.leave(employee=employee, last_day=last_day, today=TODAY, now=NOW, acting_user=by, **more)


def due(employee: Employee) -> dict[str, date]:
    tasks = ChecklistTask.objects.filter(checklist__employee=employee)
    return dict(tasks.values_list("title", "due_date"))


def active(user: User) -> User:
    return User.objects.get(pk=user.pk)


class TestHiring:
    def test_opens_an_account_and_starts_the_checklist(self, acme: Company, alice: User, bobs_record: Employee) -> None:
        eve = hire(acme, alice, roles=["employee"], manager=bobs_record)
        assert eve.user_id is not None
        assert due(Employee.objects.get(pk=eve.pk)) == {
            "onboarding hr": date(2026, 6, 12),
            "onboarding manager": date(2026, 6, 15),
            "onboarding employee": date(2026, 6, 16),
            "onboarding named": date(2026, 6, 18),
        }
        assert AuditEvent.objects.filter(action="checklist:started", object_id=str(eve.pk)).count() == 1

    def test_of_a_day_that_has_passed_is_due_today(self, acme: Company, alice: User) -> None:
        assert set(due(hire(acme, alice, start_date=date(2026, 3, 1))).values()) == {TODAY}

    def test_is_all_or_nothing(self, acme: Company, alice: User) -> None:
        with pytest.raises(WorkEmailTaken):
            hire(acme, alice, work_email="carol@acme.example")
        assert not Checklist.objects.exists()
        assert not Employee.objects.filter(first_name="Eve").exists()

    def test_leaves_out_what_starts_by_hand_or_has_no_tasks(self, acme: Company, alice: User) -> None:
        ChecklistTemplate.objects.filter(occasion="onboarding").update(starts_by_itself=False)
        ChecklistTemplate.objects.create(name="Empty", occasion="onboarding")
        hire(acme, alice)
        assert not Checklist.objects.exists()

    def test_moves_what_is_open_with_the_first_day(self, acme: Company, alice: User) -> None:
        eve = hire(acme, alice)
        task = ChecklistTask.objects.get(title="onboarding hr")
        actions.finish_task(task=task, acting_user=alice, now=NOW)
        actions.change_first_day(employee=eve, start_date=date(2026, 6, 22), today=TODAY, acting_user=alice)
        assert due(eve) == {
            "onboarding hr": date(2026, 6, 12),
            "onboarding manager": date(2026, 6, 22),
            "onboarding employee": date(2026, 6, 23),
            "onboarding named": date(2026, 6, 25),
        }

    def test_on_the_calendars_last_day(self, acme: Company, alice: User) -> None:
        eve = hire(acme, alice)
        actions.change_first_day(employee=eve, start_date=date.max, today=TODAY, acting_user=alice)
        assert due(eve)["onboarding named"] == date.max
        leave(eve, alice, last_day=date.max)
        assert due(eve)["offboarding named"] == date.max


class TestLeaving:
    def test_starts_the_checklist_and_hands_reports_and_tasks_over(
        self, acme: Company, alice: User, bob: User, carol: User, dave: User, bobs_record: Employee
    ) -> None:
        carols = Employee.objects.get(user=carol)
        daves = Employee.objects.get(user=dave)
        eve = hire(acme, alice)
        leave(bobs_record, alice, successor=daves)

        assert due(bobs_record)["offboarding hr"] == date(2026, 6, 27)
        before, after = terms_on(carols, LAST_DAY), terms_on(carols, date(2026, 7, 1))
        assert before is not None
        assert after is not None
        assert (before.manager, after.manager) == (bobs_record, daves)

        leave(daves, alice)
        assert set(ChecklistTask.objects.filter(checklist__employee=eve).values_list("owner", flat=True)) == {
            "hr",
            "manager",
            "employee",
        }
        assert not TemplateTask.objects.filter(person=daves).exists()
        later = terms_on(carols, date(2026, 7, 1))
        assert later is not None
        assert later.manager is None

    def test_moves_and_is_taken_back(self, alice: User, carol: User, carols_record: Employee) -> None:
        ends = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
        leave(carols_record, alice, access_ends_at=ends)
        assert active(carol).access_ends_at == ends
        leave(carols_record, alice, last_day=date(2026, 7, 10), access_ends_at=ends + timedelta(days=10))
        assert due(carols_record)["offboarding manager"] == date(2026, 7, 10)
        assert Checklist.objects.count() == 1

        actions.stay(employee=carols_record, today=TODAY, acting_user=alice)
        assert not Checklist.objects.exists()
        assert active(carol).access_ends_at is None
        assert AuditEvent.objects.filter(action="checklist:withdrawn").count() == 1

    @pytest.mark.parametrize(("last_day", "error"), [(date(2026, 1, 1), EndsBeforeStart), (date(2026, 2, 1), ChangesClosed)])
    def test_a_day_that_cannot_be_changes_nothing(
        self, alice: User, carols_record: Employee, last_day: date, error: type[Exception]
    ) -> None:
        if error is ChangesClosed:
            close_pay(frequency=EVERYBODY, closed_until=date(2026, 3, 31), acting_user=alice)
        with pytest.raises(error):
            leave(carols_record, alice, last_day=last_day)
        assert not Checklist.objects.exists()

    def test_of_two_at_once_the_second_sees_what_the_first_did(self, alice: User, carols_record: Employee) -> None:
        by: Any = {"employee": carols_record, "today": TODAY, "acting_user": alice}
        for verb in (
            lambda: leave(carols_record, alice),
            lambda: actions.stay(**by),
            lambda: actions.change_first_day(start_date=date(2026, 1, 6), **by),
        ):
            with CaptureQueriesContext(connection) as queries:
                verb()
            about = [query["sql"] for query in queries if "people_employment" in query["sql"]]
            assert about[0].startswith("LOCK TABLE")

    def test_a_last_day_without_a_checklist_gets_one_while_it_lies_ahead(self, alice: User, carols_record: Employee) -> None:
        employ(carols_record, end_date=LAST_DAY)
        leave(carols_record, alice, last_day=date(2026, 7, 10))
        assert due(carols_record)["offboarding manager"] == date(2026, 7, 10)
        Checklist.objects.all().delete()
        employ(carols_record, end_date=date(2026, 5, 1))
        leave(carols_record, alice, last_day=date(2026, 5, 4))
        assert not Checklist.objects.exists()

    def test_twenty_reports_are_handed_over_in_one_go(
        self, alice: User, bobs_record: Employee, dave: User, django_assert_max_num_queries: Any
    ) -> None:
        add_people(20, manager=bobs_record)
        daves = Employee.objects.get(user=dave)
        # Seven for each, and what there is whoever leaves.
        with django_assert_max_num_queries(20 * 7 + 70):
            leave(bobs_record, alice, successor=daves)
        assert reports_of(dave, date(2026, 7, 1)).count() == 21

    def test_a_successor_below_the_leaver_closes_no_circle(
        self, alice: User, bobs_record: Employee, carols_record: Employee
    ) -> None:
        # Carol takes her own manager's place: she reports to nobody then.
        leave(bobs_record, alice, successor=carols_record)
        after = terms_on(carols_record, date(2026, 7, 1))
        assert after is not None
        assert after.manager is None

    def test_a_circle_is_refused(
        self, alice: User, carol: User, dave: User, bobs_record: Employee, carols_record: Employee
    ) -> None:
        # Dave reports to Carol, who reports to Bob: after Bob Carol cannot report to Dave.
        daves = Employee.objects.get(user=dave)
        actions_people_change_manager(daves, carols_record, alice)
        with pytest.raises(ManagerCircle):
            leave(bobs_record, alice, successor=daves)
        assert not Checklist.objects.exists()

    def test_what_cannot_be_is_refused(self, alice: User, carol: User, carols_record: Employee) -> None:
        with pytest.raises(actions.OwnSuccessor, match="cannot go on reporting"):
            leave(carols_record, alice, successor=carols_record)
        with pytest.raises(actions.AccessBeforeNow, match="in the past"):
            leave(carols_record, alice, access_ends_at=NOW - timedelta(minutes=1))
        Employee.objects.filter(pk=carols_record.pk).update(user=None)
        with pytest.raises(actions.NoAccess, match="no account"):
            leave(Employee.objects.get(pk=carols_record.pk), alice, access_ends_at=NOW)
        assert active(carol).access_ends_at is None

    def test_the_only_owner_keeps_access_and_nobody_ends_that_of_who_may_more(self, alice: User, dave: User) -> None:
        alices = Employee.objects.get(user=alice)
        ends = NOW + timedelta(days=3650)
        last_day = (NOW + timedelta(days=3650)).date()
        with pytest.raises(LastOwner):
            leave(alices, alice, last_day=last_day, access_ends_at=ends)
        with pytest.raises(BeyondOwnRights):
            leave(alices, dave, last_day=last_day, access_ends_at=ends)


def actions_people_change_manager(employee: Employee, manager: Employee, by: User) -> None:
    from hr.people.actions import change_terms

    change_terms(employee=employee, start_date=TODAY, manager=manager, acting_user=by)


def test_coming_back_starts_the_checklist(alice: User, carols_record: Employee) -> None:
    leave(carols_record, alice)
    actions.rehire(employee=carols_record, start_date=date(2026, 9, 1), today=TODAY, acting_user=alice)
    assert Checklist.objects.filter(employee=carols_record, occasion="onboarding", anchor_date=date(2026, 9, 1)).count() == 1


def test_a_template_without_tasks_cannot_be_started(alice: User, carols_record: Employee) -> None:
    empty = ChecklistTemplate.objects.create(name="Empty", occasion="onboarding")
    with pytest.raises(actions.NothingToDo, match="has no tasks"):
        actions.start_checklist(template=empty, employee=carols_record, anchor_date=TODAY, today=TODAY, acting_user=alice)
    assert not Checklist.objects.exists()


def test_ticking_twice_is_one_tick(
    alice: User, bob: User, carols_record: Employee, templates: dict[str, ChecklistTemplate]
) -> None:
    by: Any = {"anchor_date": TODAY, "today": TODAY, "acting_user": alice}
    actions.start_checklist(template=templates["onboarding"], employee=carols_record, **by)
    task = ChecklistTask.objects.get(title="onboarding manager")
    actions.finish_task(task=task, acting_user=bob, now=NOW)
    actions.finish_task(task=task, acting_user=alice, now=NOW)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (NOW, bob)
    actions.reopen_task(task=task, acting_user=alice)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)
    told = AuditEvent.objects.filter(object_id=str(task.pk)).order_by("id").values_list("action", flat=True)
    assert list(told) == ["checklisttask:done", "checklisttask:reopened"]
