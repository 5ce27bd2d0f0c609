"""What is deleted is gone, nothing else is, and a worker killed anywhere leaves what the next run finishes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.caches import company_cache
from core.files.storage import all_files, company_file_names
from core.jobs.models import Job
from core.jobs.tasks import JobMustWait
from core.moments import moment_text
from core.tenancy import enter_public
from hr.people.models import Department, Employee
from tenants.companies.actions import SubdomainTaken, activate_company
from tenants.companies.models import Company, CompanyStatus, Domain, DomainKind
from tenants.companies.queries import why_not_free
from tenants.fleet.models import SchemaCheck
from tenants.fleet.queries import read_fleet
from tenants.removal import steps, tasks
from tenants.removal.actions import NothingToCallOff, keep_company, request_removal
from tenants.removal.models import Removal, RemovalState
from tenants.removal.queries import due_removal_ids, get_removal
from tenants.removal.steps import CompanyOpenAgain, RemovalNotDue, carry_out_removal
from tenants.removal.tests import killed_removal
from tenants.removal.tests.conftest import Make
from tenants.schemas.locks import SCHEMA_LOCKS, ProvisioningRunsElsewhere, lock_schema
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import owner_parameters, owner_transaction
from tenants.schemas.tests.freed import wait_for_schema
from tenants.signup.models import Registration


@pytest.fixture
def removal(initech: Company) -> Iterator[Removal]:
    """Initech's, asked for a month ago and due since yesterday."""
    with tenant_context(initech):
        Department.objects.create(name="Support", parent=Department.objects.create(name="Operations"))
        default_storage.save("logo/initech.webp", ContentFile(b"logo"))
        default_storage.save("photos/ines.webp", ContentFile(b"photo"))
    month_ago = timezone.now() - timedelta(days=31)
    yield request_removal(company=initech, acting_user=None, grace=timedelta(days=30), now=month_ago)
    enter_public()


def left_in_database(company: Company) -> tuple[bool, bool]:
    """Whether the schema and the role are there."""
    with owner_transaction() as cursor:
        schema = cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [company.schema_name]).fetchone()
        role = cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [company.role_name]).fetchone()
    return schema is not None, role is not None


def check_gone(company: Company) -> None:
    """Nothing of the company is left but its tombstone and certificate."""
    assert left_in_database(company) == (False, False)
    removal = Removal.objects.get(company=company)
    assert removal.state == RemovalState.DONE
    assert removal.removed_at is not None
    counted = {table: removal.rows[table] for table in ("people_employee", "people_department", "accounts_role")}
    assert counted == {"people_employee": 1, "people_department": 2, "accounts_role": 6}
    assert removal.files == 2
    assert list(company_file_names(company.schema_name)) == []
    company = Company.objects.get(pk=company.pk)
    assert (company.status, company.ready_at, company.owner_name, company.owner_email) == (CompanyStatus.CANCELLED, None, "", "")
    assert not Provisioning.objects.filter(company=company).exists()


class TestCarryingOut:
    def test_leaves_a_tombstone_and_nothing_else(self, initech: Company, removal: Removal) -> None:
        with tenant_context(initech), connection.cursor() as cursor:
            cursor.execute("SELECT lo_create(0)")
            company_cache.set("canary", "initech")
        now = timezone.now()
        Job.objects.create(company_id=initech.id, task="tenants.test", created_at=now, not_before=now)

        carry_out_removal(removal_id=removal.pk, now=timezone.now())

        check_gone(initech)
        assert Removal.objects.get(pk=removal.pk).jobs == 1
        assert not Job.objects.filter(company_id=initech.id).exists()
        with tenant_context(initech):
            assert company_cache.get("canary") is None

    def test_sends_the_owner_the_certificate(self, removal: Removal) -> None:
        mail.outbox.clear()

        carry_out_removal(removal_id=removal.pk, now=timezone.now())

        assert [message.to for message in mail.outbox] == [["ines@initech.example"]]
        assert mail.outbox[0].subject == "Initech on Rooster has been deleted"
        body = str(mail.outbox[0].body)
        assert "Hello Ines Ito" in body
        assert "- Employees: 1\n" in body
        assert "- Departments: 2\n" in body
        assert f"Asked for: {moment_text(removal.requested_at)} UTC, by Rooster" in body
        assert f"Number: {removal.company_id}" in body

    def test_keeps_the_address_taken(self, initech: Company, removal: Removal, request_company: Make) -> None:
        host = initech.host

        carry_out_removal(removal_id=removal.pk, now=timezone.now())

        assert why_not_free(host.split(".")[0]) is not None
        response = HostClient(host).get("/")
        assert response.status_code == 410
        assert "everything in it was deleted" in response.content.decode()
        with mock.patch("tenants.removal.tests.conftest.uuid") as same:
            same.uuid4.return_value.hex = host.split(".")[0].removeprefix("initech-")
            with pytest.raises(SubdomainTaken):
                request_company()

    def test_leaves_other_companies_alone(self, removal: Removal) -> None:
        globex = Company.objects.get(name="Globex")

        carry_out_removal(removal_id=removal.pk, now=timezone.now())

        assert left_in_database(globex) == (True, True)
        with tenant_context(globex):
            assert Employee.objects.count() == 2

    def test_forgets_domains_of_its_own(self, initech: Company, removal: Removal) -> None:
        Domain.objects.filter(tenant=initech).update(is_primary=False)
        now = timezone.now()
        own = {"kind": DomainKind.CUSTOM, "token": "x", "requested_at": now, "verified_at": now, "is_primary": True}
        Domain.objects.create(domain="hr.initech.example", tenant=initech, **own)

        carry_out_removal(removal_id=removal.pk, now=now)

        assert [(domain.kind, domain.is_primary) for domain in initech.domains.all()] == [(DomainKind.SUBDOMAIN, True)]

    def test_forgets_what_the_platform_has_of_it(self, initech: Company, removal: Removal) -> None:
        now = timezone.now()
        SchemaCheck.objects.create(company=initech, checked_at=now)
        Registration.objects.create(
            company_name="Initech",
            subdomain=initech.subdomain,
            full_name="Ines Ito",
            email="ines@initech.example",
            created_at=now,
            code_sent_at=now,
            verified_at=now,
            company=initech,
        )

        carry_out_removal(removal_id=removal.pk, now=now)

        assert not SchemaCheck.objects.filter(company=initech).exists()
        assert not Registration.objects.filter(email="ines@initech.example").exists()

    def test_drops_one_table_a_transaction(self, removal: Removal) -> None:
        seen: list[tuple[str, ...]] = []
        transaction = owner_transaction

        def watched(**options: Any) -> object:
            seen.append(())
            return transaction(**options)

        with mock.patch.object(steps, "owner_transaction", watched):
            carry_out_removal(removal_id=removal.pk, now=timezone.now())

        removal.refresh_from_db()
        # The tables, the look that finds none, the schema and the role.
        assert len(seen) == len(removal.rows) + 3

    def test_neither_connects_nor_waits_for_the_disk_with_each_table(self, removal: Removal) -> None:
        write_state, durable = steps._write_state, []

        def write(cursor: Any, removal: Removal, state: RemovalState) -> None:
            durable.append(cursor.execute("SHOW synchronous_commit").fetchone())
            write_state(cursor, removal, state)

        with (
            mock.patch.object(steps, "_write_state", write),
            mock.patch("tenants.schemas.owner.psycopg.connect", side_effect=AssertionError),
        ):
            steps.drop_tables(removal, timezone.now())

        # The last commit takes all before it to the disk.
        assert durable == [("on",)]

    def test_takes_it_out_of_the_fleet_s_sight(self, initech: Company, removal: Removal) -> None:
        def fleet() -> set[UUID]:
            with owner_transaction() as cursor:
                return {schema.company_id for schema in read_fleet(cursor)}

        assert initech.id in fleet()
        steps.close_company(removal, timezone.now())
        assert initech.id not in fleet()

    def test_twice_changes_nothing(self, initech: Company, removal: Removal) -> None:
        carry_out_removal(removal_id=removal.pk, now=timezone.now())
        mail.outbox.clear()
        before = Removal.objects.values("rows", "removed_at", "state").get(pk=removal.pk)

        carry_out_removal(removal_id=removal.pk, now=timezone.now() + timedelta(days=1))

        assert Removal.objects.values("rows", "removed_at", "state").get(pk=removal.pk) == before
        assert mail.outbox == []
        check_gone(initech)


class TestNothingIsDeleted:
    def test_during_the_grace(self, initech: Company, removal: Removal) -> None:
        with pytest.raises(RemovalNotDue):
            carry_out_removal(removal_id=removal.pk, now=removal.due_at - timedelta(seconds=1))
        assert due_removal_ids(now=removal.due_at - timedelta(seconds=1)) == []
        assert left_in_database(initech) == (True, True)

    def test_of_a_company_that_is_kept(self, initech: Company, removal: Removal) -> None:
        keep_company(company=removal.company, acting_user=None, now=timezone.now())

        with pytest.raises(RemovalNotDue):
            carry_out_removal(removal_id=removal.pk, now=timezone.now())

        assert due_removal_ids(now=timezone.now()) == []
        assert left_in_database(initech) == (True, True)

    def test_of_a_company_that_was_opened_again(self, initech: Company, removal: Removal) -> None:
        activate_company(company=initech, acting_user=None)  # type: ignore[arg-type]  # Whoever it was.

        with pytest.raises(CompanyOpenAgain):
            carry_out_removal(removal_id=removal.pk, now=timezone.now())

        removal.refresh_from_db()
        assert (removal.state, left_in_database(initech)) == (RemovalState.WAITING, (True, True))
        assert "is open again" in removal.error

    def test_while_something_else_is_done_to_the_schema(self, initech: Company, removal: Removal) -> None:
        with owner_transaction() as cursor:
            lock_schema(cursor, initech.id)
            with pytest.raises(ProvisioningRunsElsewhere):
                carry_out_removal(removal_id=removal.pk, now=timezone.now())
            with pytest.raises(JobMustWait, match="Somebody else works"):
                tasks.delete_company(removal_id=str(removal.pk))
        assert left_in_database(initech) == (True, True)


class TestALostLock:
    def test_ends_it_at_the_next_step(self, initech: Company, removal: Removal) -> None:
        """Without it somebody else may do something to the schema."""
        close = steps.close_company

        def close_and_lose(removal: Removal, now: datetime) -> None:
            close(removal, now)
            with owner_transaction() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
                    " WHERE locktype = 'advisory' AND classid = %s AND objid = (hashtext(%s)::bigint & 4294967295)::oid",
                    [SCHEMA_LOCKS, str(initech.id)],
                )

        with mock.patch.object(steps, "close_company", close_and_lose), pytest.raises(psycopg.OperationalError):
            carry_out_removal(removal_id=removal.pk, now=timezone.now())

        removal.refresh_from_db()
        assert (removal.state, removal.rows) == (RemovalState.CLOSED, {})
        carry_out_removal(removal_id=removal.pk, now=timezone.now())
        check_gone(initech)


class TestAStepThatFails:
    def test_is_said_and_tried_again_by_the_round(self, initech: Company, removal: Removal) -> None:
        failure = psycopg.errors.LockNotAvailable("canceling statement due to lock timeout")
        with mock.patch.object(steps, "_drop_a_table", side_effect=failure), pytest.raises(psycopg.errors.LockNotAvailable):
            carry_out_removal(removal_id=removal.pk, now=timezone.now())
        removal.refresh_from_db()
        assert (removal.state, removal.error) == (RemovalState.CLOSED, "canceling statement due to lock timeout")

        tasks.carry_out_removals()

        check_gone(initech)
        removal.refresh_from_db()
        assert removal.error == ""

    def test_once_it_has_begun_the_company_cannot_be_kept(self, removal: Removal) -> None:
        steps.close_company(removal, timezone.now())

        with pytest.raises(NothingToCallOff):
            keep_company(company=removal.company, acting_user=None, now=timezone.now())

        assert get_removal(removal.company).is_under_way


class TestAKilledWorker:
    @pytest.mark.parametrize("point", list(killed_removal.POINTS))
    def test_is_taken_over_by_the_next_run(self, initech: Company, removal: Removal, point: str) -> None:
        self._delete_and_die(removal, point)
        wait_for_schema(initech.id)
        is_done = point == "after the tombstone"
        assert (removal.pk in due_removal_ids(now=timezone.now())) is not is_done
        has_schema, has_role = left_in_database(initech)
        assert has_role is (point in list(killed_removal.POINTS)[: list(killed_removal.POINTS).index("after the role")])
        assert has_schema is (point in list(killed_removal.POINTS)[: list(killed_removal.POINTS).index("after the schema")])

        carry_out_removal(removal_id=removal.pk, now=timezone.now())

        check_gone(initech)

    def _delete_and_die(self, removal: Removal, point: str) -> None:
        url = "postgres://{user}:{password}@{host}:{port}/{dbname}"
        web = {"user": settings.WEB_LOGIN, "password": connection.settings_dict["PASSWORD"]}
        result = subprocess.run(
            [sys.executable, "-m", "tenants.removal.tests.killed_removal", str(removal.pk), point],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": url.format(**owner_parameters() | web),
                "DATABASE_OWNER_URL": url.format(**owner_parameters()),
                "FILES_DIR": all_files().path(""),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == -signal.SIGKILL, result.stderr
