"""Secrets are exchanged while people work: nothing is lost, and afterwards the former one is not needed."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tenants.utils import tenant_context

from core.encryption import CannotDecrypt, newest_prefix
from core.reencryption import encrypted_columns, use_newest_secret
from hr.people.models import Employee
from hr.personal.models import Identifier
from tenants.companies.models import Company

NEWEST, FORMER = "n" * 40, "f" * 40


def _stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM personal_identifier ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


@pytest.fixture
def numbers(acme: Company, settings: Any) -> list[str]:
    """Identity numbers that a former secret has encrypted."""
    settings.ENCRYPTION_KEYS = (FORMER,)
    numbers = [f"{number:09}" for number in range(3)]
    for person, number in zip(Employee.objects.order_by("number"), numbers, strict=False):
        Identifier.objects.create(employee=person, kind="passport", country="GB", number=number, expires_on=date(2030, 1, 1))
    settings.ENCRYPTION_KEYS = (NEWEST, FORMER)
    return numbers


def test_every_encrypted_column_is_found(settings: Any) -> None:
    found = {field.place for field in encrypted_columns(settings.TENANT_APPS)}

    assert {"personal.bankaccount.number", "personal.identifier.number", "personal.changerequest.values"} <= found


def test_the_command_frees_of_the_former_secret(numbers: list[str], globex: Company, settings: Any, capsys: Any) -> None:
    with tenant_context(globex):
        Identifier.objects.create(employee=Employee.objects.all()[0], kind="passport", country="US", number="777777777")

    call_command("reencrypt")

    assert all(text.startswith(newest_prefix()) for text in _stored())
    settings.ENCRYPTION_KEYS = (NEWEST,)
    assert [each.number for each in Identifier.objects.order_by("id")] == numbers
    assert "3 values are newly encrypted" in capsys.readouterr().out
    call_command("reencrypt")
    assert "0 values are newly encrypted" in capsys.readouterr().out


def test_it_goes_on_in_batches(numbers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.reencryption._AT_ONCE", 2)

    field: Any = Identifier._meta.get_field("number")
    assert use_newest_secret(field) == 3


def test_what_cannot_be_read_is_named_and_stops_nobody(numbers: list[str], globex: Company, settings: Any) -> None:
    with tenant_context(globex):
        Identifier.objects.create(employee=Employee.objects.all()[0], kind="passport", country="US", number="777777777")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE personal_identifier SET number = 'v1.00000000.AAAA'")

    with pytest.raises(CommandError, match=r"Globex .*personal\.identifier\.number cannot be decrypted"):
        call_command("reencrypt")

    assert all(text.startswith(newest_prefix()) for text in _stored())
    settings.ENCRYPTION_KEYS = (FORMER,)
    with pytest.raises(CannotDecrypt):
        list(Identifier.objects.all())
