"""Roles and switching accounts off: nobody beyond their own rights, and always an owner."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.db import OperationalError, connection, transaction
from psycopg import sql

from core.audit.models import AuditEvent
from tenants.accounts.access import grantable_roles
from tenants.accounts.actions import (
    BeyondOwnRights,
    LastOwner,
    OwnAccount,
    activate_account,
    change_roles,
    create_user,
    deactivate_account,
)
from tenants.accounts.models import Role, User
from tenants.companies.models import Company
from tests.cast import CREATED
from tests.databases import owner_connection


def roles(*codes: str) -> list[Role]:
    return list(Role.objects.filter(code__in=codes))


def codes_of(user: User) -> set[str]:
    return {role.code for role in Role.objects.filter(assignments__user=user)}


@pytest.fixture
def hr_bob(alice: User, bob: User) -> User:
    """Bob, who works in HR now."""
    change_roles(user=bob, roles=roles("hr"), acting_user=alice)
    return User.objects.get(pk=bob.pk)


def test_roles_are_changed_and_audited(alice: User, carol: User) -> None:
    change_roles(user=carol, roles=roles("manager", "auditor"), acting_user=alice)

    assert codes_of(carol) == {"manager", "auditor"}
    event = AuditEvent.objects.get(action="account:roles_changed")
    assert (event.before, event.after) == ({"roles": ["Employee"]}, {"roles": ["Auditor", "Manager"]})


def test_the_same_roles_are_no_change(alice: User, carol: User) -> None:
    change_roles(user=carol, roles=roles("employee"), acting_user=alice)

    assert not AuditEvent.objects.filter(action="account:roles_changed").exists()


def test_the_last_owner_stays(alice: User, bob: User) -> None:
    with pytest.raises(LastOwner):
        change_roles(user=alice, roles=roles("hr"), acting_user=alice)
    assert codes_of(alice) == {"owner"}

    change_roles(user=bob, roles=roles("owner"), acting_user=alice)
    change_roles(user=alice, roles=roles("hr"), acting_user=alice)
    assert codes_of(alice) == {"hr"}


def test_an_owner_who_cannot_sign_in_does_not_count(alice: User, bob: User) -> None:
    change_roles(user=bob, roles=roles("owner"), acting_user=alice)
    deactivate_account(user=bob, acting_user=alice)

    with pytest.raises(LastOwner):
        change_roles(user=alice, roles=roles("hr"), acting_user=alice)


def test_an_owner_who_has_not_come_yet_does_not_count(acme: Company, alice: User) -> None:
    olaf = create_user(
        email="olaf@acme.example",
        full_name="Olaf Oduya",
        password_hash=None,
        roles=["owner"],
        is_verified=False,
        acting_user=alice,
        now=CREATED,
    )
    with pytest.raises(LastOwner):
        change_roles(user=alice, roles=roles("hr"), acting_user=alice)

    EmailAddress.objects.filter(user=olaf).update(verified=True)
    change_roles(user=alice, roles=roles("hr"), acting_user=alice)


def test_nobody_gives_or_takes_more_than_they_may_themselves(hr_bob: User, alice: User, carol: User) -> None:
    with pytest.raises(BeyondOwnRights):
        change_roles(user=carol, roles=roles("owner"), acting_user=hr_bob)
    with pytest.raises(BeyondOwnRights):
        change_roles(user=alice, roles=roles("employee"), acting_user=hr_bob)
    with pytest.raises(BeyondOwnRights):
        deactivate_account(user=alice, acting_user=hr_bob)

    change_roles(user=carol, roles=roles("manager"), acting_user=hr_bob)
    assert codes_of(carol) == {"manager"}


def test_only_what_one_may_do_can_be_given(hr_bob: User, alice: User, carol: User) -> None:
    assert {role.code for role in grantable_roles(alice)} >= {"owner", "hr", "employee"}
    assert {role.code for role in grantable_roles(hr_bob)} == {"hr", "manager", "employee"}
    assert {role.code for role in grantable_roles(carol)} == {"employee"}


def test_an_account_is_switched_off_and_on(alice: User, carol: User) -> None:
    deactivate_account(user=carol, acting_user=alice)
    deactivate_account(user=carol, acting_user=alice)
    assert not User.objects.get(pk=carol.pk).is_active

    activate_account(user=carol, acting_user=alice)
    assert User.objects.get(pk=carol.pk).is_active
    assert codes_of(carol) == {"employee"}
    actions = AuditEvent.objects.filter(object_id=str(carol.pk)).order_by("id").values_list("action", flat=True)
    assert list(actions)[-2:] == ["account:deactivated", "account:activated"]


def test_nobody_shuts_themselves_out(alice: User) -> None:
    with pytest.raises(OwnAccount):
        deactivate_account(user=alice, acting_user=alice)


def _give_up_role(alice: User) -> None:
    change_roles(user=alice, roles=[], acting_user=None)


def _switch_off(alice: User) -> None:
    deactivate_account(user=alice, acting_user=None)


@pytest.mark.parametrize("leave", [_give_up_role, _switch_off])
def test_owners_leave_one_after_the_other(acme: Company, alice: User, leave: Callable[[User], None]) -> None:
    """Two who remove each other at once: the second waits until the first is done, and is the last then."""
    database = str(connection.settings_dict["NAME"])
    lock = sql.SQL("SELECT FROM {}.accounts_role WHERE code = 'owner' FOR UPDATE").format(sql.Identifier(acme.schema_name))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
    with owner_connection(database) as another, another.transaction():
        another.execute(lock)
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            leave(alice)
