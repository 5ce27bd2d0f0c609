"""A run over all companies: the template, the plans, a canary, then waves; recorded, so that another can go on with it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from core.ids import new_id
from core.logs import log_context
from core.tenancy import enter_public
from tenants.companies.models import Company
from tenants.fleet.models import CompanyMigration, FleetRun, MigrationState, RunState
from tenants.fleet.plans import PlanNotMade, Step, make_plans
from tenants.fleet.queries import RUN_LOCK, Cursor, current_release, read_fleet
from tenants.fleet.rules import CompanySchema, Migration, differences, is_to_be_migrated, waves_of, why_left_out
from tenants.fleet.scratch import describe_template, drop_leftovers
from tenants.fleet.steps import CompanyMigrator, Limits
from tenants.fleet.trouble import ends_run, explain, is_transient
from tenants.schemas.fingerprint import describe_schema, state_of_schema
from tenants.schemas.locks import CompanyGone, ProvisioningRunsElsewhere
from tenants.schemas.owner import owner_pool, owner_transaction
from tenants.schemas.template import TemplateNotBuilt, build_template, current_version, template_exists

log = logging.getLogger(__name__)

# A process that was killed a moment ago may hold the lock of runs a little longer.
RUN_LOCK_TIMEOUT = "1s"
# After how many seconds a company is tried again whose tables a long query held, or whose connection was lost.
PAUSES = (1, 4)
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

    Raises FleetRunsElsewhere, NotTheOwner or TemplateNotBuilt before any company is touched.
    """
    with _alone() as lock:
        behind, left_out = _companies_behind()
        outcome = Outcome(failed=left_out)
        if not behind:
            _last_unfinished_runs().update(state=RunState.DONE, ended_at=Now(), note="")
            return outcome
        run = _open_run(now=now)
        with owner_pool(options.workers) as pool:
            migrator = CompanyMigrator(run.id, current_version(), describe_template(), options.limits, pool)
            try:
                _Waves(run, options, migrator, report, stop, outcome, lock).go(waves_of(behind, canaries=options.canaries))
            except BaseException:  # Whatever it is, also Ctrl-C, the run is not done.
                outcome.note = outcome.note or "It broke off."
                raise
            finally:
                # A database that is gone leaves the run as it stands; the next one goes on all the same.
                state = RunState.STOPPED if outcome.note or outcome.failed else RunState.DONE
                FleetRun.objects.filter(pk=run.pk).update(state=state, ended_at=Now(), note=outcome.note)
    return outcome


def plan_fleet() -> list[tuple[list[CompanySchema], tuple[Step, ...] | PlanNotMade]]:
    """What a run would do: the companies in each state, and the steps that they lack or why there are none. Changes nothing."""
    with _alone():
        behind, _left_out = _companies_behind()
        wanted = describe_template()
        states: dict[frozenset[Migration], list[CompanySchema]] = {}
        for schema in behind:
            states.setdefault(schema.applied or frozenset(), []).append(schema)
        return [(schemas, _steps_of(schemas[0], wanted)) for schemas in states.values()]


def _steps_of(schema: CompanySchema, wanted: list[str]) -> tuple[Step, ...] | PlanNotMade:
    applied = schema.applied or frozenset()
    try:
        return make_plans(schema_name=schema.schema_name, applied=applied, wanted=wanted)[applied]
    except PlanNotMade as error:
        return error


def verify_fleet(*, workers: int, report: Report, stop: threading.Event) -> Outcome:
    """Compare the structure of every company of this release with the template, and note what differs for `fleet status`.

    Raises FleetRunsElsewhere, NotTheOwner or TemplateNotBuilt.
    """
    with _alone(), owner_pool(workers) as pool:
        with owner_transaction() as cursor:
            fleet = read_fleet(cursor)
        release = current_release()
        schemas = [schema for schema in fleet if schema.applied is not None and not is_to_be_migrated(schema, release)]
        wanted, outcome, clock = describe_template(), Outcome(), _Clock(len(schemas))
        # States of schemas that were found to be what they should be; companies are alike, so most are in one of few.
        good = set[str]()

        def verify(schema: CompanySchema) -> str:
            with owner_transaction(pool=pool) as cursor:
                state, differing = state_of_schema(cursor, schema.schema_name, schema.role_name), ""
                if state not in good:
                    differing = differences(describe_schema(cursor, schema.schema_name), wanted)
                if not differing:
                    good.add(state)
                problem = f"it was altered by hand: {differing}" if differing else ""
                cursor.execute(_NOTE_CHECK, [new_id(), schema.company_id, current_version(), problem])
            return problem

        def count(schema: CompanySchema, found: str | Exception) -> None:
            if found:
                outcome.failed[schema] = explain(found) if isinstance(found, Exception) else found
            else:
                outcome.done += 1
            report(clock.progress(outcome))

        _in_threads(verify, count, schemas, workers=workers, stop=stop)
        outcome.note = "It was interrupted." if stop.is_set() else ""
    return outcome


_NOTE_CHECK = """
INSERT INTO public.fleet_schemacheck (id, company_id, version, problem, checked_at) VALUES (%s, %s, %s, %s, now())
    ON CONFLICT (company_id) DO UPDATE
   SET version = excluded.version, problem = excluded.problem, checked_at = excluded.checked_at
"""


def _in_threads[Result](
    work: Callable[[CompanySchema], Result],
    count: Callable[[CompanySchema, Result | Exception], None],
    schemas: list[CompanySchema],
    *,
    workers: int,
    stop: threading.Event,
) -> None:
    """Call `work` in threads and `count`, here, with what it came to or raised. Once `stop` is set nothing more is begun."""

    def unless_stopped(schema: CompanySchema) -> Result | Exception:
        try:
            return _NotBegun() if stop.is_set() else work(schema)
        except Exception as error:  # One company's failure, whatever it is, stops no other.
            log.warning("%s failed.", schema, exc_info=error)
            return error

    with ThreadPoolExecutor(workers) as pool:
        try:
            futures = {pool.submit(unless_stopped, schema): schema for schema in schemas}
            for future in as_completed(futures):
                result = future.result()
                if not isinstance(result, _NotBegun):
                    count(futures[future], result)
        except BaseException:
            # Whatever it is, the companies that wait in the pool must not be begun any more.
            stop.set()
            raise


class _NotBegun(Exception):
    """The run ended before this company's turn."""


@contextmanager
def _alone() -> Iterator[Cursor]:
    """No other run until the end of the block, as long as the cursor answers: the lock ends with its connection."""
    if connection.settings_dict["USER"] != settings.OWNER_DATABASE["USER"]:
        message = f"{connection.settings_dict['USER']} owns no schema; start this with manage.py, which logs in as the owner."
        raise NotTheOwner(message)
    with owner_transaction(lock_timeout=RUN_LOCK_TIMEOUT) as lock:
        try:
            lock.execute("SELECT pg_advisory_xact_lock(%s, 0)", [RUN_LOCK])
            # Of a run that was killed the last statement goes on for a while, in what it leaves behind.
            drop_leftovers()
        except psycopg.errors.LockNotAvailable as error:
            message = (
                "Another process is migrating or verifying the companies, or the last statement of a killed one is not over. "
                "Wait for it, or end it: it can be resumed."
            )
            raise FleetRunsElsewhere(message) from error
        enter_public()
        if not template_exists():
            _build_template()
        yield lock


def _build_template() -> None:
    try:
        build_template()
    except TemplateNotBuilt:
        raise
    # A migration's own code may raise anything.
    except Exception as error:
        message = f"The release's migrations fail in an empty schema, so no company was touched: {error}"
        raise TemplateNotBuilt(message) from error
    finally:
        enter_public()


def _companies_behind() -> tuple[list[CompanySchema], dict[CompanySchema, str]]:
    """Whom a run has to touch; and whom it should and cannot, with the reason."""
    with owner_transaction() as cursor:
        fleet = read_fleet(cursor)
    release = current_release()
    left_out = {schema: why for schema in fleet if (why := why_left_out(schema, release))}
    return [schema for schema in fleet if is_to_be_migrated(schema, release)], left_out


def _last_unfinished_runs() -> QuerySet[FleetRun]:
    return FleetRun.objects.filter(version=current_version()).exclude(state=RunState.DONE)


def _open_run(*, now: datetime) -> FleetRun:
    """The last run, if it stopped on the way to the same version, else a new one."""
    run = _last_unfinished_runs().order_by("-started_at").first()
    if run is None:
        run = FleetRun.objects.create(version=current_version(), started_at=now)
    FleetRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, ended_at=None, note="")
    return run


class _Clock:
    def __init__(self, total: int) -> None:
        self.total = total
        self.started = time.monotonic()

    def progress(self, outcome: Outcome) -> Progress:
        return Progress(outcome.done, len(outcome.failed), self.total, int(time.monotonic() - self.started))


@dataclass
class _Waves:
    """One wave after the other, each by several threads."""

    run: FleetRun
    options: RunOptions
    migrator: CompanyMigrator
    report: Report
    stop: threading.Event
    outcome: Outcome
    lock: Cursor

    def go(self, waves: list[list[CompanySchema]]) -> None:
        """All waves, then whoever was kept by somebody else, or was made by a worker of the release before."""
        self.clock = _Clock(sum(map(len, waves)) + len(self.outcome.failed))
        self.most_failures = len(self.outcome.failed) + self.options.max_failures
        left, first = [], 0
        for look in range(LOOKS):
            if look:
                self.stop.wait(LOOK_PAUSE)
            self._list(waves, first)
            self._plan([schema for wave in waves for schema in wave])
            for wave in waves:
                self._run_wave(wave)
            first += len(waves)
            if self.stop.is_set():
                self.outcome.note = self.outcome.note or "It was interrupted."
                return
            failed = {schema.company_id for schema in self.outcome.failed}
            left = [schema for schema in _companies_behind()[0] if schema.company_id not in failed]
            if not left:
                return
            waves = [left]
        for schema in left:
            self._fail(schema, ProvisioningRunsElsewhere())

    def _list(self, waves: list[list[CompanySchema]], first: int) -> None:
        wave_of = {schema.company_id: number for number, wave in enumerate(waves, start=first) for schema in wave}
        changing = ["wave", "state", "error", "changed_at"]
        with transaction.atomic():
            # Without those that were given up since the fleet was read; the others stay as long as this takes.
            there = (
                Company.objects.select_for_update(no_key=True).filter(pk__in=wave_of).order_by("pk").values_list("pk", flat=True)
            )
            CompanyMigration.objects.bulk_create(
                [CompanyMigration(run=self.run, company_id=each, wave=wave_of[each], changed_at=Now()) for each in there],
                update_conflicts=True,
                unique_fields=["run", "company"],
                update_fields=changing,
            )

    def _plan(self, schemas: list[CompanySchema]) -> None:
        """Rehearse each state that has no plan yet; the companies of one that fails have failed, without being touched."""
        made: dict[frozenset[Migration] | None, Exception] = {}
        for schema in schemas:
            if schema.applied is None or schema.applied in self.migrator.plans or self.stop.is_set():
                continue
            try:
                if schema.applied in made:
                    raise made[schema.applied]
                plans = make_plans(schema_name=schema.schema_name, applied=schema.applied, wanted=self.migrator.wanted)
                self.migrator.plans |= plans
            except PlanNotMade as error:
                made[schema.applied] = error
                self._fail(schema, error)

    def _run_wave(self, wave: list[CompanySchema]) -> None:
        planned = [schema for schema in wave if schema.applied in self.migrator.plans]
        while planned and not self.outcome.done:
            # The canary may have no plan, or somebody else works on it; then the next ones are it.
            size = max(self.options.canaries, 1)
            ring, planned = planned[:size], planned[size:]
            failed_before = len(self.outcome.failed)
            self._run_together(ring)
            if len(self.outcome.failed) > failed_before:
                self._end("The canary failed; nobody else was touched.")
        self._run_together(planned)

    def _run_together(self, schemas: list[CompanySchema]) -> None:
        # Lost with its connection, the lock keeps no other run away any more.
        self.lock.execute("SELECT 1")
        _in_threads(self._migrate, self._count, schemas, workers=self.options.workers, stop=self.stop)

    def _count(self, schema: CompanySchema, error: Exception | None) -> None:
        if error is None:
            self.outcome.done += 1
        # Whom somebody else keeps is looked at again; who is gone is not there then.
        elif not isinstance(error, ProvisioningRunsElsewhere | CompanyGone):
            self._fail(schema, error)
        self.report(self.clock.progress(self.outcome))

    def _migrate(self, schema: CompanySchema) -> None:
        """One company in a worker's thread, tried again where that may help."""
        with log_context(request_id=str(self.run.id), company=schema.schema_name):
            for pause in PAUSES:
                try:
                    return self.migrator.migrate(schema)
                except Exception as error:  # What may be over in a moment is told from the rest below.
                    if not is_transient(error) or self.stop.wait(pause):
                        raise
                    log.warning("Trying %s again in a moment.", schema, exc_info=error)
            return self.migrator.migrate(schema)

    def _fail(self, schema: CompanySchema, error: Exception) -> None:
        why = explain(error)
        self.outcome.failed[schema] = why
        CompanyMigration.objects.filter(run=self.run, company_id=schema.company_id).update(
            state=MigrationState.FAILED, error=why, attempts=F("attempts") + 1, changed_at=Now()
        )
        if ends_run(error):
            self._end(f"Every company would fail: {why}.")
        elif len(self.outcome.failed) > self.most_failures:
            self._end(f"More than {self.options.max_failures} companies failed.")

    def _end(self, note: str) -> None:
        self.outcome.note = self.outcome.note or note
        self.stop.set()
