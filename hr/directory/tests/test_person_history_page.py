"""The history of a person."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from conftest import HostClient
from core.audit.models import AuditEvent, ReadEvent
from hr.custom_fields.actions import add_field
from hr.people.actions import change_terms, set_custom_values
from hr.people.models import Employee
from hr.personal.actions.entries import write_entry
from hr.personal.models import ChangeVerb
from hr.personal.sections import SECTIONS
from payroll.compensation.actions import agree_terms
from tenants.accounts.capabilities import SCOPED
from tenants.accounts.models import User

SignIn = Callable[[User], HostClient]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def history(alice: User, carols_record: Employee) -> str:
    """Something of each group of data was changed; the address of the page."""
    change_terms(employee=carols_record, start_date=date(2026, 2, 2), job_title="Lead tester", acting_user=alice)
    write_entry(
        employee=carols_record,
        section=SECTIONS["contact"],
        verb=ChangeVerb.CHANGE,
        entry_id=None,
        values={"mobile_phone": "+44 7700 900123"},
        acting_user=alice,
        now=NOW,
    )
    agree_terms(
        employee=carols_record,
        start_date=date(2026, 3, 1),
        amount=Decimal("3000.00"),
        basis="monthly",
        currency="GBP",
        frequency="monthly",
        acting_user=alice,
    )
    return f"/people/{carols_record.pk}/history/"


def shown(client: HostClient, address: str) -> str:
    return client.get(address).content.decode().split('<main class="page"')[1].split("</header>", maxsplit=1)[1]


def test_one_sees_all_of_ones_own(history: str, sign_in: SignIn, carol: User) -> None:
    page = shown(sign_in(carol), history)
    for words in ("job title", "Lead tester", "02/02/2026", "mobile phone", "+44 7700 900123", "pay terms", "Alice Archer"):
        assert words in page
    assert not ReadEvent.objects.exists()


def test_each_sees_what_of_the_person_they_may_see(history: str, sign_in: SignIn, bob: User, dave: User) -> None:
    page = shown(sign_in(bob), history)
    assert "Lead tester" in page
    assert "mobile phone" not in page
    assert "pay terms" not in page
    assert "pay terms" in shown(sign_in(dave), history)


def test_fields_that_the_company_has_added_are_told_to_who_sees_their_section(
    sign_in: SignIn, alice: User, bob: User, carol: User, carols_record: Employee
) -> None:
    faith = add_field(name="Faith", kind="text", data_group="personal", acting_user=alice)
    badge = add_field(name="Badge", kind="text", data_group="job", acting_user=alice)
    set_custom_values(employee=carols_record, values={faith.key: "Quaker", badge.key: "B 17"}, acting_user=alice)
    address = f"/people/{carols_record.pk}/history/"

    for user, sees in ((carol, True), (alice, True), (bob, False)):
        page = shown(sign_in(user), address)
        assert "B 17" in page
        assert ("Quaker" in page) == sees


def test_a_colleague_sees_nothing(sign_in: SignIn, carol: User, bobs_record: Employee) -> None:
    assert sign_in(carol).get(f"/people/{bobs_record.pk}/history/").status_code == 404


def test_to_see_changes_of_pay_is_to_see_pay(history: str, sign_in: SignIn, dave: User, bob: User) -> None:
    shown(sign_in(bob), history)
    assert not ReadEvent.objects.exists()
    shown(sign_in(dave), f"{history}?group=job")
    assert not ReadEvent.objects.exists()
    shown(sign_in(dave), history)
    assert [(look.reader_label, look.data_group) for look in ReadEvent.objects.all()] == [("Dave Dunn", "salary")]


@pytest.mark.parametrize(
    ("query", "words", "others"),
    [
        ("group=personal", "mobile phone", "Lead tester"),
        ("group=job", "Lead tester", "mobile phone"),
        ("by=Alice+Archer", "Lead tester", "Nothing matches"),
        ("until=2020-01-01", "Nothing matches", "Lead tester"),
        ("from=2020-01-01", "Lead tester", "Nothing matches"),
        ("group=nonsense&by=nobody&from=yesterday&until=2026-99-99", "Lead tester", "Nothing matches"),
    ],
)
def test_it_is_narrowed(history: str, sign_in: SignIn, carol: User, query: str, words: str, others: str) -> None:
    page = shown(sign_in(carol), f"{history}?{query}")
    assert words in page
    assert others not in page


def test_statements(
    history: str, sign_in: SignIn, alice: User, carols_record: Employee, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        change_terms(employee=carols_record, start_date=date(2026, 3, 2), job_title=f"Title {number}", acting_user=alice)
    client = sign_in(alice)
    shown(client, "/people/")
    with django_assert_max_num_queries(12):
        assert "Title 39" in shown(client, history)


def test_each_event_says_whose_record_it_is(history: str, carols_record: Employee) -> None:
    kinds = set(AuditEvent.objects.filter(person_id=carols_record.pk).values_list("object_type", flat=True))
    assert {"people.employee", "personal.personalrecord", "compensation.payterms"} <= kinds
    assert not AuditEvent.objects.filter(object_type="people.department", person_id__isnull=False).exists()


def test_the_trail_is_narrowed_by_person_too(history: str, sign_in: SignIn, alice: User, bob: User) -> None:
    page = sign_in(alice).get("/admin/audit/auditevent/?of=carol+chen").content.decode()
    assert "Lead tester" in page
    assert "added Bob Brown" not in page


# What happens so often that its own page shows it better.
NOT_IN_HISTORIES = {
    "attendance.punch": "Each day of somebody's time stands under Attendance.",
    "imports.importrow": "A line of a spreadsheet; what it changed stands in the history as if it had been typed.",
}


def test_each_kind_of_record_of_a_person_says_who_reads_its_history() -> None:
    """Or else it stands in the company's trail alone, and the person's history lacks it."""
    silent = {
        model._meta.label_lower
        for model in apps.get_models()
        if any(field.name == "employee" for field in model._meta.concrete_fields)
        and getattr(model, "trail_capability", None) not in SCOPED
    }
    # Written together with the employee, in whose name they are told.
    told_of_employee = {"people.employmentperiod", "people.employmentterms"}
    assert silent == set(NOT_IN_HISTORIES) | told_of_employee
