"""A run over all companies: the template, the plans, a canary, then waves; recorded, so that another can go on with it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from core.logs import log_context
from core.tenancy import enter_public
from tenants.fleet.models import CompanyMigration, FleetRun, MigrationState, RunState, SchemaCheck
from tenants.fleet.plans import Plans, Step, make_plans
from tenants.fleet.queries import current_release, read_fleet
from tenants.fleet.rules import CompanySchema, differences, is_to_be_migrated, waves_of
from tenants.fleet.scratch import describe_template, drop_leftovers
from tenants.fleet.steps import CompanyMigrator, Limits
from tenants.fleet.trouble import ends_run, explain, is_transient
from tenants.schemas.actions import ProvisioningRunsElsewhere
from tenants.schemas.fingerprint import describe_schema
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import build_template, current_version, template_exists

log = logging.getLogger(__name__)

# Separates the lock of runs from any other use of advisory locks.
_RUN_LOCK = 7302
# After how many seconds a company is tried again whose tables a long query held, or whose connection was lost.
PAUSES = (0, 1, 4)
# A company that somebody builds or exports is looked at again after the others: so often, so many seconds apart.
LOOKS = 5
LOOK_PAUSE = 2

Report = Callable[["Progress"], None]


class FleetRunsElsewhere(Exception):
    """Another process is migrating or verifying the fleet."""


class NotTheOwner(Exception):
    """Migrations were to be run by a login that may not alter anything."""


@dataclass(frozen=True)
class RunOptions:
    """How an operator wants a run to go."""

    limits: Limits
    workers: int
    canaries: int
    # The run stops when more companies than this have failed.
    max_failures: int


@dataclass(frozen=True)
class Progress:
    """How far a run is, told after each company."""

    done: int
    failed: int
    total: int
    seconds: int


@dataclass
class Outcome:
    """What a run came to. `note` says why it stopped early; empty, every company has its version."""

    done: int = 0
    failed: dict[CompanySchema, str] = field(default_factory=dict)
    note: str = ""


def migrate_fleet(*, options: RunOptions, now: datetime, report: Report, stop: threading.Event) -> Outcome:
    """Bring every company to this release, going on with the last run if it stopped; `stop` ends it after the current companies.

    Raises FleetRunsElsewhere, NotTheOwner, PlanNotMade or TemplateNotBuilt before any company is touched.
    """
    with _alone():
        behind = _companies_behind()
        if not behind:
            _last_unfinished_runs().update(state=RunState.DONE, ended_at=Now(), note="")
            return Outcome()
        plans = _plans_of(behind, {})
        waves = waves_of(behind, canaries=options.canaries)
        run = _open_run(waves, now=now)
        migrator = CompanyMigrator(run.id, current_version(), describe_template(), plans, options.limits)
        outcome = Outcome()
        try:
            _Waves(run, options, migrator, report, stop, outcome).go(waves)
        finally:
            # A database that is gone leaves the run as it stands; the next one goes on all the same.
            state = RunState.STOPPED if outcome.note or outcome.failed else RunState.DONE
            FleetRun.objects.filter(pk=run.pk).update(state=state, ended_at=Now(), note=outcome.note)
    return outcome


def plan_fleet() -> list[tuple[list[CompanySchema], tuple[Step, ...]]]:
    """What a run would do: the companies in each state, and the steps that they lack. Changes nothing."""
    with _alone():
        behind = _companies_behind()
        plans = _plans_of(behind, {})
    states = {schema.applied: [other for other in behind if other.applied == schema.applied] for schema in behind}
    return [(schemas, plans[applied]) for applied, schemas in states.items() if applied is not None]


def verify_fleet(*, workers: int, report: Report, stop: threading.Event) -> Outcome:
    """Compare the structure of every company of this release with the template, and note what differs for `fleet status`.

    Raises FleetRunsElsewhere, NotTheOwner or TemplateNotBuilt.
    """
    with _alone():
        with owner_transaction() as cursor:
            fleet = read_fleet(cursor)
        release = current_release()
        schemas = [schema for schema in fleet if schema.applied and not is_to_be_migrated(schema, release)]
        wanted, outcome, started = describe_template(), Outcome(), time.monotonic()

        def compare(schema: CompanySchema) -> str:
            if stop.is_set():
                return ""
            with owner_transaction() as cursor:
                return differences(describe_schema(cursor, schema.schema_name), wanted)

        with ThreadPoolExecutor(workers) as pool:
            for schema, differing in zip(schemas, pool.map(compare, schemas), strict=True):
                outcome.done += 1
                _note_finding(schema, differing)
                if differing:
                    outcome.failed[schema] = differing
                report(Progress(outcome.done, len(outcome.failed), len(schemas), int(time.monotonic() - started)))
        outcome.note = "It was interrupted." if stop.is_set() else ""
    return outcome


def _note_finding(schema: CompanySchema, differing: str) -> None:
    problem = f"it was altered by hand: {differing}" if differing else ""
    SchemaCheck.objects.update_or_create(
        company_id=schema.company_id, defaults={"version": current_version(), "problem": problem, "checked_at": Now()}
    )


@contextmanager
def _alone() -> Iterator[None]:
    """No other run until the end of the block; a killed process frees the lock by its connection's end."""
    if connection.settings_dict["USER"] != settings.OWNER_DATABASE["USER"]:
        message = f"{connection.settings_dict['USER']} owns no schema; start this with manage.py, which logs in as the owner."
        raise NotTheOwner(message)
    with owner_transaction() as lock:
        lock.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [_RUN_LOCK])
        if lock.fetchone() != (True,):
            message = "Another process is migrating or verifying the companies. Wait for it, or end it: it can be resumed."
            raise FleetRunsElsewhere(message)
        enter_public()
        drop_leftovers()
        if not template_exists():
            build_template()
            enter_public()
        yield


def _companies_behind() -> list[CompanySchema]:
    with owner_transaction() as cursor:
        fleet = read_fleet(cursor)
    release = current_release()
    return [schema for schema in fleet if is_to_be_migrated(schema, release)]


def _plans_of(schemas: Sequence[CompanySchema], plans: Plans) -> Plans:
    """The plans for every state that companies are in, made once for each."""
    for schema in schemas:
        if schema.applied is not None and schema.applied not in plans:
            plans |= make_plans(schema_name=schema.schema_name, applied=schema.applied)
    return plans


def _last_unfinished_runs() -> QuerySet[FleetRun]:
    return FleetRun.objects.filter(version=current_version()).exclude(state=RunState.DONE)


def _open_run(waves: list[list[CompanySchema]], *, now: datetime) -> FleetRun:
    """The last run, if it stopped on the way to the same version, else a new one; with a row for each company that waits."""
    run = _last_unfinished_runs().order_by("-started_at").first()
    if run is None:
        run = FleetRun.objects.create(version=current_version(), started_at=now)
    FleetRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, ended_at=None, note="")
    rows = [
        CompanyMigration(run=run, company_id=schema.company_id, wave=number, changed_at=now)
        for number, wave in enumerate(waves)
        for schema in wave
    ]
    CompanyMigration.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["run", "company"],
        update_fields=["wave", "state", "error", "changed_at"],
    )
    return run


@dataclass
class _Waves:
    """One wave after the other, each by several threads."""

    run: FleetRun
    options: RunOptions
    migrator: CompanyMigrator
    report: Report
    stop: threading.Event
    outcome: Outcome
    total: int = 0
    started: float = field(default_factory=time.monotonic)

    def go(self, waves: list[list[CompanySchema]]) -> None:
        """All waves, then whoever was kept by somebody else, or was made by a worker of the release before."""
        self.total = sum(map(len, waves))
        for look in range(LOOKS):
            if look:
                self.stop.wait(LOOK_PAUSE)
            for number, wave in enumerate(waves):
                self._run_wave(wave)
                if not look and not number and self.outcome.failed:
                    self._end("The canary failed; nobody else was touched.")
                if self.stop.is_set():
                    self.outcome.note = self.outcome.note or "It was interrupted."
                    return
            left = [schema for schema in _companies_behind() if schema not in self.outcome.failed]
            if not left:
                return
            self.migrator.plans = _plans_of(left, self.migrator.plans)
            waves = [left]
        for schema in left:
            self._fail(schema, ProvisioningRunsElsewhere())

    def _run_wave(self, wave: list[CompanySchema]) -> None:
        with ThreadPoolExecutor(self.options.workers) as pool:
            try:
                futures = {pool.submit(self._migrate, schema): schema for schema in wave}
                for future in as_completed(futures):
                    self._count(futures[future], future.result())
            except BaseException:
                # Whatever it is, the companies that wait in the pool must not be begun any more.
                self.stop.set()
                raise

    def _migrate(self, schema: CompanySchema) -> Exception | None:
        """One company in a worker's thread: what went wrong, if anything."""
        error: Exception | None = None
        with log_context(request_id=str(self.run.id), company=schema.schema_name):
            for pause in PAUSES:
                if self.stop.wait(pause):
                    return error or _NotBegun()
                try:
                    self.migrator.migrate(schema)
                except Exception as failure:  # One company's failure, whatever it is, is written down and stops no other.
                    log.warning("Migrating %s failed.", schema, exc_info=failure)
                    error = failure
                    if not is_transient(failure):
                        break
                else:
                    return None
        return error

    def _count(self, schema: CompanySchema, error: Exception | None) -> None:
        if error is None:
            self.outcome.done += 1
        elif not isinstance(error, _NotBegun | ProvisioningRunsElsewhere):
            self._fail(schema, error)
        self.report(Progress(self.outcome.done, len(self.outcome.failed), self.total, int(time.monotonic() - self.started)))

    def _fail(self, schema: CompanySchema, error: Exception) -> None:
        why = explain(error)
        self.outcome.failed[schema] = why
        CompanyMigration.objects.filter(run=self.run, company_id=schema.company_id).update(
            state=MigrationState.FAILED, error=why, attempts=F("attempts") + 1, changed_at=Now()
        )
        if ends_run(error):
            self._end(f"Every company would fail: {why}.")
        elif len(self.outcome.failed) > self.options.max_failures:
            self._end(f"More than {self.options.max_failures} companies failed.")

    def _end(self, note: str) -> None:
        self.outcome.note = self.outcome.note or note
        self.stop.set()


class _NotBegun(Exception):
    """The run ended before this company's turn."""
