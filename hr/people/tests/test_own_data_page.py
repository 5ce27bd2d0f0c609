"""Who saw my data."""

from collections.abc import Callable
from typing import Any

import pytest

from conftest import HostClient
from core.audit.actions import record_read
from hr.people.models import Employee
from tenants.accounts.models import User

PAGE = "/people/my-data/"
SignIn = Callable[[User], HostClient]


@pytest.fixture
def carols_record(carol: User) -> Employee:
    return Employee.objects.get(user=carol)


def test_each_sees_who_looked_at_theirs(sign_in: SignIn, carol: User, dave: User, alice: User, carols_record: Employee) -> None:
    for _again in range(3):
        record_read(acting_user=dave, subjects=[carols_record], data_group="salary")
    record_read(acting_user=alice, subjects=[carols_record, Employee.objects.get(user=dave)], data_group="bank")

    html = sign_in(carol).get(PAGE).content.decode()
    assert "Dave Dunn" in html
    assert "Salary and benefits" in html
    assert '<td class="number">3</td>' in html
    assert "Alice Archer" in html

    html = sign_in(dave).get(PAGE).content.decode().split("<main")[1]
    assert "Alice Archer" in html
    assert "Salary and benefits" not in html


def test_nobody_looked(sign_in: SignIn, bob: User) -> None:
    assert "Nobody has looked" in sign_in(bob).get(PAGE).content.decode()


def test_an_account_without_an_employee(sign_in: SignIn, bob: User) -> None:
    Employee.objects.filter(user=bob).update(user=None)
    assert "You have no employee record" in sign_in(bob).get(PAGE).content.decode()


def test_statements(sign_in: SignIn, carol: User, dave: User, carols_record: Employee, django_assert_max_num_queries: Any) -> None:
    for group in ("salary", "bank", "medical"):
        record_read(acting_user=dave, subjects=[carols_record], data_group=group)
    client = sign_in(carol)
    client.get(PAGE)
    with django_assert_max_num_queries(7):
        client.get(PAGE)
