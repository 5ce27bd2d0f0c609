"""Changing a person."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from core.audit.models import AuditEvent
from hr.people.actions import WorkEmailTaken, change_employee
from hr.people.models import Employee
from tenants.accounts.actions import BeyondOwnRights, EmailTaken, change_roles
from tenants.accounts.models import Role, User


def test_only_what_is_named_changes_and_is_audited(alice: User, carols_record: Employee) -> None:
    changed = change_employee(employee=carols_record, acting_user=alice, last_name="Cheng", first_name="Carol")
    assert (changed.first_name, changed.last_name) == ("Carol", "Cheng")
    event = AuditEvent.objects.get(action="employee:changed")
    assert (event.before, event.after) == ({"last_name": "Chen"}, {"last_name": "Cheng"})


def test_a_changed_form_instance_hides_nothing_from_the_audit(alice: User, carols_record: Employee) -> None:
    """A form has set the new value on its instance already; what was before comes from the database."""
    carols_record.last_name = "Cheng"
    change_employee(employee=carols_record, acting_user=alice, last_name="Cheng")
    assert AuditEvent.objects.get(action="employee:changed").before == {"last_name": "Chen"}


def test_nothing_changed_is_nothing_written(alice: User, carols_record: Employee) -> None:
    change_employee(employee=carols_record, acting_user=alice, first_name="Carol")
    assert not AuditEvent.objects.filter(action="employee:changed").exists()


def test_the_address_of_somebody_else_is_refused(alice: User, carols_record: Employee) -> None:
    with pytest.raises(WorkEmailTaken):
        change_employee(employee=carols_record, acting_user=alice, work_email=" Bob@acme.example")


class TestTheAddressToSignInWith:
    def test_follows_the_work_e_mail_and_has_to_be_proved(self, alice: User, carol: User, carols_record: Employee) -> None:
        change_employee(employee=carols_record, acting_user=alice, work_email="Carol.Chen@acme.example")

        carol.refresh_from_db()
        assert carol.email == "carol.chen@acme.example"
        [address] = EmailAddress.objects.filter(user=carol)
        assert (address.email, address.primary, address.verified) == (carol.email, True, False)
        event = AuditEvent.objects.get(action="account:email_changed")
        assert (event.before, event.after) == ({"email": "carol@acme.example"}, {"email": carol.email})

    def test_stays_where_it_is_another_one(self, alice: User, carol: User, carols_record: Employee) -> None:
        User.objects.filter(pk=carol.pk).update(email="cc@home.example")

        change_employee(employee=carols_record, acting_user=alice, work_email="carol.chen@acme.example")

        carol.refresh_from_db()
        assert carol.email == "cc@home.example"

    def test_is_not_taken_over_by_whoever_may_do_less(self, alice: User, dave: User) -> None:
        """With an owner's mails come the codes that set an owner's password."""
        change_roles(user=dave, roles=Role.objects.filter(code="hr"), acting_user=alice)
        record = Employee.objects.get(user=alice)

        with pytest.raises(BeyondOwnRights):
            change_employee(employee=record, acting_user=User.objects.get(pk=dave.pk), work_email="dave2@acme.example")

        record.refresh_from_db()
        assert (record.work_email, User.objects.get(pk=alice.pk).email) == ("alice@acme.example", "alice@acme.example")

    def test_is_changed_by_who_gives_accounts_alone(self, alice: User, carol: User, bob: User, carols_record: Employee) -> None:
        """Bob's role lets him change jobs; with another address he could set Carol's password and read her payslips."""
        role = Role.objects.create(name="Jobs")
        role.grants.create(capability="job.manage", scope="company")
        change_roles(user=bob, roles=[role, *bob.roles.all()], acting_user=alice)

        with pytest.raises(BeyondOwnRights):
            change_employee(employee=carols_record, acting_user=User.objects.get(pk=bob.pk), work_email="bob2@acme.example")
        assert User.objects.get(pk=carol.pk).email == "carol@acme.example"

    def test_is_told_at_the_former_one(self, alice: User, carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            change_employee(employee=carols_record, acting_user=alice, work_email="carol.chen@acme.example")

        [message] = mail.outbox
        assert message.to == ["carol@acme.example"]
        assert "Alice Archer has changed the address with which you sign in to carol.chen@acme.example" in str(message.body)

    def test_is_nobody_elses(self, alice: User, carols_record: Employee, bob: User) -> None:
        Employee.objects.filter(user=bob).update(work_email="other@acme.example")

        with pytest.raises(EmailTaken):
            change_employee(employee=carols_record, acting_user=alice, work_email=bob.email)
