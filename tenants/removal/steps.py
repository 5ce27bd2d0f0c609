"""Carrying a removal out: closed → tables → schema → files → jobs and cache → role → tombstone.

Each step is safe to repeat and the state is written with its effect, or after it where the effect is outside the database.
A worker killed at any moment leaves either the step before or the step after. Tables are dropped one by one, each in a
transaction of its own, so that no transaction takes the locks of a whole schema.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import psycopg
from django.apps import apps
from django.db import transaction
from django.db.models import F, QuerySet
from psycopg import sql

from core.audit.actions import record_event
from core.caches import forget_company
from core.files.storage import company_file_names, delete_company_files
from core.jobs.actions import delete_company_jobs
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company, CompanyStatus, DomainKind
from tenants.removal.emails import send_certificate
from tenants.removal.models import Removal, RemovalState
from tenants.schemas.grants import drop_company_role
from tenants.schemas.locks import schema_kept
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import Pool, owner_pool, owner_transaction

Cursor = psycopg.Cursor[tuple[object, ...]]

# What of the platform points at a company and stays with its tombstone; everything else goes.
KEPT_WITH_TOMBSTONE = {"companies.Domain", "removal.Removal"}
_A_TABLE = """
SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY relname LIMIT 1
"""


class RemovalNotDue(Exception):
    """The grace is not over, or the company is kept."""


class CompanyOpenAgain(Exception):
    """Somebody has opened the company since its deletion was asked for."""

    def __init__(self, company: Company) -> None:
        super().__init__(f"{company} is open again, so nothing of it was deleted. Suspend it, or keep it for good.")


def carry_out_removal(*, removal_id: UUID, now: datetime) -> Removal:
    """Take one removal from wherever it stands to done; the error of a failed try is kept with it.

    Raises RemovalNotDue, CompanyOpenAgain, or ProvisioningRunsElsewhere while something else is done to the schema.
    """
    removal = Removal.objects.select_related("company").get(pk=removal_id)
    with schema_kept(removal.company_id) as lock:
        Removal.objects.filter(pk=removal_id).update(attempts=F("attempts") + 1, changed_at=now)
        removal.refresh_from_db()
        try:
            while removal.state != RemovalState.DONE:
                # Lost with its connection, it keeps nobody else away any more.
                lock.execute("SELECT 1")
                _step_after(removal)(removal, now)
                removal.refresh_from_db()
        except RemovalNotDue:
            raise
        except Exception as error:
            # Whatever went wrong is shown to staff with the removal; the worker's log has the traceback.
            Removal.objects.filter(pk=removal_id).update(error=str(error)[:2000])
            raise
    return removal


def _step_after(removal: Removal) -> Callable[[Removal, datetime], None]:
    steps = {
        RemovalState.WAITING: close_company,
        RemovalState.CLOSED: drop_tables,
        RemovalState.TABLES: drop_schema,
        RemovalState.SCHEMA: delete_files,
        RemovalState.FILES: delete_leftovers,
        RemovalState.LEFTOVERS: drop_role,
        RemovalState.ROLE: leave_tombstone,
    }
    if removal.state not in steps:
        raise RemovalNotDue
    return steps[RemovalState(removal.state)]


def close_company(removal: Removal, now: datetime) -> None:
    """From here on it cannot be kept, and no job, round or migration enters it."""
    with transaction.atomic():
        removal = Removal.objects.select_for_update().get(pk=removal.pk)
        if removal.state != RemovalState.WAITING or removal.due_at > now:
            raise RemovalNotDue
        company = Company.objects.select_for_update().get(pk=removal.company_id)
        if company.is_open:
            raise CompanyOpenAgain(company)
        company.ready_at = None
        company.save(update_fields=["ready_at"])
        # Neither ready nor being built: what goes through all companies leaves this one out.
        Provisioning.objects.filter(company=company).delete()
        removal.state = RemovalState.CLOSED
        removal.save(update_fields=["state"])
        forget_hosts_on_commit()


def drop_tables(removal: Removal, _now: datetime) -> None:
    """One table a transaction, with the count of its rows."""
    with owner_pool(1) as pool:
        while _drop_a_table(removal, pool):
            pass


def _drop_a_table(removal: Removal, pool: Pool) -> bool:
    schema = removal.company.schema_name
    with owner_transaction(pool=pool) as cursor:
        # Counting a large table takes as long as it takes; waiting for a lock does not. Nor does anybody wait for the disk:
        # should the server crash, the last tables are there again, and are dropped again.
        cursor.execute("SELECT set_config('statement_timeout', '0', true), set_config('synchronous_commit', 'off', true)")
        row = cursor.execute(_A_TABLE, [schema]).fetchone()
        if row is None:
            # With this, all that was dropped before is on the disk as well.
            cursor.execute("SELECT set_config('synchronous_commit', 'on', true)")
            _write_state(cursor, removal, RemovalState.TABLES)
            return False
        table = sql.Identifier(schema, str(row[0]))
        cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(table))
        cursor.execute(
            sql.SQL(
                "UPDATE public.removal_removal SET rows = rows || jsonb_build_object(%s::text, (SELECT count(*) FROM {})),"
                " changed_at = now() WHERE id = %s"
            ).format(table),
            [row[0], removal.id],
        )
        # With the keys of tables that point at it.
        cursor.execute(sql.SQL("DROP TABLE {} CASCADE").format(table))
    return True


def drop_schema(removal: Removal, _now: datetime) -> None:
    """What is left of it: functions, types, sequences."""
    with owner_transaction() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(removal.company.schema_name)))
        _write_state(cursor, removal, RemovalState.SCHEMA)


def delete_files(removal: Removal, _now: datetime) -> None:
    """Counted before the first goes, so that an interrupted run does not forget those that it has deleted."""
    schema = removal.company.schema_name
    if removal.files is None:
        Removal.objects.filter(pk=removal.pk).update(files=sum(1 for _name in company_file_names(schema)))
    delete_company_files(schema)
    Removal.objects.filter(pk=removal.pk).update(state=RemovalState.FILES)


def delete_leftovers(removal: Removal, _now: datetime) -> None:
    """Cache entries, and jobs that nobody may run any more."""
    forget_company(removal.company.schema_name)
    with transaction.atomic():
        jobs = delete_company_jobs(company_id=removal.company_id)
        Removal.objects.filter(pk=removal.pk).update(jobs=jobs, state=RemovalState.LEFTOVERS)


def drop_role(removal: Removal, _now: datetime) -> None:
    """The role with all that it was given or owns."""
    with owner_transaction() as cursor:
        drop_company_role(cursor, role=removal.company.role_name)
        _write_state(cursor, removal, RemovalState.ROLE)


def leave_tombstone(removal: Removal, now: datetime) -> None:
    """The company's row without its owner, its addresses under ours, and the certificate, which the owner gets by mail."""
    with transaction.atomic():
        company = Company.objects.select_for_update().get(pk=removal.company_id)
        owner_name, owner_email = company.owner_name, company.owner_email
        _forget_on_the_platform(company)
        removal.state, removal.removed_at, removal.changed_at, removal.error = RemovalState.DONE, now, now, ""
        removal.save(update_fields=["state", "removed_at", "changed_at", "error"])
        record_event(action="company:removed", acting_user=None, subject=company)
        forget_hosts_on_commit()
        send_certificate(removal, owner_name=owner_name, owner_email=owner_email)


def _forget_on_the_platform(company: Company) -> None:
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model is Company and model._meta.label not in KEPT_WITH_TOMBSTONE:
                QuerySet(model).filter(**{field.name: company}).delete()
    company.domains.filter(kind=DomainKind.CUSTOM).delete()
    company.domains.filter(kind=DomainKind.SUBDOMAIN).update(is_primary=True)
    company.owner_name = company.owner_email = ""
    company.status, company.trial_ends_at = CompanyStatus.CANCELLED, None
    company.people_count, company.last_used_at = 0, None
    company.save(update_fields=["owner_name", "owner_email", "status", "trial_ends_at", "people_count", "last_used_at"])


def _write_state(cursor: Cursor, removal: Removal, state: RemovalState) -> None:
    cursor.execute(
        "UPDATE public.removal_removal SET state = %s, changed_at = now() WHERE id = %s",
        [state, removal.id],
    )
