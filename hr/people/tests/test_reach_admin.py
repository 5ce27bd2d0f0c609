"""The administration of somebody who may administer a part of the people only."""

from collections.abc import Callable

import pytest

from conftest import HostClient
from hr.people.models import Department, Employee
from hr.people.tests.factories import as_sent
from tenants.accounts.capabilities import Scope
from tenants.accounts.models import Role, RoleGrant, User

LIST = "/admin/people/employee/"


@pytest.fixture
def browser(sign_in: Callable[[User], HostClient], bob: User) -> HostClient:
    """Bob, who administers the people of Engineering: Carol and himself."""
    role = Role.objects.create(name="HR of a department")
    grants = {
        "admin.enter": Scope.COMPANY,
        "job.view": Scope.DEPARTMENT,
        "job.manage": Scope.DIRECT_REPORTS,
        "attendance.view": Scope.DEPARTMENT,
    }
    RoleGrant.objects.bulk_create(RoleGrant(role=role, capability=code, scope=scope) for code, scope in grants.items())
    role.assignments.create(user=bob)
    return sign_in(bob)


def key(name: str) -> str:
    return str(Employee.objects.get(first_name=name).pk)


def test_lists_show_those_within_reach(browser: HostClient) -> None:
    html = browser.get(LIST).content.decode()
    assert "Carol Chen" in html
    assert "Dave Dunn" not in html
    today = browser.get("/admin/attendance/punch/today/").content.decode()
    assert "Carol Chen" in today
    assert "Dave Dunn" not in today
    assert "Dave" not in browser.get("/admin/search/?s=d").content.decode()


def test_out_of_reach_nobody_exists(browser: HostClient) -> None:
    assert browser.get(f"{LIST}{key('Carol')}/change/").status_code == 200
    assert browser.get(f"{LIST}{key('Dave')}/change/").status_code == 404
    assert browser.get(f"{LIST}{key('Dave')}/end-employment/").status_code == 404


def test_what_may_only_be_seen_is_not_changed(browser: HostClient) -> None:
    assert browser.get(f"{LIST}{key('Carol')}/end-employment/").status_code == 200
    assert browser.get(f"{LIST}{key('Bob')}/change/").status_code == 200
    assert browser.get(f"{LIST}{key('Bob')}/end-employment/").status_code == 403
    assert browser.post(f"{LIST}{key('Bob')}/change/", {"first_name": "Robert"}).status_code == 403
    chosen = {"action": "move_to_department", "_selected_action": [key("Bob"), key("Carol")]}
    names = browser.post(LIST, chosen).content.decode()
    assert "These people move: Carol Chen." in names
    assert browser.get(f"{LIST}add/").status_code == 403
    assert browser.get(f"{LIST}{key('Carol')}/delete/").status_code == 403


def test_departments_are_the_companys(browser: HostClient) -> None:
    finance = Department.objects.get(name="Finance")
    assert browser.get(f"/admin/people/department/{finance.pk}/delete/").status_code == 403


def test_who_gives_no_accounts_opens_none_by_the_way(browser: HostClient) -> None:
    """An account is opened to whoever reads the mails to an employee's work address."""
    carol = Employee.objects.get(first_name="Carol")
    Employee.objects.filter(pk=carol.pk).update(user=None)
    chosen = {"action": "invite", "_selected_action": [str(carol.pk)]}
    role = Role.objects.get(code="employee")
    browser.post(LIST, {**chosen, "asked": "yes", "roles": [str(role.pk)]})
    entered = as_sent(carol, first_name="Carola", work_email="mine@elsewhere.example")
    assert browser.post(f"{LIST}{carol.pk}/change/", entered).status_code == 302

    carol.refresh_from_db()
    assert (carol.first_name, carol.user, carol.work_email) == ("Carola", None, "carol@acme.example")
