"""One company, from what it has to this release. Each transaction leaves it at the beginning or the end of a step."""

import logging
import threading
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState

from core.tenancy import enter_public, enter_schema
from tenants.fleet.plans import Plans, PythonStep, record_sql
from tenants.fleet.queries import Cursor, read_applied
from tenants.fleet.rules import CompanySchema, Migration, differences
from tenants.schemas.fingerprint import describe_schema, state_of_schema
from tenants.schemas.grants import create_company_role, grant_schema
from tenants.schemas.locks import CompanyGone, lock_schema
from tenants.schemas.owner import Pool, owner_transaction
from tenants.schemas.postgresql.base import OwnedSchema

log = logging.getLogger(__name__)


class SchemaAltered(Exception):
    """After its migrations a schema is not what the template promises, so somebody altered it; nothing of it was kept."""


class SchemaMoved(Exception):
    """A schema is in a state that no company was in when the run began."""


@dataclass(frozen=True)
class Limits:
    """How long one statement may wait for a lock, and how long it may run."""

    lock_timeout: str
    statement_timeout: str


@dataclass
class CompanyMigrator:
    """Takes companies to one version. Shared by the threads of a run."""

    run_id: uuid.UUID
    version: str
    # What a schema of the release consists of.
    wanted: list[str]
    limits: Limits
    pool: Pool
    plans: Plans = field(default_factory=dict)
    # States of schemas, by hash: of this structure, and of this structure with the right rights.
    _checked: set[str] = field(default_factory=set)
    _sound: set[str] = field(default_factory=set)
    _own: threading.local = field(default_factory=threading.local)

    def migrate(self, schema: CompanySchema) -> None:
        """Run every step that the company lacks, then set its rights, check its structure and note its version.

        Raises SchemaAltered, SchemaMoved, CompanyGone, ProvisioningRunsElsewhere, or whatever PostgreSQL and the migrations raise.
        """
        while step := self._run_sql(schema):
            self._run_python(schema, step)

    def _run_sql(self, schema: CompanySchema) -> PythonStep | None:
        """The steps up to the next one in Python, in one transaction; after the last one the company is finished."""
        limits = self.limits
        with owner_transaction(
            lock_timeout=limits.lock_timeout, statement_timeout=limits.statement_timeout, pool=self.pool
        ) as cursor:
            # The record of what was done is lost together with it, so a resumed run does it again; nothing waits for the disk.
            cursor.execute("SELECT set_config('synchronous_commit', 'off', true)")
            _keep(cursor, schema)
            applied = read_applied(cursor, [schema.schema_name])[schema.schema_name]
            if applied not in self.plans:
                message = f"{schema.schema_name} was changed while the run went on; `manage.py fleet resume` looks again."
                raise SchemaMoved(message)
            cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{schema.schema_name}", extensions'])
            for step in self.plans[applied]:
                if isinstance(step, PythonStep):
                    return step
                cursor.execute(step.sql_for(schema.schema_name).encode())
            self._finish(cursor, schema)
        return None

    def _finish(self, cursor: Cursor, schema: CompanySchema) -> None:
        # Whoever makes a role a member of the companies' group keeps the others from it until the transaction ends.
        if not schema.has_role:
            create_company_role(cursor, role=schema.role_name, members=[settings.WEB_LOGIN, settings.OWNER_DATABASE["USER"]])
        self._make_sound(cursor, schema)
        cursor.execute(
            "UPDATE public.schemas_provisioning SET template_version = %s WHERE company_id = %s", [self.version, schema.company_id]
        )
        cursor.execute("DELETE FROM public.fleet_schemacheck WHERE company_id = %s", [schema.company_id])
        cursor.execute(
            "UPDATE public.fleet_companymigration SET state = 'done', error = '', attempts = attempts + 1, changed_at = now()"
            " WHERE run_id = %s AND company_id = %s",
            [self.run_id, schema.company_id],
        )

    def _make_sound(self, cursor: Cursor, schema: CompanySchema) -> None:
        """Check the structure and set the rights. Companies are alike, so most are in a state in which another was checked."""
        state = state_of_schema(cursor, schema.schema_name, schema.role_name)
        if state in self._sound:
            return
        if state not in self._checked:
            if differing := differences(describe_schema(cursor, schema.schema_name), self.wanted):
                message = (
                    f"it is not what its migrations make: {differing}. Put it back as it should be, then `manage.py fleet resume`"
                )
                raise SchemaAltered(message)
            self._checked.add(state)
        grant_schema(cursor, schema=schema.schema_name, role=schema.role_name)
        self._sound.add(state_of_schema(cursor, schema.schema_name, schema.role_name))

    def _run_python(self, schema: CompanySchema, step: PythonStep) -> None:
        """One migration by Django itself, in one transaction with its record; nothing, if somebody was faster."""
        state = self._state_before(step).clone()
        enter_schema(OwnedSchema(schema.schema_name))
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)",
                    [self.limits.lock_timeout, self.limits.statement_timeout],
                )
                _keep(cursor, schema)
                cursor.execute("SELECT 1 FROM django_migrations WHERE app = %s AND name = %s", step.migration)
                if cursor.fetchone():
                    return
                with connection.schema_editor(atomic=True) as editor:
                    step.code.apply(state, editor)
                cursor.execute(record_sql(step.records))
        finally:
            # A connection remembers every table that it has touched; those of a thousand companies are gigabytes.
            enter_public()
            connection.close()

    def _state_before(self, step: PythonStep) -> ProjectState:
        states: dict[Migration, ProjectState] = self._own.__dict__.setdefault("states", {})
        if step.migration not in states:
            states[step.migration] = step.make_state()
            _rendered = states[step.migration].apps
        return states[step.migration]


def _keep(cursor: Cursor | CursorWrapper, schema: CompanySchema) -> None:
    """Keep a company's schema for this transaction. Raises ProvisioningRunsElsewhere, or CompanyGone if it is being removed."""
    lock_schema(cursor, schema.company_id)
    cursor.execute(
        "SELECT 1 FROM public.companies_company c LEFT JOIN public.schemas_provisioning p ON p.company_id = c.id"
        " WHERE c.id = %s AND (c.ready_at IS NOT NULL OR p.state <> 'ready')",
        [schema.company_id],
    )
    if not cursor.fetchone():
        raise CompanyGone(schema.schema_name)
