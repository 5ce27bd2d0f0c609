"""Writes of the console: the platform's staff, and what staff ask for on behalf of a company."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction

from tenants.accounts.actions import create_staff_role, create_user
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import User


def create_staff(*, email: str, full_name: str, password: str, now: datetime) -> User:
    """Give somebody an account on the console. Call it in the public schema.

    Raises ValidationError for an address or a password that will not do, EmailTaken for an address that has an account.
    """
    email = email.strip().lower()
    validate_email(email)
    validate_password(password, user=User(email=email, full_name=full_name))
    with transaction.atomic():
        create_staff_role()
        return create_user(
            email=email,
            full_name=full_name,
            password_hash=make_password(password),
            roles=[BuiltInRole.STAFF],
            is_verified=True,
            acting_user=None,
            now=now,
        )
