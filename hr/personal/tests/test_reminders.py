"""The round that reminds of certificates."""

from datetime import date, timedelta
from typing import Any

from django.core import mail

from hr.people.models import Employee
from hr.people.tests.factories import employ
from hr.personal import tasks
from hr.personal.actions.reminders import remind_of_certificates
from hr.personal.tests.factories import add_certificate, set_policy
from tenants.accounts.models import User

TODAY = date(2026, 11, 20)


def run(today: date, callbacks: Any) -> list[str]:
    mail.outbox.clear()
    with callbacks(execute=True):
        remind_of_certificates(today=today)
    return [str(message.subject) for message in mail.outbox if message.to == ["carol@acme.example"]]


def test_each_reminder_leaves_once(carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
    add_certificate(carols_record, expires_on=TODAY + timedelta(days=30))

    assert run(TODAY, django_capture_on_commit_callbacks) == ["First aid runs out on 20 Dec 2026"]
    assert run(TODAY, django_capture_on_commit_callbacks) == []
    assert run(TODAY + timedelta(days=20), django_capture_on_commit_callbacks) == ["First aid runs out on 20 Dec 2026"]
    assert run(TODAY + timedelta(days=31), django_capture_on_commit_callbacks) == ["First aid has run out"]
    assert run(TODAY + timedelta(days=60), django_capture_on_commit_callbacks) == []


def test_who_keeps_the_records_gets_one_list(
    alice: User, carols_record: Employee, daves_record: Employee, django_capture_on_commit_callbacks: Any
) -> None:
    add_certificate(carols_record, expires_on=TODAY + timedelta(days=10))
    add_certificate(daves_record, expires_on=TODAY - timedelta(days=1), name="Forklift licence")
    add_certificate(Employee.objects.get(user=alice), expires_on=TODAY, name="Her own")
    run(TODAY, django_capture_on_commit_callbacks)

    [listed] = [message for message in mail.outbox if message.to == ["alice@acme.example"] and "Her own" not in message.subject]
    assert listed.subject == "2 certificates run out"
    assert "Carol Chen: First aid, until 30 Nov 2026" in listed.body
    assert "Dave Dunn: Forklift licence, has run out on 19 Nov 2026" in listed.body
    assert "Her own" not in listed.body
    assert run(TODAY, django_capture_on_commit_callbacks) == []
    assert not mail.outbox


def test_whoever_has_left_is_left_alone(
    carols_record: Employee, daves_record: Employee, django_capture_on_commit_callbacks: Any
) -> None:
    employ(carols_record, end_date=TODAY - timedelta(days=1))
    add_certificate(carols_record, expires_on=TODAY)
    add_certificate(daves_record, expires_on=None)
    add_certificate(daves_record, expires_on=TODAY + timedelta(days=61), name="Later")

    assert run(TODAY, django_capture_on_commit_callbacks) == []


def test_the_round_writes_dates_as_the_company_does(carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
    add_certificate(carols_record, expires_on=date(2020, 1, 31))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.remind_of_certificates()

    assert ["31/01/2020" in str(message.body) for message in mail.outbox] == [True, True]


def test_a_company_may_want_none_ahead(carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
    set_policy(reminder_days=[])
    add_certificate(carols_record, expires_on=TODAY)

    assert run(TODAY, django_capture_on_commit_callbacks) == []
    assert run(TODAY + timedelta(days=1), django_capture_on_commit_callbacks) == ["First aid has run out"]
