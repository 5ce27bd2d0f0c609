"""A person's profile."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django_tenants.utils import tenant_context

from hr.people.models import Employee
from hr.people.tests.factories import employ
from tenants.accounts.models import RoleGrant, User
from tenants.companies.models import Company


def test_it_shows_who_somebody_works_with(sign_in: Callable[[User], Any], carol: User, bobs_record: Employee) -> None:
    page = sign_in(carol).get(f"/people/{bobs_record.pk}/").content.decode()
    for words in ("Bob Brown", "Engineering", "bob@acme.example", "05/01/2026", "Direct reports", "Carol Chen"):
        assert words in page


def test_the_manager_is_named(sign_in: Callable[[User], Any], bob: User, bobs_record: Employee, carols_record: Employee) -> None:
    page = sign_in(bob).get(f"/people/{carols_record.pk}/").content.decode()
    assert f'href="/people/{bobs_record.pk}/"' in page


def test_somebody_alone(sign_in: Callable[[User], Any], alice: User) -> None:
    alone = Employee.objects.get(user=alice)
    assert "Alice has no manager, and nobody reports to Alice." in sign_in(alice).get(f"/people/{alone.pk}/").content.decode()


def test_whoever_left_says_so(sign_in: Callable[[User], Any], alice: User, carols_record: Employee) -> None:
    employ(carols_record, end_date=date(2026, 1, 30))
    assert "Carol left on 30/01/2026." in sign_in(alice).get(f"/people/{carols_record.pk}/").content.decode()


def test_without_the_right_only_oneself_exists(
    sign_in: Callable[[User], Any], carol: User, carols_record: Employee, bobs_record: Employee
) -> None:
    RoleGrant.objects.filter(role__code="employee", capability="people.view").delete()
    client = sign_in(carol)
    assert client.get(f"/people/{carols_record.pk}/").status_code == 200
    assert client.get(f"/people/{bobs_record.pk}/").status_code == 404


def test_people_of_another_company_do_not_exist(sign_in: Callable[[User], Any], alice: User, globex: Company) -> None:
    with tenant_context(globex):
        stranger = Employee.objects.get(work_email="mallory@globex.example")
    assert sign_in(alice).get(f"/people/{stranger.pk}/").status_code == 404


def test_statements(sign_in: Callable[[User], Any], bob: User, bobs_record: Employee, django_assert_max_num_queries: Any) -> None:
    client = sign_in(bob)
    client.get("/people/")
    with django_assert_max_num_queries(9):
        client.get(f"/people/{bobs_record.pk}/")
