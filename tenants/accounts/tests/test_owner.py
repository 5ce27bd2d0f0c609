"""The platform writes to a company's owner, so its row names one who is it now."""

import pytest
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from core.tenancy import in_public
from superadmin.usage import count_use
from tenants.accounts.actions import activate_account, change_email, change_roles, deactivate_account
from tenants.accounts.models import Role, User
from tenants.companies.models import Company


def give(user: User, *codes: str, by: User | None) -> User:
    change_roles(user=user, roles=list(Role.objects.filter(code__in=codes)), acting_user=by)
    return User.objects.get(pk=user.pk)


def named(company: Company) -> tuple[str, str]:
    with in_public():
        company.refresh_from_db()
    return company.owner_name, company.owner_email


@pytest.fixture
def second_owner(alice: User, bob: User) -> User:
    return give(bob, "owner", by=alice)


def test_follows_the_owners_new_address(acme: Company, alice: User, second_owner: User) -> None:
    change_email(user=alice, email="Alice@new.example", acting_user=alice)

    assert named(acme) == ("Alice Archer", "alice@new.example")
    with in_public():
        event = AuditEvent.objects.get(action="company:changed", object_id=acme.pk)
    assert (event.before, event.after) == ({"owner_email": "alice@acme.example"}, {"owner_email": "alice@new.example"})


def test_is_somebody_else_when_the_owner_changes(acme: Company, alice: User, second_owner: User) -> None:
    assert named(acme) == ("Alice Archer", "alice@acme.example")

    give(alice, "hr", by=second_owner)

    assert named(acme) == ("Bob Brown", "bob@acme.example")


def test_is_somebody_else_when_the_owner_signs_in_no_more(acme: Company, alice: User, second_owner: User) -> None:
    deactivate_account(user=alice, acting_user=second_owner)
    assert named(acme) == ("Bob Brown", "bob@acme.example")

    # Nobody is moved for a second one.
    activate_account(user=alice, acting_user=second_owner)
    assert named(acme) == ("Bob Brown", "bob@acme.example")


def test_stays_when_somebody_else_changes(acme: Company, alice: User, carol: User) -> None:
    change_email(user=carol, email="carol@new.example", acting_user=alice)
    give(carol, "manager", by=alice)

    assert named(acme) == ("Alice Archer", "alice@acme.example")


def test_is_put_right_where_it_stayed_behind(acme: Company, globex: Company) -> None:
    User.objects.filter(email="alice@acme.example").update(full_name="Alice Baker")
    with in_public():
        Company.objects.filter(pk=acme.pk).update(owner_email="gone@acme.example")

    count_use(company=acme, now=acme.created_at)

    assert named(acme) == ("Alice Baker", "alice@acme.example")
    with tenant_context(globex):
        assert named(globex)[1] == "mallory@globex.example"
