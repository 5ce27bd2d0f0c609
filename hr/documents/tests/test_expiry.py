"""Reminders of documents that run out: to the person, and one list to whoever administers them."""

from datetime import date, timedelta
from typing import Any

from django.core import mail

from hr.documents.actions.documents import change_document, replace_document
from hr.documents.actions.reminders import remind_of_expiry
from hr.documents.models import DocumentType
from hr.documents.tests.factories import NOW, keep, upload
from hr.people.models import Employee
from hr.people.tests.factories import employ
from tenants.accounts.models import User

TODAY = date(2026, 11, 20)
VISA = "Visa or work permit"


def run(today: date, callbacks: Any) -> list[tuple[str, str]]:
    mail.outbox.clear()
    with callbacks(execute=True):
        remind_of_expiry(today=today)
    return [(message.to[0].partition("@")[0], str(message.subject)) for message in mail.outbox]


def test_each_leaves_once(carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
    keep(carols_record, VISA, expires_on=TODAY + timedelta(days=30), title="Blue Card")

    assert run(TODAY, django_capture_on_commit_callbacks) == [
        ("carol", "Visa or work permit runs out on 20 Dec 2026"),
        ("alice", "1 document runs out"),
    ]
    assert "Carol Chen: Visa or work permit, 20 Dec 2026" in str(mail.outbox[1].body)
    assert "Blue Card" not in "".join(str(message.body) for message in mail.outbox)
    assert run(TODAY, django_capture_on_commit_callbacks) == []
    assert len(run(TODAY + timedelta(days=20), django_capture_on_commit_callbacks)) == 2
    assert run(TODAY + timedelta(days=31), django_capture_on_commit_callbacks)[0] == ("carol", "Visa or work permit has run out")
    assert run(TODAY + timedelta(days=90), django_capture_on_commit_callbacks) == []


def test_a_newer_version_or_a_correction_begins_anew(
    carols_record: Employee, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    visa = keep(carols_record, VISA, expires_on=TODAY + timedelta(days=10))
    run(TODAY, django_capture_on_commit_callbacks)
    change_document(document=visa, title="", expires_on=TODAY + timedelta(days=11), acting_user=alice)
    assert len(run(TODAY, django_capture_on_commit_callbacks)) == 2
    later = TODAY + timedelta(days=400)
    replace_document(document=visa, upload=upload("New"), expires_on=later, acting_user=alice, now=NOW)
    assert run(TODAY, django_capture_on_commit_callbacks) == []


def test_nobody_hears_of_what_they_do_not_see(
    carols_record: Employee, daves_record: Employee, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    DocumentType.objects.filter(name="Internal note").update(reminder_days=[14])
    keep(carols_record, "Internal note", expires_on=TODAY)
    keep(Employee.objects.get(user=alice), "Internal note", expires_on=TODAY)
    employ(daves_record, end_date=TODAY - timedelta(days=1))
    keep(daves_record, VISA, expires_on=TODAY)

    assert run(TODAY, django_capture_on_commit_callbacks) == [("alice", "1 document runs out")]
    assert "Carol Chen: Internal note" in str(mail.outbox[0].body)


def test_a_type_may_want_none_ahead(carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
    DocumentType.objects.update(reminder_days=[])
    keep(carols_record, VISA, expires_on=TODAY)
    assert run(TODAY, django_capture_on_commit_callbacks) == []
    assert len(run(TODAY + timedelta(days=1), django_capture_on_commit_callbacks)) == 2
