"""The list of employees in the company administration: searched, filtered, and what is done with many of them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages

from conftest import HostClient
from core.audit.models import AuditEvent
from hr.people.actions import end_employment
from hr.people.admin import employees
from hr.people.models import Department, Employee, EmploymentTerms
from hr.people.tests.factories import add_people, employ
from tenants.accounts.models import User
from tenants.company_settings.actions import change_settings
from tests.cast import CREATED

LIST = "/admin/people/employee/"
CHANGED = date(2027, 1, 4)


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


def told(page: Any) -> str:
    return " ".join(str(message) for message in get_messages(page.wsgi_request))


def test_several_people_move_at_once(alices_client: HostClient, bobs_record: Employee, carols_record: Employee) -> None:
    chosen = {"action": "move_to_department", "_selected_action": [bobs_record.pk, carols_record.pk], "index": "0"}
    asked = alices_client.post(LIST, chosen)
    assert "Bob Brown, Carol Chen" in asked.content.decode() or "Carol Chen, Bob Brown" in asked.content.decode()

    where_to = {"department": Department.objects.get(name="Finance").pk, "start_date": CHANGED}
    page = alices_client.post(LIST, chosen | where_to, follow=True)

    assert "2 people are in Finance from" in told(page)
    assert EmploymentTerms.objects.covering(CHANGED).filter(department__name="Finance").count() == 3
    assert EmploymentTerms.objects.covering(CHANGED - timedelta(days=1)).filter(department__name="Finance").count() == 1
    assert AuditEvent.objects.filter(action="employee:terms_changed").count() == 2


def test_too_many_people_do_not_move_at_once(alices_client: HostClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(employees, "MOST_AT_ONCE", 3)
    first = Employee.objects.values_list("pk", flat=True)[0]

    page = alices_client.post(
        LIST, {"action": "move_to_department", "_selected_action": [first], "select_across": "1", "index": "0"}, follow=True
    )

    assert "At most 3 people can move at once." in told(page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Alice", "Bob", "Carol"}),
        ("employment=past", {"Dave"}),
        ("employment=all", {"Alice", "Bob", "Carol", "Dave"}),
        ("employment=future", set()),
        ("employment=now", {"Alice", "Bob", "Carol"}),
        ("q=dave", {"Dave"}),
        ("q=2", {"Bob"}),
        ("account=yes", {"Alice", "Bob", "Carol"}),
        ("account=no", set()),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, names: set[str], alices_client: HostClient, alice: User) -> None:
    end_employment(
        employee=Employee.objects.get(first_name="Dave"), last_day=date(2026, 1, 9), today=CREATED.date(), acting_user=alice
    )

    page = alices_client.get(f"{LIST}?{query}")

    assert {employee.first_name for employee in page.context["cl"].result_list} == names


def test_only_who_is_here_is_offered_as_a_manager(alices_client: HostClient, alice: User) -> None:
    end_employment(
        employee=Employee.objects.get(first_name="Dave"), last_day=date(2026, 1, 9), today=CREATED.date(), acting_user=alice
    )
    url = "/admin/autocomplete/?app_label=people&model_name=employmentterms&field_name=manager&term="

    assert [each["text"] for each in alices_client.get(f"{url}bob").json()["results"]] == ["Bob Brown"]
    assert alices_client.get(f"{url}dave").json()["results"] == []


def test_the_punches_of_somebody_who_has_left_can_be_looked_for(alices_client: HostClient, alice: User) -> None:
    end_employment(
        employee=Employee.objects.get(first_name="Dave"), last_day=date(2026, 1, 9), today=CREATED.date(), acting_user=alice
    )
    url = "/admin/autocomplete/?app_label=attendance&model_name=punch&field_name=employee&term=dave"

    assert [each["text"] for each in alices_client.get(url).json()["results"]] == ["Dave Dunn"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_days_are_filtered_as_they_are_in_any_time_zone(zone: str, alices_client: HostClient, alice: User) -> None:
    change_settings(acting_user=alice, time_zone=zone)
    employ(Employee.objects.get(first_name="Dave"), start_date=date(2026, 3, 10))
    employ(Employee.objects.get(first_name="Carol"), start_date=date(2026, 3, 9))
    employ(Employee.objects.get(first_name="Bob"), start_date=date(2026, 3, 11))

    page = alices_client.get(f"{LIST}?period_history__start_date_from=2026-03-10&period_history__start_date_to=2026-03-10")

    assert [employee.first_name for employee in page.context["cl"].result_list] == ["Dave"]


def test_a_list_of_500_costs_as_few_queries_as_one_of_4(alices_client: HostClient, django_assert_max_num_queries: Any) -> None:
    finance = Department.objects.get(name="Finance")
    boss = Employee.objects.get(first_name="Alice")
    add_people(500, department=finance, manager=boss)

    # The first page of a session looks the host up and writes the secret of its forms.
    alices_client.get(LIST)

    for query in ("", "?p=3", "?q=test", "?all="):
        with django_assert_max_num_queries(12):
            assert alices_client.get(f"{LIST}{query}").status_code == 200
