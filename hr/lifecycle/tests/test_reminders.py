"""The round that reminds of tasks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from hr.lifecycle import actions, tasks
from hr.lifecycle.models import ChecklistTask, ChecklistTemplate
from hr.lifecycle.queries import tasks_of
from hr.people.models import Employee
from hr.people.tests.factories import employ, employ_user
from tenants.accounts.models import User

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _started(alice: User, carols_record: Employee, templates: dict[str, ChecklistTemplate]) -> None:
    by: Any = {"anchor_date": TODAY + timedelta(days=3), "today": TODAY, "acting_user": alice}
    actions.start_checklist(template=templates["onboarding"], employee=carols_record, **by)


def run(today: date, callbacks: Any) -> dict[str, str]:
    mail.outbox.clear()
    with callbacks(execute=True):
        actions.remind_of_tasks(today=today)
    return {message.to[0]: str(message.subject) for message in mail.outbox}


def test_each_gets_their_own(django_capture_on_commit_callbacks: Any) -> None:
    # Nobody has the role HR, so whoever may change everybody's employment is written to.
    assert run(TODAY, django_capture_on_commit_callbacks) == {"alice@acme.example": "To do: onboarding hr"}
    assert run(TODAY, django_capture_on_commit_callbacks) == {}
    found = run(TODAY + timedelta(days=4), django_capture_on_commit_callbacks)
    assert found == {
        "alice@acme.example": "To do: onboarding hr",
        "bob@acme.example": "To do: onboarding manager",
        "carol@acme.example": "To do: onboarding employee",
        "dave@acme.example": "To do: onboarding named",
    }
    assert "was due on 1 Jun 2026" in str(mail.outbox[0].body)


def test_what_is_done_is_forgotten(alice: User, django_capture_on_commit_callbacks: Any) -> None:
    for task in ChecklistTask.objects.exclude(owner="manager"):
        actions.finish_task(task=task, acting_user=alice, now=alice.date_joined)
    found = run(TODAY + timedelta(days=9), django_capture_on_commit_callbacks)
    assert found == {"bob@acme.example": "To do: onboarding manager"}


def test_nobody_is_left_with_it(carols_record: Employee, dave: User, django_capture_on_commit_callbacks: Any) -> None:
    employ(carols_record, manager=None)
    employ_user(dave, end_date=TODAY)
    found = run(TODAY + timedelta(days=9), django_capture_on_commit_callbacks)
    assert found == {"alice@acme.example": "3 tasks are waiting for you", "carol@acme.example": "To do: onboarding employee"}


def test_what_is_left_of_who_has_left_is_hrs(
    alice: User, bob: User, carol: User, carols_record: Employee, django_capture_on_commit_callbacks: Any
) -> None:
    later = TODAY + timedelta(days=9)
    employ(carols_record, end_date=TODAY)
    employ_user(bob, end_date=TODAY + DAY)
    found = run(later, django_capture_on_commit_callbacks)
    assert found == {"alice@acme.example": "3 tasks are waiting for you", "dave@acme.example": "To do: onboarding named"}
    assert set(tasks_of(alice, on=later).filter(done_at=None).values_list("owner", flat=True)) == {"hr", "manager", "employee"}
    assert set(tasks_of(alice, on=TODAY).filter(done_at=None).values_list("owner", flat=True)) == {"hr"}


def test_the_round_runs(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.remind_of_tasks()
    assert mail.outbox
