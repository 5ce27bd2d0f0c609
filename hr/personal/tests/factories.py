"""Bank details and certificates for tests."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hr.people.models import Employee
from hr.personal.actions.bank import NewAccount, request_bank_details
from hr.personal.models import AT_FIRST, BankDetails, Certificate, PersonalPolicy
from hr.personal.rules.accounts import check_account
from tenants.accounts.models import User

IBAN = "DE02120300000000202051"
OTHER_IBAN = "GB29NWBK60161331926819"


def new_account(number: str = IBAN, kind: str = "remainder", value: str | None = None) -> NewAccount:
    country = number[:2]
    return NewAccount(
        account=check_account(country=country, number=number),
        country=country,
        holder_name="Carol Chen",
        bank_name="",
        share_kind=kind,
        share_value=Decimal(value) if value else None,
    )


def ask_for_account(employee: Employee, *, by: User, now: datetime, number: str = IBAN) -> BankDetails:
    return request_bank_details(employee=employee, accounts=[new_account(number)], acting_user=by, now=now)


def set_policy(**changes: Any) -> PersonalPolicy:
    return PersonalPolicy.objects.create(**AT_FIRST | changes)


def add_certificate(employee: Employee, *, expires_on: date | None, name: str = "First aid") -> Certificate:
    return Certificate.objects.create(employee=employee, name=name, expires_on=expires_on)
