"""Rows that say who changed what, and that nobody can change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import isolate_apps

from core.audit.actions import changed_values, record_event
from core.audit.models import AuditEvent
from core.encryption import MASK
from core.fields import EncryptedTextField
from core.logs import request_id_var
from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.schemas.owner import owner_transaction


class TestRecording:
    def test_keeps_actor_subject_and_values(self, acme: Company, alice: User) -> None:
        request_id_var.set("request-1")
        carol = Employee.objects.get(first_name="Carol")

        event = record_event(
            action="employee:changed",
            acting_user=alice,
            subject=carol,
            before={"end_date": None, "rate": Decimal("1.10")},
            after={"end_date": date(2026, 11, 30), "rate": Decimal("1.20")},
        )

        event.refresh_from_db()
        assert (event.actor_id, event.actor_label, event.request_id) == (alice.id, "Alice Archer", "request-1")
        assert (event.object_type, event.object_id, event.object_label) == ("people.employee", str(carol.id), "Carol Chen")
        assert event.before == {"end_date": None, "rate": "1.10"}
        assert event.after == {"end_date": "2026-11-30", "rate": "1.20"}

    def test_never_keeps_what_is_encrypted(self, acme: Company, alice: User) -> None:
        with isolate_apps("core"):

            class Safe(models.Model):
                name = models.TextField()
                content = EncryptedTextField()

                class Meta:
                    app_label = "core"

                def __str__(self) -> str:
                    return self.name

        event = record_event(
            action="safe:changed",
            acting_user=alice,
            subject=Safe(pk=1, name="Safe"),
            before={"name": "Box", "content": ""},
            after={"name": "Safe", "content": "DE02120300000000202051"},
        )

        event.refresh_from_db()
        assert event.before == {"name": "Box", "content": ""}
        assert event.after == {"name": "Safe", "content": MASK}

    def test_without_a_person_it_was_the_platform(self, acme: Company) -> None:
        event = record_event(action="x:y", acting_user=None, subject=acme)

        assert (event.actor_id, event.actor_label) == (None, "Rooster")

    def test_only_what_changed(self) -> None:
        assert changed_values({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})


class TestTheTable:
    @pytest.mark.parametrize("statement", ["UPDATE {} SET action = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
    def test_refuses_change_even_to_its_owner(self, acme: Company, statement: str) -> None:
        for table in ("audit_auditevent", "attendance_punch"):
            text = statement.format(f'"{acme.schema_name}".{table}').replace("action", "action" if "audit" in table else "kind")
            with pytest.raises(Exception, match="are facts and cannot be changed"), owner_transaction() as cursor:
                cursor.execute(text.encode())

    def test_refuses_change_to_the_company(self, acme: Company) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_auditevent SET action = 'x'")

    def test_has_rows_of_how_the_company_began(self, acme: Company) -> None:
        actions = set(AuditEvent.objects.values_list("action", flat=True))

        assert {"employee:hired", "account:created"} <= actions
