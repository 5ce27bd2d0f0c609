"""Roles in the company administration: the matrix, the preview, and what nobody may do to a role."""

from collections.abc import Callable
from typing import Any

import pytest

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from tenants.accounts.actions import BeyondOwnRights, RoleFixed, RoleNameTaken, add_role, change_role, change_roles, delete_role
from tenants.accounts.capabilities import COMPANY_ROLES, BuiltInRole, Capability, DataGroup, Scope, possible_scopes
from tenants.accounts.models import Role, RoleGrant, User
from tenants.accounts.rules import gained

LIST = "/admin/accounts/role/"
LEAVE = DataGroup.LEAVE


@pytest.fixture
def browser(sign_in: Callable[..., HostClient], alice: User) -> HostClient:
    return sign_in(alice, has_proved=True)


def page_of(role: Role) -> str:
    return f"{LIST}{role.pk}/change/"


def entered(role: Role, **changes: str) -> dict[str, str]:
    """The form of a role as it stands, with changes; dots are double underscores."""
    shown = dict(role.grants.values_list("capability", "scope"))
    return {"name": role.name, **shown, **{name.replace("__", "."): value for name, value in changes.items()}}


def grants_of(role: Role) -> dict[str, str]:
    return dict(RoleGrant.objects.filter(role=role).values_list("capability", "scope"))


@pytest.fixture
def office(alice: User) -> Role:
    """A role of the company's own."""
    grants = {Capability.ENTER_ADMIN: Scope.COMPANY, LEAVE.view: Scope.DEPARTMENT}
    return add_role(name="Office", grants=grants, acting_user=alice)


def test_a_role_is_made(browser: HostClient, alice: User) -> None:
    chosen = {"name": " Team  payroll ", "salary.manage": "all_reports", "bank.view": "company", "admin.enter": "on"}
    response = browser.post(f"{LIST}add/", chosen)

    assert response.headers["Location"] == LIST
    role = Role.objects.get(name="Team payroll")
    expected = {"salary.view": "all_reports", "salary.manage": "all_reports", "bank.view": "company", "admin.enter": "company"}
    assert grants_of(role) == expected
    event = AuditEvent.objects.get(action="role:added")
    assert sentence_of(event) == "Alice Archer made the role Team payroll."


def test_a_change_is_shown_before_it_is_saved(browser: HostClient, office: Role, alice: User, bob: User, dave: User) -> None:
    for user in (bob, dave):
        change_roles(user=user, roles=[*user.roles.all(), office], acting_user=alice)
    sent = entered(office, leave__view="company", admin__enter="")

    html = browser.post(page_of(office), sent).content.decode()
    # Dave sees everybody's leave anyway, and enters the administration: he has the role Payroll.
    assert "Bob Brown" in html
    assert "Dave Dunn" not in html.split('id="content-main"')[-1]
    assert "See leave: Everybody" in html
    assert "Open the company administration" in html
    assert grants_of(office)["leave.view"] == "department"

    browser.post(page_of(office), {**sent, "confirmed": "yes"})
    assert grants_of(office) == {"leave.view": "company"}
    words = sentence_of(AuditEvent.objects.get(action="role:changed"))
    assert "from “Open the company administration; See leave: Own department and its parts”" in words
    assert "to “See leave: Everybody”" in words


def test_what_everybody_gains_is_said_once(browser: HostClient, carol: User) -> None:
    employee = Role.objects.get(code="employee")
    html = browser.post(page_of(employee), entered(employee, medical__manage="self")).content.decode()
    assert "Everybody, about themselves and those who report to them" in html
    assert html.count("Change medical data: Themselves") == 1


def test_nothing_that_changes_for_nobody(browser: HostClient, office: Role) -> None:
    assert "Nobody may do more or less than before" in browser.post(page_of(office), entered(office)).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "hR"}, "There is a role with this name already"),
        ({"name": "X", "salary.view": "galaxy"}, "Select a valid choice"),
        ({"name": "X", "salary.manage": "self"}, "Select a valid choice"),
        ({"name": "X" * 81}, "at most 80 characters"),
    ],
)
def test_nonsense_is_explained(browser: HostClient, sent: dict[str, str], said: str) -> None:
    before = Role.objects.count()
    assert said in browser.post(f"{LIST}add/", sent).content.decode()
    assert Role.objects.count() == before


def test_a_role_like_another(browser: HostClient, office: Role) -> None:
    html = browser.get(f"{LIST}add/?like={office.pk}").content.decode()
    assert '<option value="department" selected>Own department and its parts</option>' in html
    assert browser.get(f"{LIST}add/?like=nonsense").status_code == 200


def test_nobody_makes_a_role_that_allows_more_than_they_may(
    sign_in: Callable[..., HostClient], alice: User, bob: User, office: Role
) -> None:
    grants = {Capability.ENTER_ADMIN: Scope.COMPANY, Capability.MANAGE_ROLES: Scope.COMPANY, LEAVE.view: Scope.DEPARTMENT}
    maker = add_role(name="Role maker", grants=grants, acting_user=alice)
    change_roles(user=bob, roles=[maker], acting_user=alice)
    bob = User.objects.get(pk=bob.pk)

    for grants in ({DataGroup.SALARY.view: Scope.COMPANY}, {LEAVE.view: Scope.DEPARTMENT}):
        with pytest.raises(BeyondOwnRights):
            add_role(name="Mine", grants=grants, acting_user=bob)
    with pytest.raises(BeyondOwnRights):
        change_role(role=office, name="Office", grants={}, acting_user=bob)
    with pytest.raises(BeyondOwnRights):
        delete_role(role=office, acting_user=bob)

    # What Bob may not give is not offered, and what he may not take away stays when he saves the form.
    browser = sign_in(bob, has_proved=True)
    html = browser.get(page_of(office)).content.decode()
    assert 'value="company">Everybody' not in html
    browser.post(page_of(office), {"name": "Office 2", "admin.enter": "on", "salary.view": "company", "confirmed": "yes"})
    assert grants_of(office) == {"admin.enter": "company", "leave.view": "department"}


def test_built_in_roles_keep_what_they_are_for(browser: HostClient, alice: User) -> None:
    roles = {role.code: role for role in Role.objects.all()}
    for code, grants in (
        ("owner", {Capability.ENTER_ADMIN: Scope.COMPANY}),
        ("auditor", {LEAVE.manage: Scope.COMPANY}),
        ("manager", {DataGroup.SALARY.view: Scope.DIRECT_REPORTS}),
        ("manager", {DataGroup.PAYROLL.view: Scope.COMPANY}),
    ):
        with pytest.raises(RoleFixed):
            change_role(role=roles[code], name=roles[code].name, grants=grants, acting_user=alice)
    with pytest.raises(RoleFixed):
        change_role(role=roles["hr"], name="People team", grants={}, acting_user=alice)
    with pytest.raises(RoleFixed):
        delete_role(role=roles["hr"], acting_user=alice)
    with pytest.raises(RoleNameTaken):
        add_role(name="OWNER", grants={}, acting_user=alice)
    assert browser.post(page_of(roles["owner"]), {"name": "Owner"}).status_code == 403


def test_a_role_in_use_is_kept_and_told_why(browser: HostClient, office: Role, alice: User, carol: User) -> None:
    change_roles(user=carol, roles=[office], acting_user=alice)
    kept = browser.post(f"{LIST}{office.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
    assert "Somebody has the role “Office”" in kept

    change_roles(user=carol, roles=[], acting_user=alice)
    browser.post(f"{LIST}{office.pk}/delete/", {"post": "yes"})
    assert not Role.objects.filter(pk=office.pk).exists()
    assert sentence_of(AuditEvent.objects.get(action="role:deleted")) == "Alice Archer deleted the role Office."


def test_the_list_costs_the_same_for_many(
    browser: HostClient, office: Role, alice: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        add_role(name=f"Role {number}", grants={LEAVE.view: Scope.COMPANY}, acting_user=alice)
    with django_assert_max_num_queries(11):
        assert "Role 19" in browser.get(LIST).content.decode()


@pytest.mark.parametrize("code", COMPANY_ROLES)
def test_built_in_roles_allow_only_what_they_may(acme: Any, code: BuiltInRole) -> None:
    granted = grants_of(Role.objects.get(code=code))
    assert granted == {str(what): str(over) for what, over in COMPANY_ROLES[code].grants.items()}
    assert all(Scope(over) in possible_scopes(code, Capability(what)) for what, over in granted.items())


def test_what_is_covered_is_no_gain() -> None:
    assert gained([("leave.manage", "company")], [("leave.view", "self"), ("leave.manage", "all_reports")]) == []
    assert gained([("leave.view", "direct_reports")], [("leave.view", "all_reports")]) == [("leave.view", "all_reports")]
    assert gained([], [("leave.view", "direct_reports"), ("leave.view", "company")]) == [("leave.view", "company")]
    assert gained([("leave.view", "department")], [("leave.view", "all_reports")]) == [("leave.view", "all_reports")]
