"""Building a company: requested → schema → seed → ready.

Each step is safe to repeat and the state is written with (or after) its effect, so a worker killed at any moment leaves
either the step before or the step after, and the next run goes on from there. The schema, its role and its grants are
made in one transaction together with the new state: there is no half-made schema to clean up.
"""

import logging
import uuid
from datetime import datetime

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from billing.actions import give_first_plan
from core.audit.actions import Actor
from core.files.storage import delete_company_files
from tenants.companies.actions import create_company
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company
from tenants.schemas.fingerprint import fingerprint_schema
from tenants.schemas.grants import create_company_role, drop_company_role, grant_schema
from tenants.schemas.locks import CompanyGone, lock_schema
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.owner import owner_transaction
from tenants.schemas.seed import seed_company
from tenants.schemas.template import SchemaTemplate, load_template

log = logging.getLogger(__name__)


class SchemaDiffersFromTemplate(Exception):
    """The replayed schema is not what the template promised; nothing of it was kept."""


class CompanyInUse(Exception):
    """The company was to be abandoned, but it is ready."""

    def __init__(self, company: Company) -> None:
        super().__init__(f"{company} is in use, so nothing was undone. `manage.py remove_company` deletes it in stages.")


class ImportUnfinished(Exception):
    """The company comes from an archive; only the command that reads the archive can fill it."""

    def __init__(self) -> None:
        super().__init__(
            "This company comes from an archive and its import did not finish, so there is nothing to go on from. Give it up "
            "with `manage.py abandon_company`, then import the archive again."
        )


def request_company(
    *,
    name: str,
    subdomain: str,
    owner_name: str,
    owner_email: str,
    owner_password_hash: str,
    country: str,
    time_zone: str,
    currency: str,
    acting_user: Actor | None,
    now: datetime,
    plan_code: str = "",
) -> Company:
    """Register a company, reserve its address, give it the chosen plan or the recommended one, and start building it after commit.

    Raises `tenants.companies.actions.SubdomainTaken`.
    """
    from tenants.schemas.tasks import build_company  # noqa: PLC0415 - the task calls this module.

    with transaction.atomic():
        company = create_company(
            name=name,
            subdomain=subdomain,
            owner_name=owner_name,
            owner_email=owner_email,
            country=country,
            time_zone=time_zone,
            currency=currency,
            acting_user=acting_user,
            now=now,
        )
        give_first_plan(company=company, plan_code=plan_code, acting_user=acting_user, now=now)
        Provisioning.objects.create(
            company=company,
            # An account without a password can be entered through "forgot password" only.
            owner_password_hash=owner_password_hash or make_password(None),
            requested_at=now,
            changed_at=now,
        )
        build_company.enqueue(company_id=str(company.id))
    return company


def provision_company(*, company_id: uuid.UUID) -> None:
    """Take one company from wherever it stands to ready.

    Raises ProvisioningRunsElsewhere, SchemaDiffersFromTemplate or TemplateMissing; the error is kept with the company.
    """
    with owner_transaction() as lock:
        lock_schema(lock, company_id)
        provisioning = Provisioning.objects.select_related("company").get(company_id=company_id)
        provisioning.attempts += 1
        provisioning.changed_at = timezone.now()
        provisioning.save(update_fields=["attempts", "changed_at"])
        try:
            _run_steps(provisioning)
        except Exception as error:
            # Whatever went wrong is shown to the operator with the company; the worker's log has the traceback.
            Provisioning.objects.filter(pk=provisioning.pk).update(error=str(error)[:2000])
            raise


def _run_steps(provisioning: Provisioning) -> None:
    steps = {
        ProvisioningState.REQUESTED: make_schema,
        ProvisioningState.SCHEMA: seed_schema,
        ProvisioningState.SEED: open_company,
    }
    if provisioning.state == ProvisioningState.IMPORT:
        raise ImportUnfinished
    while provisioning.state != ProvisioningState.READY:
        steps[ProvisioningState(provisioning.state)](provisioning)
        provisioning.refresh_from_db()


def make_schema(provisioning: Provisioning) -> None:
    """Role, schema, tables, grants and the new state, in one transaction as the owner."""
    company, template = provisioning.company, load_template()
    with owner_transaction() as cursor:
        replay_template(cursor, company=company, template=template)
        cursor.execute(
            "UPDATE public.schemas_provisioning SET state = %s, template_version = %s, changed_at = now(), error = ''"
            " WHERE id = %s",
            [ProvisioningState.SCHEMA, template.version, provisioning.id],
        )
        if cursor.rowcount != 1:
            raise CompanyGone(str(company.id))


def replay_template(cursor: psycopg.Cursor[tuple[object, ...]], *, company: Company, template: SchemaTemplate) -> None:
    """Role, schema, tables and grants, in the caller's transaction as the owner. Raises SchemaDiffersFromTemplate."""
    create_company_role(cursor, role=company.role_name, members=[settings.WEB_LOGIN, settings.OWNER_DATABASE["USER"]])
    # The names are ours and opaque: a constraint on the companies table holds their form.
    cursor.execute(f'CREATE SCHEMA "{company.schema_name}"'.encode())
    cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{company.schema_name}", extensions'])
    cursor.execute(template.sql_for(company.schema_name).encode())
    if fingerprint_schema(cursor, company.schema_name) != template.fingerprint:
        raise SchemaDiffersFromTemplate(company.schema_name)
    grant_schema(cursor, schema=company.schema_name, role=company.role_name)


def seed_schema(provisioning: Provisioning) -> None:
    """What a company starts with: settings, roles, its owner's account. Safe to repeat."""
    with tenant_context(provisioning.company), transaction.atomic():
        seed_company(company=provisioning.company, owner_password_hash=provisioning.owner_password_hash, now=timezone.now())
    Provisioning.objects.filter(pk=provisioning.pk).update(
        state=ProvisioningState.SEED, owner_password_hash="", changed_at=timezone.now(), error=""
    )


def open_company(provisioning: Provisioning) -> None:
    """From here on the company's address answers."""
    now = timezone.now()
    with transaction.atomic():
        Company.objects.filter(pk=provisioning.company_id).update(ready_at=now)
        Provisioning.objects.filter(pk=provisioning.pk).update(state=ProvisioningState.READY, changed_at=now, error="")
        forget_hosts_on_commit()


def abandon_company(*, company: Company) -> None:
    """Undo a company that is not ready: its files, its schema, its role and its rows.

    Raises CompanyInUse, or ProvisioningRunsElsewhere for one that a worker is building right now.
    """
    with owner_transaction() as cursor:
        lock_schema(cursor, company.id)
        # Asked behind the lock: whoever built it may have finished since the caller looked.
        cursor.execute("SELECT 1 FROM public.companies_company WHERE id = %s AND ready_at IS NOT NULL", [company.id])
        if cursor.fetchone():
            raise CompanyInUse(company)
        # First, since afterwards nobody knows whose they were. Should the rest fail, nothing of use is lost with them.
        delete_company_files(company.schema_name)
        cursor.execute(f'DROP SCHEMA IF EXISTS "{company.schema_name}" CASCADE'.encode())
        drop_company_role(cursor, role=company.role_name)
        cursor.execute("DELETE FROM public.schemas_provisioning WHERE company_id = %s", [company.id])
        cursor.execute("DELETE FROM public.features_entitlement WHERE company_id = %s", [company.id])
        cursor.execute("DELETE FROM public.companies_domain WHERE tenant_id = %s", [company.id])
        cursor.execute("DELETE FROM public.companies_company WHERE id = %s", [company.id])
    forget_hosts_on_commit()
