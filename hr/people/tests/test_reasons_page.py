"""Why somebody may see what of an employee."""

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest

from conftest import HostClient
from hr.people.access import may, reasons_for
from hr.people.models import Employee
from tenants.accounts.actions import change_roles
from tenants.accounts.capabilities import SCOPED
from tenants.accounts.models import Role, User

TODAY = date(2026, 6, 1)


@pytest.fixture
def show(sign_in: Callable[[User], HostClient], alice: User, carol: User) -> Callable[[str], str]:
    """What Alice is told about Carol's data."""
    browser, record = sign_in(alice), Employee.objects.get(user=carol)
    return lambda query: unescape(browser.get(f"/admin/people/employee/{record.pk}/who-may-see/?{query}").content.decode())


def test_each_yes_has_its_reason(show: Callable[[str], str], dave: User) -> None:
    bobs = show("q=bob")
    assert "Yes: Carol Chen reports to Bob Brown (role Manager)." in bobs
    assert "Yes: the role Payroll allows it for everybody." not in bobs
    assert "Yes: the role Payroll allows it for everybody." in show(f"viewer={dave.pk}")
    assert "Yes: it is their own (role Employee)." in show("q=carol@acme")


@pytest.mark.parametrize("query", ["q=nobody-of-that-name", "viewer=nonsense", "viewer=0198c000-0000-7000-8000-000000000000", ""])
def test_nonsense_finds_nobody(show: Callable[[str], str], query: str) -> None:
    assert "Yes:" not in show(query)


def test_of_several_one_chooses(show: Callable[[str], str]) -> None:
    page = show("q=acme.example")
    assert "Dave Dunn" in page
    assert "Yes:" not in page


def test_the_reasons_are_those_by_which_it_is_decided(alice: User, bob: User, carol: User, dave: User) -> None:
    change_roles(user=dave, roles=Role.objects.filter(code__in=["payroll", "auditor"]), acting_user=None)
    for user in (alice, bob, carol, User.objects.get(pk=dave.pk)):
        for record in Employee.objects.all():
            reasons = reasons_for(user, record, on=TODAY)
            assert {code for code in SCOPED if may(user, code, record, on=TODAY)} == set(reasons)


def test_an_account_that_is_off_sees_nothing(bob: User, carol: User) -> None:
    bob.is_active = False
    assert reasons_for(bob, Employee.objects.get(user=carol), on=TODAY) == {}


def test_statements(show: Callable[[str], str], django_assert_max_num_queries: Any) -> None:
    show("q=bob")
    with django_assert_max_num_queries(14):
        show("q=bob")
