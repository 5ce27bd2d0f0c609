"""Bringing people in, and taking them back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit.models import AuditEvent
from hr.attendance.tests.factories import IN, punched
from hr.imports.actions import (
    ImportMovedOn,
    NothingToApply,
    apply_import,
    discard_import,
    forget_imports,
    start_applying,
    start_undoing,
    stop_import,
    undo_import,
)
from hr.imports.models import EmployeeImport, ImportStatus, Verdict
from hr.imports.tests.factories import TODAY, applied, checked, problems, row, undone
from hr.lifecycle.actions import finish_task
from hr.lifecycle.models import Checklist, ChecklistTask
from hr.people.actions import change_employee, change_terms, close_accounts_of_leavers
from hr.people.models import Department, Employee, EmploymentTerms
from hr.people.queries import terms_on
from hr.personal.actions.entries import write_entry
from hr.personal.models import Address, ChangeVerb, PersonalRecord
from hr.personal.sections import SECTIONS
from tenants.accounts.models import User

NEW = (
    "Name,Email,Start date,End date,Job title,Department,Manager,FTE,Date of birth,Street,City,Country\n"
    "Erin Eld,erin@acme.example,2026-12-01,,Engineer,Sales,fay@acme.example,80%,1990-05-17,1 High Street,London,UK\n"
    "Fay Fox,fay@acme.example,2020-01-01,2030-12-31,Head of sales,Sales,alice@acme.example,1,,,,\n"
)
SALES = {"department": {"sales": "add"}}
CHANGED = (
    "Email,Last name,Job title,Manager,Date of birth,Mobile,Street,City,Country\n"
    "carol@acme.example,Chen-Brown,Lead,alice@acme.example,1990-05-17,+44 7700 900123,1 High Street,London,GB\n"
)


def state() -> list[Any]:
    """Everything that an import may change."""
    rows = (Employee, EmploymentTerms, PersonalRecord, Address, Department)
    return [sorted(map(str, model.objects.values_list())) for model in rows]


class TestNewPeople:
    def test_they_are_hired_with_all_that_the_file_says(self, alice: User) -> None:
        done = applied(NEW, alice, choices=SALES)
        assert (done.status, done.sheet) == (ImportStatus.APPLIED, "")
        erin = Employee.objects.as_of(date(2026, 12, 1)).get(work_email="erin@acme.example")
        assert (erin.full_name, erin.terms.job_title, str(erin.terms.department), str(erin.terms.manager)) == (
            "Erin Eld", "Engineer", "Sales", "Fay Fox",
        )  # fmt: skip
        assert (str(erin.terms.full_time_equivalent), erin.period.start_date) == ("0.8000", date(2026, 12, 1))
        assert PersonalRecord.objects.get(employee=erin).date_of_birth == date(1990, 5, 17)
        assert Address.objects.get(employee=erin).country == "GB"
        fay = Employee.objects.as_of(TODAY).get(work_email="fay@acme.example")
        assert (fay.period.end_date, fay.terms.end_date, fay.number) == (date(2030, 12, 31), date(2030, 12, 31), erin.number + 1)

    def test_each_is_in_the_trail(self, alice: User) -> None:
        applied(NEW, alice, choices=SALES)
        hired = AuditEvent.objects.filter(action="employee:hired", actor_id=alice.pk).order_by("-occurred_at")[:2]
        assert {event.object_label for event in hired} == {"Erin Eld", "Fay Fox"}
        assert AuditEvent.objects.filter(action__in=["personalrecord:added", "address:added"]).count() == 2
        assert AuditEvent.objects.get(action="employeeimport:applied").after == {
            "new": 2,
            "changed": 0,
            "same": 0,
            "error": 0,
        }

    def test_rows_with_errors_are_left_out(self, alice: User) -> None:
        applied("Name,Email,Start date\nErin Eld,erin@acme.example,2026-12-01\nFay Fox,fay@acme.example,soon\n", alice)
        assert Employee.objects.filter(work_email="erin@acme.example").exists()
        assert not Employee.objects.filter(work_email="fay@acme.example").exists()


class TestPeopleWhoAreHere:
    def test_what_differs_is_changed_from_the_effective_day(self, alice: User, carols_record: Employee) -> None:
        applied(CHANGED, alice, effective_date=date(2026, 12, 1))
        carols_record.refresh_from_db()
        assert carols_record.full_name == "Carol Chen-Brown"
        before, after = terms_on(carols_record, date(2026, 11, 30)), terms_on(carols_record, date(2026, 12, 1))
        assert before is not None
        assert after is not None
        assert (before.job_title, after.job_title, str(after.manager)) == ("", "Lead", "Alice Archer")
        assert PersonalRecord.objects.get(employee=carols_record).mobile_phone == "+44 7700 900123"

    def test_an_end_is_set(self, alice: User, carols_record: Employee) -> None:
        applied("Email,Last day\ncarol@acme.example,2026-12-31\n", alice)
        assert carols_record.period_history.get().end_date == date(2026, 12, 31)

    def test_a_second_time_nothing_differs(self, alice: User) -> None:
        applied(CHANGED, alice)
        assert row(checked(CHANGED, alice)).verdict == Verdict.SAME


class TestComingAndGoing:
    """What a page does when somebody is hired or leaves, an import does too, but not for what is past."""

    LEAVING = "Email,Last day\nbob@acme.example,2026-12-31\n"

    def test_joiners_get_their_checklists_and_whoever_is_here_for_years_does_not(self, alice: User) -> None:
        done = applied(NEW, alice, choices=SALES)
        # Erin's first day is ahead; Fay is here since 2020, and her last day is ahead.
        assert set(Checklist.objects.values_list("employee__work_email", "occasion")) == {
            ("erin@acme.example", "onboarding"),
            ("fay@acme.example", "offboarding"),
        }
        assert done.moving == 2

    def test_they_need_not(self, alice: User) -> None:
        applied(NEW, alice, choices=SALES, starts_checklists=False)
        applied(self.LEAVING, alice, starts_checklists=False)
        assert not Checklist.objects.exists()

    def test_who_leaves_does_so_with_all_that_follows(self, alice: User, bobs_record: Employee, carols_record: Employee) -> None:
        applied(self.LEAVING, alice)
        assert Checklist.objects.get().employee == bobs_record
        before, after = terms_on(carols_record, date(2026, 12, 31)), terms_on(carols_record, date(2027, 1, 1))
        assert before is not None
        assert after is not None
        assert (before.manager, after.manager) == (bobs_record, None)

    def test_who_has_left_long_ago_gets_no_tasks(self, alice: User, bobs_record: Employee) -> None:
        done = applied("Email,Last day\nbob@acme.example,2026-10-31\n", alice)
        assert (done.moving, Checklist.objects.count()) == (0, 0)
        assert bobs_record.period_history.get().end_date == date(2026, 10, 31)

    @pytest.mark.parametrize("text", [NEW, LEAVING], ids=["new", "leaving"])
    def test_all_of_it_is_taken_back(self, alice: User, text: str) -> None:
        before = state()
        done = undone(applied(text, alice, choices=SALES), alice)
        assert [each.kept_because for each in done.rows.all() if each.kept_because] == []
        assert (state(), Checklist.objects.count()) == (before, 0)

    def test_access_that_has_ended_since_is_given_back(self, alice: User, bob: User) -> None:
        done = applied("Email,Last day\nbob@acme.example,2026-10-31\n", alice)
        now = timezone.now()
        close_accounts_of_leavers(at=now, now=now, zone_name="Europe/London", access_months=12)
        assert User.objects.get(pk=bob.pk).access_ends_at is not None
        undone(done, alice)
        assert User.objects.get(pk=bob.pk).access_ends_at is None

    def test_whoever_has_another_manager_by_now_keeps_them(self, alice: User, carols_record: Employee) -> None:
        done = applied(self.LEAVING, alice)
        archer = Employee.objects.get(user=alice)
        change_terms(employee=carols_record, start_date=date(2027, 1, 1), manager=archer, acting_user=alice)
        undone(done, alice)
        after = terms_on(carols_record, date(2027, 1, 1))
        assert after is not None
        assert after.manager == archer

    def test_who_has_tasks_done_for_them_stays(self, alice: User) -> None:
        done = applied(NEW, alice, choices=SALES)
        task = ChecklistTask.objects.filter(checklist__occasion="onboarding").order_by("due_date")[0]
        finish_task(task=task, acting_user=alice, now=timezone.now())
        undone(done, alice)
        assert row(done, 2).kept_because == "Something is recorded of them by now: tasks that are done for them."


class TestBetweenTheLookAndTheDeed:
    def test_what_has_changed_is_shown_again_and_nothing_is_done(self, alice: User, carols_record: Employee) -> None:
        found = checked(CHANGED, alice)
        change_employee(employee=carols_record, acting_user=alice, last_name="Other")
        start_applying(employee_import=found, starts_checklists=True, acting_user=alice)
        before = state()
        apply_import(import_id=str(found.pk), acting_user=alice, today=TODAY, now=timezone.now())
        found.refresh_from_db()
        assert (found.status, state()) == (ImportStatus.CHECKED, before)
        assert found.note.startswith("Something has changed since this was checked")
        assert ["Last name", "Other", "Chen-Brown"] in row(found).changes
        # Looked at, it can be brought in.
        start_applying(employee_import=found, starts_checklists=True, acting_user=alice)
        apply_import(import_id=str(found.pk), acting_user=alice, today=TODAY, now=timezone.now())
        found.refresh_from_db()
        assert found.status == ImportStatus.APPLIED

    def test_a_refusal_undoes_all_of_it_and_says_where(self, alice: User, carol: User, monkeypatch: pytest.MonkeyPatch) -> None:
        # Carol signs in with her work e-mail, and the one that she is to get is somebody else's account.
        User.objects.create(email="erin@acme.example", full_name="Erin", date_joined=timezone.now())
        found = checked(
            "Employee number,Email\n4,erin@acme.example\n".replace("4", str(Employee.objects.get(user=carol).number)), alice
        )
        before = state()
        start_applying(employee_import=found, starts_checklists=True, acting_user=alice)
        apply_import(import_id=str(found.pk), acting_user=alice, today=TODAY, now=timezone.now())
        found.refresh_from_db()
        assert (found.status, state()) == (ImportStatus.CHECKED, before)
        assert found.obstacle.startswith("Nothing was brought in, because a change was refused in row 2, Carol Chen:")

    def test_it_is_done_once(self, alice: User) -> None:
        done = applied(NEW, alice, choices=SALES)
        before = state()
        apply_import(import_id=str(done.pk), acting_user=alice, today=TODAY, now=timezone.now())
        assert state() == before
        with pytest.raises(ImportMovedOn):
            start_applying(employee_import=done, starts_checklists=True, acting_user=alice)

    def test_nothing_new_is_nothing_to_do(self, alice: User) -> None:
        with pytest.raises(NothingToApply):
            start_applying(employee_import=checked("Email\ncarol@acme.example\n", alice), starts_checklists=True, acting_user=alice)

    def test_it_can_be_stopped_while_it_waits(self, alice: User) -> None:
        found = checked(NEW, alice, choices=SALES)
        start_applying(employee_import=found, starts_checklists=True, acting_user=alice)
        stop_import(employee_import=found)
        before = state()
        apply_import(import_id=str(found.pk), acting_user=alice, today=TODAY, now=timezone.now())
        found.refresh_from_db()
        assert (found.status, state()) == (ImportStatus.CHECKED, before)
        with pytest.raises(ImportMovedOn):
            stop_import(employee_import=found)


class TestTakingBack:
    @pytest.mark.parametrize(
        "text", [NEW, CHANGED, "Email,Last day\ncarol@acme.example,2026-12-31\n"], ids=["new", "changed", "end"]
    )
    @pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 12, 1)], ids=["first day", "later"])
    def test_everything_is_as_it_was(self, alice: User, text: str, day: date, carols_record: Employee) -> None:
        PersonalRecord.objects.create(employee=carols_record, date_of_birth=date(1980, 1, 1))
        before = state()
        done = applied(text, alice, choices=SALES, effective_date=day)
        assert state() != before
        undone(done, alice)
        assert [(each.line, each.kept_because) for each in done.rows.all() if each.kept_because] == []
        assert (done.status, state()) == (ImportStatus.UNDONE, before)
        assert not done.rows.exclude(kept_because="").exists()

    def test_what_was_planned_for_later_stays_planned(self, alice: User, carols_record: Employee) -> None:
        PersonalRecord.objects.create(employee=carols_record)
        change_terms(employee=carols_record, start_date=date(2027, 3, 1), acting_user=alice, cost_center="X")
        before = state()
        undone(applied(CHANGED, alice, effective_date=date(2026, 12, 1)), alice)
        assert state() == before

    def test_whoever_has_clocked_in_stays_and_so_does_their_manager(self, alice: User) -> None:
        done = applied(NEW, alice, choices=SALES)
        punched(Employee.objects.get(work_email="erin@acme.example"), (IN, "2026-12-01 09:00"))
        undone(done, alice)
        assert row(done, 2).kept_because == "Something is recorded of them by now: punches."
        assert row(done, 3).kept_because == "Somebody who stays reports to them, or has done."
        assert Department.objects.filter(name="Sales").exists()

    def test_whoever_was_changed_since_stays_as_they_are(self, alice: User, carols_record: Employee) -> None:
        done = applied(CHANGED, alice)
        change_employee(employee=carols_record, acting_user=alice, first_name="Caroline")
        undone(done, alice)
        assert row(done).kept_because.startswith("Alice Archer has changed something of this person since, on")
        carols_record.refresh_from_db()
        assert carols_record.full_name == "Caroline Chen-Brown"

    def test_who_is_new_and_was_given_another_address_since_stays(self, alice: User) -> None:
        done = applied(NEW, alice, choices=SALES)
        address = Address.objects.get()
        write_entry(
            employee=address.employee,
            section=SECTIONS["addresses"],
            verb=ChangeVerb.CHANGE,
            entry_id=address.pk,
            values={"street": "2 High Street"},
            acting_user=alice,
            now=timezone.now(),
        )
        undone(done, alice)
        assert row(done, 2).kept_because.startswith("Alice Archer has changed something of this person since")

    def test_others_are_taken_back_all_the_same(self, alice: User) -> None:
        done = applied(NEW.replace(",fay@acme.example,80%", ",,80%"), alice, choices=SALES)
        punched(Employee.objects.get(work_email="fay@acme.example"), (IN, "2026-12-01 09:00"))
        undone(done, alice)
        assert not Employee.objects.filter(work_email="erin@acme.example").exists()
        assert AuditEvent.objects.get(action="employeeimport:undone").after == {"taken_back": 1, "kept": 1}

    def test_it_is_done_once(self, alice: User) -> None:
        done = undone(applied(NEW, alice, choices=SALES), alice)
        undo_import(import_id=str(done.pk), acting_user=alice, today=TODAY, now=timezone.now())
        with pytest.raises(ImportMovedOn):
            start_undoing(employee_import=done, acting_user=alice)


class TestForgetting:
    def test_a_file_that_is_discarded_leaves_nothing_of_its_people(self, alice: User) -> None:
        found = checked(NEW, alice)
        discard_import(employee_import=found, acting_user=alice)
        found.refresh_from_db()
        assert (found.status, found.sheet, found.rows.count()) == (ImportStatus.DISCARDED, "", 0)

    def test_old_ones_go(self, alice: User) -> None:
        kept, old = checked(NEW, alice), checked(NEW, alice)
        EmployeeImport.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=61))
        forget_imports(now=timezone.now())
        assert list(EmployeeImport.objects.all()) == [kept]
        assert problems(kept)
