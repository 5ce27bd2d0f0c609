"""The directory."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hr.custom_fields.actions import add_field
from hr.people.actions import hire_employee, set_custom_values
from hr.people.directory import parts_of
from hr.people.models import ContractType, Department, Employee, Location
from hr.people.tests.factories import add_people, employ
from hr.personal.actions.policy import change_policy
from hr.personal.models import PersonalRecord
from tenants.accounts.models import RoleGrant, User
from tests.cast import CREATED


@pytest.fixture
def show(sign_in: Callable[[User], Any], carol: User) -> Callable[..., str]:
    """The content of Carol's page."""
    client = sign_in(carol)

    def get(query: str = "") -> str:
        page: str = client.get(f"/people/{query}").content.decode()
        return page.split('<main class="page"')[1].split("</main>", maxsplit=1)[0]

    return get


def names_in(page: str) -> list[str]:
    """The people in the order in which they are listed."""
    return re.findall(r'<a class="row-link" href="/people/[^"]+">([^<]+)</a>', page)


def test_everybody_by_name_with_a_count(show: Callable[..., str]) -> None:
    page = show()
    assert names_in(page) == ["Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"]
    assert "4 people at Acme Robotics" in page


def test_a_row_leads_to_the_profile(show: Callable[..., str], carols_record: Employee) -> None:
    assert f'href="/people/{carols_record.pk}/"' in show()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=carol", ["Carol Chen"]),
        ("?q=CHEN+Carol", ["Carol Chen"]),
        ("?q=engineering", ["Bob Brown", "Carol Chen"]),
        ("?q=dave@acme", ["Dave Dunn"]),
        ("?q=100%25", []),
        ("?q=carol+finance", []),
        ("?q=karol+chenn", ["Carol Chen"]),
        ("?q=caroll+engineering", ["Carol Chen"]),
        ("?q=arche", ["Alice Archer"]),
        ("?q=zzzz", []),
        ("?contract=contractor", []),
        (
            "?contract=nonsense&manager=nonsense&joining=nonsense&view=nonsense",
            ["Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"],
        ),
        ("?joining=soon", []),
        ("?sort=-name", ["Dave Dunn", "Carol Chen", "Bob Brown", "Alice Archer"]),
        ("?sort=department", ["Bob Brown", "Carol Chen", "Dave Dunn", "Alice Archer"]),
        ("?sort=nonsense&department=nonsense", ["Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"]),
    ],
)
def test_search_and_order(show: Callable[..., str], query: str, names: list[str]) -> None:
    page = show(query)
    assert names_in(page) == names
    assert ("Nobody matches" in page) == (not names)


def test_newest_first(show: Callable[..., str], carols_record: Employee) -> None:
    employ(carols_record, start_date=date(2200, 1, 1))
    assert names_in(show("?sort=start"))[0] == "Carol Chen"


def test_the_filter_by_department_stays_in_the_form(show: Callable[..., str]) -> None:
    finance = Department.objects.get(name="Finance")
    page = show(f"?department={finance.pk}&q=d")
    assert names_in(page) == ["Dave Dunn"]
    assert f'<option value="{finance.pk}" selected>' in page
    assert 'value="d"' in page


def test_what_is_misspelt_says_so(show: Callable[..., str]) -> None:
    assert "Nothing is written exactly like “karol chenn”" in show("?q=karol+chenn")
    assert "Nothing is written exactly like" not in show("?q=carol")


def test_who_is_meant_most_comes_first(show: Callable[..., str], bobs_record: Employee) -> None:
    employ(bobs_record, job_title="Assistant of Carol")
    assert names_in(show("?q=carol")) == ["Carol Chen", "Bob Brown"]
    assert names_in(show("?q=carol&sort=name")) == ["Bob Brown", "Carol Chen"]


def test_a_department_has_the_people_of_its_parts(show: Callable[..., str], carols_record: Employee) -> None:
    engineering = Department.objects.get(name="Engineering")
    robots = Department.objects.create(name="Robots", parent=engineering)
    employ(carols_record, department=robots)
    assert names_in(show(f"?department={engineering.pk}")) == ["Bob Brown", "Carol Chen"]
    assert names_in(show(f"?department={robots.pk}")) == ["Carol Chen"]


def test_departments_in_a_circle_end() -> None:
    one, other = Department(name="One"), Department(name="Other")
    one.parent, other.parent = other, one
    assert parts_of(one.pk, [one, other]) == {one.pk, other.pk}


def test_a_location_has_its_people(show: Callable[..., str], carols_record: Employee) -> None:
    leeds = Location.objects.create(name="Leeds")
    employ(carols_record, location=leeds)
    assert names_in(show(f"?location={leeds.pk}")) == ["Carol Chen"]


def test_filters(show: Callable[..., str], bobs_record: Employee, carols_record: Employee) -> None:
    assert names_in(show(f"?manager={bobs_record.pk}")) == ["Carol Chen"]
    employ(carols_record, contract_type=ContractType.INTERN, start_date=timezone.now().date() + timedelta(days=5))
    assert names_in(show("?contract=intern")) == ["Carol Chen"]
    assert names_in(show("?joining=soon")) == ["Carol Chen"]
    employ(carols_record, start_date=timezone.now().date() - timedelta(days=5))
    page = show("?joining=new&contract=intern")
    assert names_in(page) == ["Carol Chen"]
    assert "Filters (2)" in page


class TestCards:
    def test_they_show_what_colleagues_need(self, show: Callable[..., str], carols_record: Employee) -> None:
        PersonalRecord.objects.create(employee=carols_record, work_phone="+44 20 7946 0018", mobile_phone="+44 7700 900123")
        page = show("?view=cards&q=carol")
        for words in ("Carol Chen", "Engineering", "Reports to Bob Brown", "carol@acme.example", "+44 20 7946 0018"):
            assert words in page
        assert "+44 7700 900123" not in page

    def test_phones_only_if_the_company_shows_them(self, show: Callable[..., str], carols_record: Employee, alice: User) -> None:
        PersonalRecord.objects.create(employee=carols_record, work_phone="+44 20 7946 0018")
        change_policy(shows_work_phones=False, acting_user=alice)
        assert "+44 20 7946 0018" not in show("?view=cards")
        assert "+44 20 7946 0018" not in show(f"{carols_record.pk}/")

    def test_statements(self, show: Callable[..., str], bobs_record: Employee, django_assert_max_num_queries: Any) -> None:
        for each in add_people(30, manager=bobs_record):
            PersonalRecord.objects.create(employee=each, photo=f"photo/{each.pk.hex}.webp")
        show()
        with django_assert_max_num_queries(10):
            page = show("?view=cards")
        assert page.count('loading="lazy"') == 30


def test_who_has_left_is_not_listed(show: Callable[..., str], bobs_record: Employee) -> None:
    yesterday = timezone.now().date() - timedelta(days=2)
    employ(bobs_record, end_date=yesterday, start_date=date(2020, 1, 1))
    assert "Bob Brown" not in names_in(show())


def test_pages_and_statements(show: Callable[..., str], alice: User, django_assert_max_num_queries: Any) -> None:
    for number in range(80):
        hire_employee(
            first_name="Person",
            last_name=f"{number:03}",
            work_email=f"person{number}@acme.example",
            start_date=date(2026, 1, 5),
            today=CREATED.date(),
            acting_user=alice,
        )
    show()
    with django_assert_max_num_queries(10):
        page = show("?q=person&page=2")
    assert names_in(page) == [f"Person {number:03}" for number in range(50, 80)]
    assert "51 to 80 of 80" in page
    assert 'href="?q=person&amp;page=1"' in page


def test_what_is_misspelt_costs_no_more(show: Callable[..., str], django_assert_max_num_queries: Any) -> None:
    add_people(60)
    show()
    with django_assert_max_num_queries(10):
        page = show("?q=tesst&page=2")
    assert "51 to 60 of 60" in page


def test_fields_that_the_company_has_added_are_columns_for_who_sees_their_section(
    show: Callable[..., str], sign_in: Callable[..., Any], alice: User, carols_record: Employee, django_assert_max_num_queries: Any
) -> None:
    size = add_field(name="Shirt size", kind="text", is_in_lists=True, acting_user=alice)
    add_field(name="Shoe size", kind="text", acting_user=alice)
    set_custom_values(employee=carols_record, values={size.key: "Medium"}, acting_user=alice)

    assert "Shirt size" not in show()
    browser = sign_in(alice)
    browser.get("/people/")
    with django_assert_max_num_queries(10):
        page = browser.get("/people/?q=karol+chenn").content.decode()
    assert "Shirt size" in page
    assert "Medium" in page
    assert "Shoe size" not in page


def test_without_the_right_it_is_forbidden(sign_in: Callable[[User], Any], carol: User) -> None:
    RoleGrant.objects.filter(role__code="employee", capability="people.view").delete()
    assert sign_in(carol).get("/people/").status_code == 403


def test_people_of_the_other_company_are_not_listed(mallory_client: Any) -> None:
    names = names_in(mallory_client.get("/people/").content.decode())
    assert names == ["Carol Chen", "Mallory Marsh"]
