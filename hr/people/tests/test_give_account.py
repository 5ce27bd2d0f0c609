"""Giving an account."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.utils.html import escape

from core.audit.models import AuditEvent
from hr.people.actions import (
    HasAccount,
    HasLeft,
    RoleBeyondOwn,
    change_employee,
    delete_employee,
    end_employment,
    give_account,
    give_accounts,
    hire_employee,
)
from hr.people.models import Employee
from tenants.accounts.actions import BeyondOwnRights, EmailTaken, change_roles
from tenants.accounts.models import Role, User
from tenants.companies.models import Company
from tenants.company_settings.actions import change_settings

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
STRONG = "four unrelated words, thrice over"


@pytest.fixture
def erin(alice: User) -> Employee:
    """Hired, without an account."""
    return hire_employee(
        first_name="Erin",
        last_name="Eld",
        work_email="erin@acme.example",
        start_date=date(2026, 3, 2),
        today=NOW.date(),
        acting_user=alice,
    )


def give(employee: Employee, company: Company, acting_user: User | None, *roles: str) -> User:
    return give_account(employee=employee, roles=roles or ["employee"], company=company, acting_user=acting_user, now=NOW)


def test_the_account_is_the_employees_and_has_no_password(acme: Company, alice: User, erin: Employee) -> None:
    user = give(erin, acme, alice, "employee", "manager")
    erin.refresh_from_db()
    assert erin.user == user
    assert (user.email, user.full_name, user.has_usable_password()) == ("erin@acme.example", "Erin Eld", False)
    assert sorted(user.roles.values_list("code", flat=True)) == ["employee", "manager"]
    assert AuditEvent.objects.filter(action="employee:given_account", object_id=str(erin.pk)).exists()


def test_the_invitation_leads_to_a_first_password(
    acme: Company, alice: User, erin: Employee, acme_client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """The whole way: open the link, choose a password, be at home."""
    change_settings(acting_user=alice, primary_color="#0f766e")
    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        give(erin, acme, alice)
    message = mail.outbox[-1]
    assert (message.to, message.subject) == (["erin@acme.example"], "Your account at Acme Robotics")
    assert isinstance(message, mail.EmailMultiAlternatives)
    page = str(message.alternatives[0][0])
    assert "border-top: 4px solid #0f766e" in page
    link = re.search(r"http://acme\.rooster\.test(/accounts/invitation/\S+)", str(message.body))
    assert link
    assert f'<a href="{escape(link[0])}">' in page
    with time_machine.travel(NOW):
        answer = acme_client.post(link[1], {"email": "erin@acme.example", "password": STRONG}, follow=True)
        assert "Erin" in answer.content.decode()


def test_several_get_accounts_or_none_does(acme: Company, alice: User, erin: Employee, carols_record: Employee) -> None:
    with pytest.raises(HasAccount):
        give_accounts(employees=[erin, carols_record], roles=["employee"], company=acme, acting_user=alice, now=NOW)
    assert not User.objects.filter(email="erin@acme.example").exists()

    [user] = give_accounts(employees=[erin], roles=["employee"], company=acme, acting_user=alice, now=NOW)
    assert user.email == "erin@acme.example"


def test_the_list_of_employees_invites_those_who_have_no_account(
    acme: Company, alice: User, erin: Employee, carols_record: Employee, sign_in: Any
) -> None:
    browser = sign_in(alice)
    chosen = {"action": "invite", "_selected_action": [str(erin.pk), str(carols_record.pk)]}

    page = browser.post("/admin/people/employee/", chosen).content.decode()
    assert "Erin Eld" in page
    assert "Carol" not in page.partition("<form")[2].partition("</form>")[0]
    assert browser.post("/admin/people/employee/", {**chosen, "asked": "yes"}).status_code == 200, "without a role"
    role = Role.objects.get(code="employee")
    browser.post("/admin/people/employee/", {**chosen, "asked": "yes", "roles": [str(role.pk)]})

    erin.refresh_from_db()
    assert erin.user is not None
    assert erin.user.invitation.email == "erin@acme.example"


def test_no_mail_leaves_when_nothing_was_given(
    acme: Company, alice: User, carols_record: Employee, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(HasAccount):
        give(carols_record, acme, alice)
    assert mail.outbox == []


def test_who_has_left_gets_none(acme: Company, alice: User, erin: Employee) -> None:
    end_employment(employee=erin, last_day=date(2026, 3, 9), today=NOW.date(), acting_user=alice)
    with pytest.raises(HasLeft):
        give(erin, acme, alice)

    end_employment(employee=erin, last_day=NOW.date(), today=NOW.date(), acting_user=alice)
    assert give(erin, acme, alice).is_active


def test_an_address_that_signs_in_already_is_refused(acme: Company, alice: User, carols_record: Employee, erin: Employee) -> None:
    Employee.objects.filter(pk=carols_record.pk).update(work_email="carol.chen@acme.example")
    erin = change_employee(employee=erin, acting_user=alice, work_email="carol@acme.example")
    with pytest.raises(EmailTaken):
        give(erin, acme, alice)
    erin.refresh_from_db()
    assert erin.user is None


@pytest.mark.parametrize("role", ["owner", "hr"])
def test_nobody_gives_a_role_beyond_their_own(acme: Company, bob: User, erin: Employee, role: str) -> None:
    with pytest.raises(RoleBeyondOwn) as raised:
        give(erin, acme, bob, role)
    assert "Ask an owner of the company" in raised.value.message
    assert not User.objects.filter(email="erin@acme.example").exists()


def test_an_owner_gives_any_role(acme: Company, alice: User, erin: Employee) -> None:
    assert give(erin, acme, alice, "owner").has_perm("settings.manage")


def test_who_was_deleted_and_added_again_gets_the_closed_account_without_what_it_was_worth(
    acme: Company, alice: User, erin: Employee
) -> None:
    former = give(erin, acme, alice, "manager")
    former.set_password(STRONG)
    former.save(update_fields=["password"])
    SocialAccount.objects.create(user=former, provider="company", uid="erin")
    delete_employee(employee=erin, acting_user=alice)
    again = hire_employee(
        first_name="Erin",
        last_name="Else",
        work_email="erin@acme.example",
        start_date=date(2026, 3, 9),
        today=NOW.date(),
        acting_user=alice,
    )

    user = give(again, acme, alice)

    again.refresh_from_db()
    assert again.user == user == former
    user.refresh_from_db()
    assert (user.is_active, user.full_name, user.has_usable_password()) == (True, "Erin Else", False)
    assert list(user.roles.values_list("code", flat=True)) == ["employee"]
    assert not SocialAccount.objects.exists(), "whom the identity provider knows is somebody else"


def test_a_closed_account_that_allowed_more_is_not_taken_over(acme: Company, alice: User, bob: User, erin: Employee) -> None:
    former = give(erin, acme, alice, "owner")
    delete_employee(employee=erin, acting_user=alice)
    change_roles(user=bob, roles=[Role.objects.get(code="hr")], acting_user=alice)
    again = hire_employee(
        first_name="Erin",
        last_name="Else",
        work_email="erin@acme.example",
        start_date=date(2026, 3, 9),
        today=NOW.date(),
        acting_user=bob,
    )

    with pytest.raises(BeyondOwnRights):
        give(again, acme, User.objects.get(pk=bob.pk))

    former.refresh_from_db()
    assert not former.is_active


def test_an_open_account_with_the_address_is_nobody_elses(acme: Company, alice: User, erin: Employee) -> None:
    former = give(erin, acme, alice)
    Employee.objects.filter(pk=erin.pk).update(user=None)

    with pytest.raises(EmailTaken):
        give(erin, acme, alice)

    assert former.is_active
