"""Looks at data: facts like changes."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.audit.actions import record_read
from core.audit.models import ReadEvent
from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.schemas.owner import owner_transaction


def test_a_list_is_one_statement(dave: User, django_assert_num_queries: Any) -> None:
    shown = list(Employee.objects.all())
    with django_assert_num_queries(1):
        record_read(acting_user=dave, subjects=shown, data_group="salary")
    assert set(ReadEvent.objects.values_list("object_id", flat=True)) == {str(employee.pk) for employee in shown}


def test_nobody_takes_a_look_back(acme: Company) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ReadEvent.objects.all().delete()
    statement = f'DELETE FROM "{acme.schema_name}".audit_readevent'
    with pytest.raises(Exception, match="are facts and cannot be changed"), owner_transaction() as cursor:
        cursor.execute(statement.encode())
