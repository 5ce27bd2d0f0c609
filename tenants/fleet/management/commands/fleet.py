"""manage.py fleet status | migrate | verify | resume: every company's schema, and bringing them all to this release."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import django.db
import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants.fleet.actions import (
    FleetRunsElsewhere,
    NotTheOwner,
    Outcome,
    Progress,
    RunOptions,
    migrate_fleet,
    plan_fleet,
    verify_fleet,
)
from tenants.fleet.plans import PlanNotMade, SqlStep
from tenants.fleet.queries import current_release, read_fleet, read_last_run, read_strays
from tenants.fleet.rules import is_to_be_migrated, problems_of, seconds_left
from tenants.fleet.steps import Limits
from tenants.fleet.trouble import explain
from tenants.schemas.owner import STATEMENT_TIMEOUT, owner_transaction
from tenants.schemas.template import PLACEHOLDER, TemplateNotBuilt

# Behind a waiting ALTER TABLE every page of the company waits too, so it does not wait long.
LOCK_TIMEOUT = "2s"
COMPANIES_SHOWN = 20


class Command(BaseCommand):
    """Exits with 1 when a person has to do something."""

    help = "Shows, migrates and verifies the schemas of all companies. Safe to kill at any moment; resume goes on."
    # A deployment migrates before everything else is there.
    requires_system_checks = []
    _shown_at = -1

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand a verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="Say which company lacks what, and what to do.")
        verify = verbs.add_parser("verify", help="Compare every schema's structure with the template.")
        verify.add_argument("--workers", type=int, default=2, help="How many companies at once (2).")
        for verb, text in (("migrate", "Bring every company to this release."), ("resume", "Go on with a run that stopped.")):
            run = verbs.add_parser(verb, help=text)
            run.add_argument("--plan", action="store_true", help="Print the SQL and change nothing.")
            run.add_argument("--workers", type=int, default=2, help="How many companies at once (2).")
            run.add_argument("--canary", type=int, default=1, help="How many companies go first, alone (1).")
            run.add_argument("--max-failures", type=int, default=3, help="Stop when more companies have failed (3).")
            run.add_argument("--lock-timeout", default=LOCK_TIMEOUT, help=f"How long to wait for a table ({LOCK_TIMEOUT}).")
            run.add_argument("--statement-timeout", default=STATEMENT_TIMEOUT, help=f"For one statement ({STATEMENT_TIMEOUT}).")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the verb."""
        try:
            getattr(self, options["verb"])(options)
        except (FleetRunsElsewhere, NotTheOwner, TemplateNotBuilt) as error:
            raise CommandError(str(error)) from error
        except psycopg.errors.UndefinedTable as error:
            message = "The platform's tables are not those of this release; `manage.py migrate_shared` comes first."
            raise CommandError(message) from error
        except (psycopg.OperationalError, django.db.OperationalError) as error:
            message = f"It broke off: {explain(error)}. Whatever was finished is kept; then `manage.py fleet resume`."
            raise CommandError(message) from error

    def status(self, _options: dict[str, Any]) -> None:
        """Every company in one look."""
        # The one reads files, the other waits for the database.
        with ThreadPoolExecutor(1) as beside, owner_transaction() as cursor:
            reading = beside.submit(current_release)
            fleet, strays, last = read_fleet(cursor), read_strays(cursor), read_last_run(cursor)
            release = reading.result()
        problems = [(schema, problem) for schema in fleet for problem in problems_of(schema, release)]
        troubles = [(schema, problem) for schema, problem in problems if problem.is_trouble]
        waiting = [(schema, problem) for schema, problem in problems if not problem.is_trouble]
        good = len(fleet) - len({schema.company_id for schema, _problem in problems})
        self.stdout.write(f"Version {release.version}: {good} of {len(fleet)} companies have it.")
        if last and (last.goes_on or last.state != "done"):
            stands = "goes on" if last.goes_on else "was killed" if last.state == "running" else "stopped"
            self.stdout.write(f"The last run, to version {last.version}, {stands}. {last.note}".rstrip())
            # A run has a schema of its own to try things out; what killed ones left goes with the next.
            strays = [stray for stray in strays if not stray.startswith("schema plan_")]
        for schema, problem in waiting[:COMPANIES_SHOWN]:
            self.stdout.write(f"  {schema} {problem.what}.")
        if len(waiting) > COMPANIES_SHOWN:
            self.stdout.write(f"  … and {len(waiting) - COMPANIES_SHOWN} more.")
        for schema, problem in troubles:
            self.stdout.write(f"! {schema}: {problem.what}. {problem.what_to_do}")
        for stray in strays:
            self.stdout.write(f"! {stray} belongs to no company. Look into it, then drop it.")
        behind = sum(is_to_be_migrated(schema, release) for schema in fleet)
        if behind or troubles or strays:
            message = f"{behind} companies wait for `manage.py fleet migrate`; {len(troubles) + len(strays)} things need a person."
            raise CommandError(message)

    def migrate(self, options: dict[str, Any]) -> None:
        """Everybody, or what would be done to them."""
        if options["plan"]:
            self._print_plan()
            return
        limits = Limits(options["lock_timeout"], options["statement_timeout"])
        run = RunOptions(limits, options["workers"], options["canary"], options["max_failures"])
        with _stopped_by_signals() as stop:
            outcome = migrate_fleet(options=run, now=timezone.now(), report=self._show_progress, stop=stop)
        self._conclude(outcome, done="migrated", then="`manage.py fleet resume` goes on.")

    def resume(self, options: dict[str, Any]) -> None:
        """The same as migrate, when there is something to go on with."""
        with owner_transaction() as cursor:
            last = read_last_run(cursor)
        if last is None or last.state == "done":
            raise CommandError("The last run ended; `manage.py fleet migrate` begins a new one.")
        self.migrate(options)

    def verify(self, options: dict[str, Any]) -> None:
        """Everybody's structure."""
        with _stopped_by_signals() as stop:
            outcome = verify_fleet(workers=options["workers"], report=self._show_progress, stop=stop)
        self._conclude(outcome, done="verified", then="Put them back as the template has them, and verify again.")

    def _print_plan(self) -> None:
        for schemas, steps in plan_fleet():
            if isinstance(steps, PlanNotMade):
                raise CommandError(f"{len(schemas)} companies such as {schemas[0]}: {steps}")
            self.stdout.write(f"-- {len(schemas)} companies such as {schemas[0]}: {len(steps)} steps, rights, a check.")
            for step in steps:
                self.stdout.write(f"-- {'.'.join(step.migration)}")
                self.stdout.write(step.sql_for(PLACEHOLDER) if isinstance(step, SqlStep) else "-- Python, run in each company.")

    def _show_progress(self, progress: Progress) -> None:
        begun = progress.done + progress.failed
        # One line a second is enough to see that it moves.
        if progress.seconds == self._shown_at and begun < progress.total:
            return
        self._shown_at = progress.seconds
        left = seconds_left(done=begun, total=progress.total, seconds=progress.seconds)
        self.stdout.write(f"{progress.done} of {progress.total} done, {progress.failed} failed, about {left} s left.")

    def _conclude(self, outcome: Outcome, *, done: str, then: str) -> None:
        for schema, why in list(outcome.failed.items())[:COMPANIES_SHOWN]:
            self.stderr.write(f"! {schema}: {why}.")
        said = f"{outcome.done} companies {done}."
        if outcome.note or outcome.failed:
            names = [schema.host or schema.schema_name for schema in outcome.failed]
            failed = f" {len(names)} failed: {', '.join(names[:COMPANIES_SHOWN])}." if names else ""
            raise CommandError(f"{said}{failed} {outcome.note} {then}".replace("  ", " "))
        self.stdout.write(said if outcome.done else "Every company has this release's version.")


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set, so that the companies in work are finished before the process ends."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
