"""A company is built in steps; a worker killed anywhere leaves nothing that the next run cannot finish."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context
from psycopg.conninfo import make_conninfo

from core.tenancy import enter_public
from hr.people.models import Employee
from tenants.accounts.models import Role, User
from tenants.companies.actions import SubdomainTaken
from tenants.companies.hosts import find_company_by_host
from tenants.companies.models import Company, Domain
from tenants.company_settings.models import CompanySettings
from tenants.schemas import actions
from tenants.schemas.locks import CompanyGone, ProvisioningRunsElsewhere
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.owner import owner_parameters, owner_transaction
from tenants.schemas.template import SchemaTemplate, load_template
from tenants.schemas.tests import killed_provisioning
from tenants.schemas.tests.freed import wait_for_schema

Request = Callable[..., Company]


@pytest.fixture
def _committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a test transaction: the owner's own connection has to see what is written."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def request_company(_committed: None) -> Iterator[Request]:
    """Register companies; they are gone after the test."""
    made: list[Company] = []

    def make(**changes: Any) -> Company:
        values: dict[str, Any] = {
            "name": "Initech",
            "subdomain": f"initech-{uuid.uuid4().hex[:8]}",
            "owner_name": "Ines Ito",
            "owner_email": "ines@initech.example",
            "owner_password_hash": "hash",
            "country": "JP",
            "time_zone": "Asia/Tokyo",
            "currency": "JPY",
            "acting_user": None,
            "now": timezone.now(),
        }
        with mock.patch("tenants.schemas.tasks.build_company"):
            company = actions.request_company(**values | changes)
        made.append(company)
        return company

    yield make
    enter_public()
    for company in Company.objects.filter(pk__in=[company.pk for company in made]):
        Company.objects.filter(pk=company.pk).update(ready_at=None)
        company.refresh_from_db()
        actions.abandon_company(company=company)


def _schemas_and_roles() -> tuple[set[str], set[str]]:
    with owner_transaction() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'")
        schemas = {str(row[0]) for row in cursor.fetchall()}
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"t\\_%\\_\\_{settings.DATABASES['default']['NAME']}"]
        )
        return schemas, {str(row[0]) for row in cursor.fetchall()}


def _state(company: Company) -> str:
    return Provisioning.objects.get(company=company).state


class TestProvisioning:
    def test_makes_a_company_ready(self, request_company: Request) -> None:
        company = request_company()

        actions.provision_company(company_id=company.id)

        company.refresh_from_db()
        assert company.ready_at is not None
        provisioning = Provisioning.objects.get(company=company)
        assert (provisioning.state, provisioning.owner_password_hash, provisioning.error) == ("ready", "", "")
        with tenant_context(company):
            assert CompanySettings.objects.get().currency == "JPY"
            assert CompanySettings.objects.get().date_format == "yyyy/MM/dd"
            owner = User.objects.get()
            assert (owner.email, owner.password) == ("ines@initech.example", "hash")
            assert owner.has_perm("settings.manage")
            assert Employee.objects.get().user == owner
            assert Role.objects.count() == 6

    def test_repeated_changes_nothing(self, request_company: Request) -> None:
        company = request_company()
        actions.provision_company(company_id=company.id)
        before = Provisioning.objects.values().get(company=company)

        actions.provision_company(company_id=company.id)

        after = Provisioning.objects.values().get(company=company)
        assert {**after, "attempts": 1, "changed_at": before["changed_at"]} == before

    def test_the_address_can_be_had_once(self, request_company: Request) -> None:
        company = request_company()
        subdomain = Domain.objects.get(tenant=company).domain.split(".")[0]

        with pytest.raises(SubdomainTaken):
            request_company(subdomain=subdomain)

        assert Company.objects.filter(name="Initech").count() == 1


class TestASchemaThatDiffers:
    def test_is_not_kept(self, request_company: Request) -> None:
        company = request_company()
        template = load_template()
        spoilt = SchemaTemplate(template.version, template.sql + "CREATE TABLE extra (id int);", template.fingerprint)

        with mock.patch.object(actions, "load_template", return_value=spoilt), pytest.raises(actions.SchemaDiffersFromTemplate):
            actions.provision_company(company_id=company.id)

        assert company.schema_name not in _schemas_and_roles()[0]
        provisioning = Provisioning.objects.get(company=company)
        assert (provisioning.state, provisioning.error) == (ProvisioningState.REQUESTED, company.schema_name)


class TestTwoWorkers:
    def test_do_not_build_the_same_company(self, request_company: Request) -> None:
        company = request_company()
        seen: list[type[Exception]] = []

        def second_worker(_provisioning: Provisioning) -> None:
            with pytest.raises(ProvisioningRunsElsewhere) as refused:
                actions.provision_company(company_id=company.id)
            seen.append(refused.type)

        with mock.patch.object(actions, "_run_steps", second_worker):
            actions.provision_company(company_id=company.id)

        assert seen == [ProvisioningRunsElsewhere]


class TestAKilledWorker:
    @pytest.mark.parametrize("point", list(killed_provisioning.POINTS))
    def test_is_taken_over_by_the_next_run(self, request_company: Request, point: str) -> None:
        company = request_company()
        schemas, roles = _schemas_and_roles()

        self._build_and_die(company, point)
        wait_for_schema(company.id)
        assert (_state(company) == "ready") is (point == "after opening")
        left = _schemas_and_roles()
        has_schema = _state(company) != ProvisioningState.REQUESTED
        assert (left[0] - schemas == {company.schema_name}) is has_schema
        assert (left[1] - roles == {company.role_name}) is has_schema
        actions.provision_company(company_id=company.id)

        assert _state(company) == "ready"
        with tenant_context(company):
            assert (User.objects.count(), Employee.objects.count(), Role.objects.count()) == (1, 1, 6)

    def _build_and_die(self, company: Company, point: str) -> None:
        parameters = owner_parameters() | {
            "user": settings.WEB_LOGIN,
            "password": connection.settings_dict["PASSWORD"],
        }
        url = "postgres://{user}:{password}@{host}:{port}/{dbname}"
        result = subprocess.run(
            [sys.executable, "-m", "tenants.schemas.tests.killed_provisioning", str(company.id), point],
            cwd=Path(settings.BASE_DIR),
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": url.format(**parameters),
                "DATABASE_OWNER_URL": url.format(**owner_parameters()),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == -signal.SIGKILL, result.stderr


class TestAbandoning:
    def test_leaves_nothing(self, request_company: Request) -> None:
        company = request_company()
        before = _schemas_and_roles()
        actions.make_schema(Provisioning.objects.get(company=company))
        assert _schemas_and_roles() != before

        actions.abandon_company(company=company)

        assert _schemas_and_roles() == before
        assert not Company.objects.filter(pk=company.pk).exists()

    def test_lets_its_address_go_at_once(self, request_company: Request) -> None:
        company = request_company()
        host = company.host
        assert find_company_by_host(host) == company

        actions.abandon_company(company=company)

        assert find_company_by_host(host) is None

    def test_takes_along_what_its_role_owns(self, request_company: Request) -> None:
        company = request_company()
        before = _schemas_and_roles()
        actions.make_schema(Provisioning.objects.get(company=company))
        with tenant_context(company), connection.cursor() as cursor:
            # What a role may make wherever it is, and what keeps PostgreSQL from dropping the role.
            cursor.execute("SELECT lo_create(0)")
            number = cursor.fetchone()

        actions.abandon_company(company=company)

        assert _schemas_and_roles() == before
        with owner_transaction() as cursor:
            assert cursor.execute("SELECT 1 FROM pg_largeobject_metadata WHERE oid = %s", number).fetchone() is None

    def test_while_its_schema_is_made_neither_goes_wrong(self, request_company: Request) -> None:
        company = request_company()
        before = _schemas_and_roles()
        provisioning = Provisioning.objects.select_related("company").get(company=company)
        actions.abandon_company(company=company)

        with pytest.raises(CompanyGone):
            actions.make_schema(provisioning)

        assert _schemas_and_roles() == before

    def test_refuses_a_company_in_use(self, acme: Company) -> None:
        acme.ready_at = None  # As whoever read it before it was ready still has it.
        with pytest.raises(actions.CompanyInUse, match="is in use"):
            actions.abandon_company(company=acme)


class TestTheOwnersLogin:
    def test_is_not_what_pages_use(self, _committed: None) -> None:  # noqa: PT019
        with psycopg.connect(make_conninfo(**owner_parameters())) as owner:
            row = owner.execute("SELECT current_user").fetchone()

        assert row == ("rooster_owner",)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolinherit, rolsuper FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == ("rooster_web", False, False)
