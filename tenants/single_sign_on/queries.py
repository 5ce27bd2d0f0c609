"""Reads of the identity provider."""

from datetime import datetime

from django.http import HttpRequest

from core.tenancy import in_public
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import RoleAssignment, User
from tenants.companies.models import Company
from tenants.sign_in.queries import has_second_factor
from tenants.single_sign_on.models import IdentityProvider

# In the session of an owner who tries the provider out; such an attempt signs nobody in.
TESTING = "single_sign_on_test"


def provider_of(request: HttpRequest) -> IdentityProvider | None:
    """The one that the company on this host has switched on; it came with the company's settings."""
    company_settings = getattr(request, "company_settings", None)
    provider: IdentityProvider | None = getattr(company_settings, "identity_provider", None)
    return provider if provider is not None and provider.is_on else None


def provider_in_use(request: HttpRequest) -> IdentityProvider | None:
    """All of the provider that this browser may come through; one who tests comes through one that is off, too."""
    if getattr(request, "company_settings", None) is None:
        return None
    may_be_off = TESTING in request.session
    provider = IdentityProvider.objects.first()
    return provider if provider is not None and (provider.is_on or may_be_off) else None


def may_use_password(provider: IdentityProvider | None, user: User, *, now: datetime) -> bool:
    """Everybody, unless the provider is the only way in.

    Owners with a second step even then, or a broken provider would lock the company out; and who has left, for their own payslips
    and documents, since the provider knows them no more.
    """
    if provider is None or not provider.is_enforced:
        return True
    return (user.access_ends_at is not None and user.access_ends_at <= now) or (is_owner(user) and has_second_factor(user))


def primary_root(company: Company) -> str:
    """The root of the one host at which the provider knows the company."""
    with in_public():
        return company.url


def is_owner(user: User) -> bool:
    """Whether they are an owner of the company."""
    return RoleAssignment.objects.filter(user=user, role__code=BuiltInRole.OWNER).exists()
