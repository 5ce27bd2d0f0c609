"""Writes of accounts in the current schema: a company's, or public for the platform's staff."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor, changed_values, record_event
from core.tenancy import current_tenant, in_public, is_in_company
from tenants.accounts.capabilities import COMPANY_ROLES, STAFF_ROLE, BuiltInRole, Capability, RoleDefinition, Scope, possible_scopes
from tenants.accounts.models import Role, RoleAssignment, RoleGrant, User
from tenants.companies.actions import keep_owner


class AccountRefusal(Exception):
    """A change of an account that cannot be; `message` says why and what to do."""

    message: Promise


class LastOwner(AccountRefusal):
    """Nobody would be left who may do everything."""

    message = _(
        "This is the only owner who can sign in. Without one nobody could change the settings or give roles any more. "
        "Make somebody else an owner first."
    )


class OwnAccount(AccountRefusal):
    """Somebody tried to shut themselves out."""

    message = _("This is your own account, so you would shut yourself out. Ask another administrator to do it.")


class BeyondOwnRights(AccountRefusal):
    """The account, or a role to be given or taken, allows more than the acting person may do."""

    message = _(
        "You can only change accounts and roles that allow no more than your own roles do. Ask an owner of the company to do it."
    )


class RoleNameTaken(AccountRefusal):
    """There is a role of that name."""

    message = _("There is a role with this name already. Give this one another name.")


class RoleFixed(AccountRefusal):
    """A built-in role was to be renamed or deleted, or to allow what it never may."""

    message = _(
        "Roles that come with every company keep their names. Owners always may do everything, auditors only read, and managers "
        "never see the pay, bank accounts or medical data of those who report to them. Make a role of your own instead."
    )


class EmailTaken(Exception):
    """Somebody of this company signs in with that address already."""

    message = _("Another account uses this e-mail address. Each person needs an address of their own.")


def create_built_in_roles() -> None:
    """The roles that every company starts with; those that are there stay as they are."""
    _create_roles(COMPANY_ROLES)


def create_staff_role() -> None:
    """The role of the platform's staff, in public."""
    _create_roles({BuiltInRole.STAFF: STAFF_ROLE})


def _create_roles(definitions: Mapping[BuiltInRole, RoleDefinition]) -> None:
    for code, definition in definitions.items():
        role, is_new = Role.objects.get_or_create(code=code, defaults={"name": str(definition.name)})
        if is_new:
            RoleGrant.objects.bulk_create(RoleGrant(role=role, capability=c, scope=s) for c, s in definition.grants.items())


def create_user(
    *,
    email: str,
    full_name: str,
    password_hash: str | None,
    roles: Iterable[str],
    is_verified: bool,
    acting_user: Actor | None,
    now: datetime,
) -> User:
    """Make an account. Without a hash it has no password yet: its owner sets one through "forgot password".

    Raises EmailTaken.
    """
    email = email.strip().lower()
    user = User(
        email=email,
        full_name=full_name,
        password=password_hash or make_password(None),
        date_joined=now,
        is_active=True,
        password_changed_at=now if password_hash else None,
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
            assigned = list(Role.objects.filter(code__in=list(roles)))
            RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in assigned)
            record_event(
                action="account:created",
                acting_user=acting_user or user,
                subject=user,
                after={"email": email, "roles": sorted(role.name for role in assigned)},
            )
    except IntegrityError as error:
        raise EmailTaken from error
    return user


def reopen_account(*, user: User, full_name: str, roles: Iterable[str], acting_user: User | None) -> None:
    """Give a closed account to whoever has its address now, with these roles alone. Raises BeyondOwnRights.

    That may be somebody else than before, so the old password, second factors, sessions and the name by which the company's
    identity provider knew them are worth nothing any more.
    """
    with transaction.atomic():
        change_roles(user=user, roles=list(Role.objects.filter(code__in=list(roles))), acting_user=acting_user)
        current = User.objects.select_for_update().get(pk=user.pk)
        current.full_name, current.password, current.is_active = full_name, make_password(None), True
        current.access_ends_at = None
        current.save(update_fields=["full_name", "password", "is_active", "access_ends_at"])
        EmailAddress.objects.filter(user=current).update(verified=False)
        Authenticator.objects.filter(user=current).delete()
        SocialAccount.objects.filter(user=current).delete()
        record_event(action="account:activated", acting_user=acting_user, subject=current)


def change_email(*, user: User, email: str, acting_user: User) -> None:
    """Let somebody sign in with another address, which they prove at their next sign-in. Raises EmailTaken, BeyondOwnRights.

    Whoever reads the mails of an address can set its password. So only who gives accounts may redirect one, none that may do
    more than they, and it is told at the former address.
    """
    email = email.strip().lower()
    if not acting_user.has_perm(Capability.MANAGE_PEOPLE):
        raise BeyondOwnRights
    try:
        with transaction.atomic():
            current = User.objects.select_for_update().get(pk=user.pk)
            for role in Role.objects.filter(assignments__user=user):
                _check_rights(acting_user, role)
            before, current.email = current.email, email
            current.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=email, verified=False, primary=True)
            record_event(
                action="account:email_changed",
                acting_user=acting_user,
                subject=current,
                before={"email": before},
                after={"email": email},
            )
            tell_platform_of_owner(acting_user=acting_user, followed={before: email})
            words = {"user": current, "changed_by": acting_user.full_name, "address": email}
            get_adapter().send_mail("account/email/address_changed", before, words)
    except IntegrityError as error:
        raise EmailTaken from error


def change_roles(*, user: User, roles: Iterable[Role], acting_user: User | None) -> None:
    """Give an account exactly these roles. Raises LastOwner and BeyondOwnRights."""
    with transaction.atomic():
        _lock_roles()
        wanted, current = set(roles), set(Role.objects.filter(assignments__user=user))
        for role in wanted ^ current:
            _check_rights(acting_user, role)
        if wanted == current:
            return
        RoleAssignment.objects.filter(user=user, role__in=current - wanted).delete()
        RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in wanted - current)
        _check_owner_left()
        record_event(
            action="account:roles_changed",
            acting_user=acting_user,
            subject=user,
            before={"roles": sorted(role.name for role in current)},
            after={"roles": sorted(role.name for role in wanted)},
        )
        tell_platform_of_owner(acting_user=acting_user)


def remove_second_factors(*, user: User, acting_user: User) -> None:
    """Let somebody who has lost their phone in by password alone, so that they can set a second factor up anew.

    Raises OwnAccount and BeyondOwnRights.
    """
    if user.pk == acting_user.pk:
        raise OwnAccount
    with transaction.atomic():
        for role in Role.objects.filter(assignments__user=user):
            _check_rights(acting_user, role)
        Authenticator.objects.filter(user=user).delete()
        record_event(action="account:second_factors_removed", acting_user=acting_user, subject=user)


def add_role(*, name: str, grants: Mapping[Capability, Scope], acting_user: User) -> Role:
    """Make a role of the company's own. Raises RoleNameTaken, BeyondOwnRights."""
    with _named_role(), transaction.atomic():
        role = Role.objects.create(name=name.strip())
        _write_grants(role, grants, acting_user)
        record_event(action="role:added", acting_user=acting_user, subject=role, after={"allows": _as_codes(grants.items())})
    return role


def change_role(*, role: Role, name: str, grants: Mapping[Capability, Scope], acting_user: User) -> None:
    """Let a role allow exactly this. Raises RoleNameTaken, RoleFixed, BeyondOwnRights."""
    with _named_role(), transaction.atomic():
        current = Role.objects.select_for_update().get(pk=role.pk)
        before = {"name": current.name, "allows": set(current.grants.values_list("capability", "scope"))}
        after = {"name": name.strip(), "allows": {(str(what), str(over)) for what, over in grants.items()}}
        if before == after:
            return
        if current.code == BuiltInRole.OWNER or (current.code and before["name"] != after["name"]):
            raise RoleFixed
        current.name = name.strip()
        current.save(update_fields=["name"])
        _write_grants(current, grants, acting_user)
        gone, come = before["allows"] - after["allows"], after["allows"] - before["allows"]  # type: ignore[operator]
        changed_before, changed_after = changed_values({**before, "allows": _as_codes(gone)}, {**after, "allows": _as_codes(come)})
        record_event(action="role:changed", acting_user=acting_user, subject=current, before=changed_before, after=changed_after)


def delete_role(*, role: Role, acting_user: User) -> None:
    """Take a role of the company's own away. Raises RoleFixed, BeyondOwnRights, Django's ProtectedError while anybody has it."""
    with transaction.atomic():
        current = Role.objects.select_for_update().get(pk=role.pk)
        if current.code:
            raise RoleFixed
        _check_rights(acting_user, current)
        allowed = _as_codes(current.grants.values_list("capability", "scope"))
        record_event(action="role:deleted", acting_user=acting_user, subject=current, before={"allows": allowed})
        current.delete()


def _write_grants(role: Role, grants: Mapping[Capability, Scope], acting_user: User) -> None:
    wanted = {(str(what), str(over)) for what, over in grants.items()}
    current = set(role.grants.values_list("capability", "scope"))
    if not acting_user.may_give(wanted ^ current):
        raise BeyondOwnRights
    if any(over not in possible_scopes(role.code, what) for what, over in grants.items()):
        raise RoleFixed
    kept = {what for what, _over in wanted & current}
    role.grants.exclude(capability__in=kept).delete()
    RoleGrant.objects.bulk_create(RoleGrant(role=role, capability=what, scope=over) for what, over in sorted(wanted - current))


def _as_codes(grants: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{what} {over}" for what, over in grants)


@contextmanager
def _named_role() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != "role_name_unique":
            raise
        raise RoleNameTaken from error


def deactivate_account(*, user: User, acting_user: User | None) -> None:
    """Let somebody sign in no more; whoever is signed in is out with the next page.

    Without `acting_user` the platform itself acts. Raises OwnAccount, LastOwner and BeyondOwnRights.
    """
    if acting_user is not None and user.pk == acting_user.pk:
        raise OwnAccount
    _set_active(user, acting_user, is_active=False, action="account:deactivated")


def end_access(*, user: User, at: datetime | None, acting_user: User | None) -> None:
    """Let nothing be open to somebody from a moment on but their own payslips and documents; None takes it back.

    Without `acting_user` the platform itself acts. Raises LastOwner and BeyondOwnRights.
    """
    with transaction.atomic():
        _lock_roles()
        current = User.objects.select_for_update().get(pk=user.pk)
        if current.access_ends_at == at:
            return
        for role in Role.objects.filter(assignments__user=user):
            _check_rights(acting_user, role)
        before, current.access_ends_at = current.access_ends_at, at
        current.save(update_fields=["access_ends_at"])
        _check_owner_left()
        record_event(
            action="account:access_ends",
            acting_user=acting_user,
            subject=current,
            before={"access_ends_at": before},
            after={"access_ends_at": at},
        )


def activate_account(*, user: User, acting_user: User) -> None:
    """Let somebody sign in again, with the roles they had and no end of it. Raises BeyondOwnRights."""
    _set_active(user, acting_user, is_active=True, action="account:activated")


def _set_active(user: User, acting_user: User | None, *, is_active: bool, action: str) -> None:
    with transaction.atomic():
        _lock_roles()
        current = User.objects.select_for_update().get(pk=user.pk)
        if current.is_active == is_active:
            return
        for role in Role.objects.filter(assignments__user=user):
            _check_rights(acting_user, role)
        current.is_active = is_active
        if is_active:
            current.access_ends_at = None
        else:
            Session.objects.filter(session_key__in=current.sign_ins.filter(ended_at=None).values("session_key")).delete()
        current.save(update_fields=["is_active", "access_ends_at"])
        _check_owner_left()
        record_event(action=action, acting_user=acting_user, subject=current)
        tell_platform_of_owner(acting_user=acting_user)


def tell_platform_of_owner(*, acting_user: Actor | None, followed: Mapping[str, str] = MappingProxyType({})) -> None:
    """Let the platform's row of the company name an owner as they are now, in the transaction of what changed them.

    `followed`: the new e-mail by the former, where it has changed.
    """
    by_role = RoleAssignment.objects.filter(role__code=BuiltInRole.OWNER, user__is_active=True).order_by(
        "user__date_joined", "user_id"
    )
    owners = dict(by_role.values_list("user__email", "user__full_name"))
    if is_in_company() and owners:
        company_id = current_tenant().pk
        with in_public(), transaction.atomic():
            keep_owner(company_id=company_id, acting_user=acting_user, owners=owners, followed=followed)


def _lock_roles() -> None:
    # Two owners who remove each other at once must not both succeed.
    list(Role.objects.select_for_update().filter(code=BuiltInRole.OWNER).values_list("pk"))


def _check_rights(acting_user: User | None, role: Role) -> None:
    if acting_user is not None and not acting_user.may_give(role.grants.values_list("capability", "scope")):
        raise BeyondOwnRights


def _check_owner_left() -> None:
    # The platform's staff have no owner: manage.py makes another of them at any time.
    has_owners = Role.objects.filter(code=BuiltInRole.OWNER).exists()
    # Whoever has not accepted an invitation may never come.
    has_come = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(emailaddress__verified=True)
    staying = User.objects.filter(has_come, is_active=True, access_ends_at=None)
    if has_owners and not staying.filter(roles__code=BuiltInRole.OWNER).exists():
        raise LastOwner
