"""Which place a page belongs to."""

from collections.abc import Callable

import pytest

from conftest import HostClient
from hr.people.models import Employee
from tenants.accounts.models import User


@pytest.mark.parametrize(
    ("whose", "page", "place"),
    [
        ("Carol", "/people/{}/personal/", "People"),
        ("Carol", "/time/{}/", "People"),
        ("Carol", "/pay/{}/", "People"),
        ("Alice", "/pay/", "Pay"),
        ("Alice", "/time/", "Time"),
        ("Alice", "/time/{}/", "Time"),
        ("Alice", "/people/", "People"),
        ("Alice", "/people/{}/personal/", "My record"),
        ("Alice", "/people/{}/bank/", "My record"),
        ("Alice", "/people/{}/documents/", "My documents"),
    ],
)
def test_a_page_stands_where_whoever_it_is_about_is_looked_for(
    whose: str, page: str, place: str, sign_in: Callable[[User], HostClient], alice: User
) -> None:
    employee = Employee.objects.get(first_name=whose)
    answer = sign_in(alice).get(page.format(employee.pk), follow=True)
    assert answer.status_code == 200
    current = [str(item.label) for group in answer.context["nav"] for item in group.items if item.is_current]
    assert current == [place]
