"""The org chart, as a picture and as a table."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from hr.people.models import Employee, EmploymentTerms
from hr.people.tests.factories import add_people, employ
from tenants.accounts.models import RoleGrant, User


@pytest.fixture
def show(sign_in: Callable[[User], Any], carol: User) -> Callable[..., str]:
    """The content of Carol's page."""
    client = sign_in(carol)

    def get(query: str = "") -> str:
        page: str = client.get(f"/people/chart/{query}").content.decode()
        return page.split('<main class="page"')[1].split("</main>", maxsplit=1)[0]

    return get


def names_in(page: str) -> list[str]:
    """The people in the order in which they are listed."""
    return re.findall(r'<a href="/people/[0-9a-f-]{36}/">([^<]+)</a>', page)


def test_who_reports_to_whom(show: Callable[..., str]) -> None:
    page = show()
    assert names_in(page) == ["Bob Brown", "Carol Chen", "Alice Archer", "Dave Dunn"]
    assert "Without a manager and without reports" in page
    assert "4 people, 2 levels" in " ".join(page.split())
    assert page.count("<ul") == page.count("</ul")


def test_the_reports_of_one_are_fetched_alone(sign_in: Callable[[User], Any], carol: User, bobs_record: Employee) -> None:
    client = sign_in(carol)
    part = client.get(f"/people/chart/?of={bobs_record.pk}").content.decode()
    assert names_in(part) == ["Carol Chen"]
    assert "<html" not in part
    assert client.get(f"/people/chart/?of={uuid4()}").status_code == 404


def test_a_large_company_is_closed_below_the_top_and_opens_where_asked(show: Callable[..., str], bobs_record: Employee) -> None:
    team = add_people(70, manager=bobs_record)
    page = show()
    assert "Test 3" not in page
    assert 'aria-expanded="false"' in page
    assert {"Test 3", "Test 69"} <= set(names_in(show("?open=all")))
    jumped = show(f"?person={team[3].pk}")
    assert 'id="found"' in jumped
    assert "Test 69" in jumped


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?q=carol", 'id="found"'),
        ("?q=karol+chenn", 'id="found"'),
        ("?q=acme", "Whom do you mean?"),
        ("?q=zzzz", "Nobody in the chart is like “zzzz”"),
        ("?person=nonsense&of=nonsense&view=nonsense&open=nonsense", "Carol Chen"),
    ],
)
def test_somebody_is_found(show: Callable[..., str], query: str, words: str) -> None:
    assert words in show(query)


def test_the_table_has_the_same(show: Callable[..., str]) -> None:
    page = show("?view=table")
    assert names_in(page) == ["Bob Brown", "Carol Chen", "Alice Archer", "Dave Dunn"]
    assert 'class="org-depth org-depth-1"' in page


def test_the_table_opens_at_the_page_of_whom_one_looks_for(show: Callable[..., str], bobs_record: Employee) -> None:
    team = add_people(150, manager=bobs_record)
    last = max(team, key=lambda each: each.full_name)
    assert 'id="found"' in show(f"?view=table&person={last.pk}")
    assert 'id="found"' not in show(f"?view=table&person={last.pk}&page=1")


def test_a_circle_is_shown_and_named(show: Callable[..., str], bobs_record: Employee, carols_record: Employee) -> None:
    EmploymentTerms.objects.filter(employee=bobs_record).update(manager=carols_record)
    assert {"Bob Brown", "Carol Chen"} <= set(names_in(show()))
    assert "In a circle" in show("?view=table")


def test_who_has_left_or_not_begun_is_not_in_it(show: Callable[..., str], bobs_record: Employee, carols_record: Employee) -> None:
    employ(bobs_record, end_date=date(2026, 1, 30))
    employ(carols_record, start_date=date(2200, 1, 1))
    assert names_in(show()) == ["Alice Archer", "Dave Dunn"]


@pytest.mark.parametrize("query", ["", "?open=all", "?view=table", "?q=test"])
def test_statements(show: Callable[..., str], bobs_record: Employee, query: str, django_assert_max_num_queries: Any) -> None:
    add_people(200, manager=bobs_record)
    show()
    with django_assert_max_num_queries(9):
        show(query)


def test_without_the_right_it_is_forbidden(sign_in: Callable[[User], Any], carol: User) -> None:
    RoleGrant.objects.filter(role__code="employee", capability="people.view").delete()
    assert sign_in(carol).get("/people/chart/").status_code == 403


def test_people_of_the_other_company_are_not_in_it(mallory_client: Any) -> None:
    assert names_in(mallory_client.get("/people/chart/").content.decode()) == ["Mallory Marsh", "Carol Chen"]
