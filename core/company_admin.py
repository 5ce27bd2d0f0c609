"""The company administration at /admin/ on a company's host: one site, whose model screens live in each slice's admin.py."""

from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite


class CompanyAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # Unfold ships no types.
    """Open to people whose role allows it."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may open the administration at all."""
        return request.user.is_active and request.user.has_perm("admin.enter")


company_admin = CompanyAdminSite(name="admin")
