"""Who may use the console. Its host has sessions of its own, so a company's person cannot even be signed in here."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required

from core.http import PublicRequest
from tenants.accounts.capabilities import Capability

if TYPE_CHECKING:
    from tenants.accounts.models import User

# Who is not signed in has been sent to sign in by the middleware before a view is asked.
staff_only = permission_required(Capability.ENTER_CONSOLE.value, raise_exception=True)


class StaffRequest(PublicRequest):
    """A request to the console by one of the platform's staff."""

    user: "User"
