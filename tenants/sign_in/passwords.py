"""How long a company wants passwords to be."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from core.tenancy import is_in_company
from tenants.sign_in.models import SignInPolicy


class CompanyLengthValidator:
    """Django's password validator interface over the company's rule; the platform's own minimum holds beside it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is shorter than the company wants."""
        policy = SignInPolicy.objects.first() if is_in_company() else None
        least = policy.password_min_length if policy else 0
        if len(password) < least:
            raise ValidationError(
                ngettext(
                    "Your company wants passwords of at least %(least)d character.",
                    "Your company wants passwords of at least %(least)d characters.",
                    least,
                ),
                code="password_too_short",
                params={"least": least},
            )

    def get_help_text(self) -> str:
        """Nothing; the fields say what holds everywhere."""
        return ""
