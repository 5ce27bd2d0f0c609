"""Reads of accounts in the current schema."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tenants.accounts.capabilities import IMPLIED_SCOPES, Scope
from tenants.accounts.models import Role, RoleAssignment, User
from tenants.accounts.rules import Grant, gained


def find_user_by_email(email: str) -> User | None:
    """The account with this address, if there is one."""
    return User.objects.filter(email=email.lower()).first()


def users_who_may(capability: str) -> QuerySet[User]:
    """Everybody who may sign in and do it for the whole company, by name."""
    granted = Role.objects.filter(grants__capability=capability, grants__scope=Scope.COMPANY)
    return User.objects.filter(is_active=True, roles__in=granted).distinct().order_by("full_name", "id")


def roles_of(user: User) -> list[Role]:
    """The person's roles, by name."""
    return list(Role.objects.filter(assignments__user=user).order_by("name"))


def grants_by_role(user: User) -> list[tuple[str, Grant]]:
    """What a person is allowed, each with the name of the role it comes from, also from roles that count for everybody."""
    held = Q(assignments__user=user) | Q(code__in=IMPLIED_SCOPES)
    roles = Role.objects.filter(held).distinct().prefetch_related("grants").order_by("name")
    given = set(RoleAssignment.objects.filter(user=user).values_list("role_id", flat=True))
    return [
        (role.name, grant)
        for role in roles
        for grant in (_grants_in(role) if role.pk in given else _implied(role.code, _grants_in(role)))
    ]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of roles means for people, in the sum of all their roles."""

    people: list[str]
    """Names. Empty for everybody who works here, whose own record or reports a role is about."""
    gains: list[Grant]
    loses: list[Grant]


def effects_of_role(role: Role, grants: Iterable[Grant]) -> list[Effect]:
    """What it would mean for people if a role allowed `grants`; those for whom it means the same stand together.

    Whoever may not sign in is left out, and so is whom it changes nothing for because another role allows the same.
    """
    wanted, current = list(grants), _grants_in(role)
    shared = _everybodys(Role.objects.exclude(pk=role.pk))
    before, after = [*shared, *_implied(role.code, current)], [*shared, *_implied(role.code, wanted)]
    for_all = Effect([], gained(before, after), gained(after, before))
    alike: dict[tuple[tuple[Grant, ...], tuple[Grant, ...]], list[str]] = {}
    holders = User.objects.filter(is_active=True, roles=role).prefetch_related("roles__grants").order_by("full_name", "id")
    for holder in holders:
        others = [grant for other in holder.roles.all() if other != role for grant in _grants_in(other)]
        had, has = [*before, *others, *current], [*after, *others, *wanted]
        gains = tuple(grant for grant in gained(had, has) if grant not in for_all.gains)
        loses = tuple(grant for grant in gained(has, had) if grant not in for_all.loses)
        alike.setdefault((gains, loses), []).append(holder.full_name)
    effects = [for_all, *(Effect(names, list(gains), list(loses)) for (gains, loses), names in alike.items())]
    return [effect for effect in effects if effect.gains or effect.loses]


def effect_of_roles(user: User, roles: Iterable[Role]) -> Effect:
    """What it would mean for one person to have exactly these roles."""
    shared = _everybodys(Role.objects.all())
    before, after = (
        [*shared, *(grant for role in each.prefetch_related("grants") for grant in _grants_in(role))]
        for each in (user.roles, Role.objects.filter(pk__in=[role.pk for role in roles]))
    )
    return Effect([user.full_name], gained(before, after), gained(after, before))


def _everybodys(roles: QuerySet[Role]) -> list[Grant]:
    """What some of `roles` allow whoever works here, given the role or not."""
    implying = roles.filter(code__in=IMPLIED_SCOPES).prefetch_related("grants")
    return [grant for role in implying for grant in _implied(role.code, _grants_in(role))]


def _implied(role_code: str, grants: list[Grant]) -> list[Grant]:
    return [grant for grant in grants if grant[1] in IMPLIED_SCOPES.get(role_code, ())]


def _grants_in(role: Role) -> list[Grant]:
    return [(grant.capability, grant.scope) for grant in role.grants.all()]
