"""The timeline of somebody's employment."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hr.people.actions import change_terms, end_employment, rehire_employee
from hr.people.models import Department, Employee
from hr.people.queries import employment_of
from hr.people.timeline import employment_timeline
from tenants.accounts.models import User
from tests.cast import CREATED

TODAY = date(2026, 3, 10)


def test_it_tells_what_happened_and_what_is_planned(alice: User, carols_record: Employee) -> None:
    finance = Department.objects.get(name="Finance")
    change: Any = {"employee": carols_record, "acting_user": alice}
    change_terms(**change, start_date=date(2026, 2, 2), job_title="Analyst", weekly_hours=Decimal("37.50"))
    change_terms(**change, start_date=date(2026, 3, 2), department=finance, manager=None)
    end_employment(today=CREATED.date(), **change, last_day=date(2026, 3, 31))
    rehire_employee(today=CREATED.date(), **change, start_date=date(2026, 6, 1))

    entries = employment_timeline(*employment_of(carols_record), today=TODAY)

    assert [(str(entry.what), entry.day, entry.is_planned) for entry in entries] == [
        ("Came back", date(2026, 6, 1), True),
        ("Last day", date(2026, 3, 31), True),
        ("Terms changed", date(2026, 3, 2), False),
        ("Terms changed", date(2026, 2, 2), False),
        ("Joined", date(2026, 1, 5), False),
    ]
    assert entries[2].facts == (("Department", "Finance (before: Engineering)"), ("Manager", "none (before: Bob Brown)"))
    assert entries[3].facts == (("Job title", "Analyst"), ("Hours a week", "37.5"))
    assert ("Contract", "Permanent") in entries[4].facts


def test_the_page_is_for_oneself_and_whoever_may_see_it(
    sign_in: Callable[[User], Any], alice: User, carol: User, carols_record: Employee, bobs_record: Employee
) -> None:
    change_terms(employee=carols_record, start_date=date(2200, 1, 6), job_title="Director", acting_user=alice)
    for viewer in (alice, carol):
        page = sign_in(viewer).get(f"/people/{carols_record.pk}/employment/").content.decode()
        for words in ("Joined", "05/01/2026", "Department: Engineering", "Job title: Director", "Planned"):
            assert words in page
    assert sign_in(carol).get(f"/people/{bobs_record.pk}/employment/").status_code == 404


def test_statements(
    sign_in: Callable[[User], Any], alice: User, carols_record: Employee, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(alice)
    url = f"/people/{carols_record.pk}/employment/"
    client.get(url)
    with django_assert_max_num_queries(9):
        client.get(url)
