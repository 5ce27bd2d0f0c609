"""What allauth asks of us about second factors: encrypted secrets, the company's name, who may do without."""

from typing import Any

from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.encryption import decrypt, encrypt
from core.product import PRODUCT_NAME
from core.tenancy import current_schema_name
from tenants.accounts.models import User
from tenants.sign_in.models import SecondFactorRule
from tenants.sign_in.queries import policy_of, second_factor_deadline

_PLACE = "mfa.authenticator.data"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth's base is untyped here.
    """Named in settings. A passkey's relying party is the host, so one of one company is nothing to another."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your company requires two steps of you, and this is your last one. Set up another one first, then remove this one."
        ),
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one and enter it."),
        "incorrect_passkey": _("This passkey is not known here, or its answer came too late. Try again, or choose another way."),
        "unverified_email": _("Prove your e-mail address first: sign out, and sign in again."),
    }

    def encrypt(self, text: str) -> str:
        """What to store of an app's secret and of the seed of recovery codes."""
        return encrypt(text, schema_name=current_schema_name(), place=_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises CannotDecrypt."""
        return decrypt(encrypted_text, schema_name=current_schema_name(), place=_PLACE)

    def is_mfa_enabled(self, user: User, types: Any = None) -> bool:
        """Whether they have a second factor. Signing in has found out on the way (AccountAdapter.authenticate)."""
        if policy_of(allauth_context.request).second_factor == SecondFactorRule.OFF:
            return False
        if vars(user).get("has_second_factor") is False:
            return False
        is_enabled: bool = super().is_mfa_enabled(user, types=types)
        return is_enabled

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who has to have one."""
        user = authenticator.user
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        deadline = second_factor_deadline(policy_of(allauth_context.request), user)
        return deadline is None or timezone.now() < deadline

    def _get_site_name(self) -> str:
        company_settings = getattr(allauth_context.request, "company_settings", None)
        return company_settings.display_name if company_settings else PRODUCT_NAME
