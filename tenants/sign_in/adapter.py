"""What allauth asks of us about proving again who one is."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context

from tenants.accounts.adapter import AccountAdapter


class SignInAdapter(AccountAdapter):
    """Named in settings."""

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever has signed in within the last minutes has proved enough; allauth would ask for the password again at once."""
        request = allauth_context.request
        proofs = get_authentication_records(request, request.user)
        return not any(time.time() - proof["at"] < app_settings.REAUTHENTICATION_TIMEOUT for proof in proofs)
