"""A run that is killed at ten random moments and resumed; afterwards every company has the same structure."""

import signal
import subprocess
import time
from collections.abc import Iterator
from random import Random

from bench.fleet.commands import CommandFailed
from bench.fleet.fleet import Fleet
from bench.fleet.looking import START
from bench.fleet.migrating import ADDITIVE, PYTHON
from bench.fleet.releases import ADD_FIELD_WITH_INDEX, CREATE_TABLE, RUN_PYTHON
from bench.report import Row
from tenants.companies.models import Company
from tenants.fleet.models import CompanyMigration, FleetRun, MigrationState, RunState
from tenants.fleet.queries import read_strays
from tenants.schemas.fingerprint import fingerprint_schema
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import current_version, load_template

KILLS = 10
# Of the time that the run takes undisturbed; together the tries come to most of it, so that kills fall all over it.
SHARE_OF_RUN = 1 / 4
LONGEST_SECONDS = 30


def measure(fleet: Fleet) -> Iterator[Row]:
    """Each time with -9, so nothing is tidied up; the moments are as random as the machine makes them."""
    moments = Random()
    started = time.perf_counter()
    longest = min((fleet.p50(ADDITIVE) + fleet.p50(PYTHON)) * SHARE_OF_RUN, LONGEST_SECONDS)
    kills = in_runs = 0
    _add_release(fleet)
    while kills < KILLS:
        code = _code_unless_killed(fleet, after=fleet.p50(START) + moments.uniform(0, longest))
        if code is None:
            kills += 1
            run = FleetRun.objects.latest("started_at")
            in_runs += run.state == RunState.RUNNING
            done = CompanyMigration.objects.filter(run=run, state=MigrationState.DONE).count()
            print(f"  killed {kills} of {KILLS} times; the latest run had migrated {done} companies", flush=True)
        elif code == 0:
            # It was through before: another release for the kills that are left.
            _add_release(fleet)
        else:
            _wait_for_killed(fleet)
    _finish(fleet)
    seconds = time.perf_counter() - started
    prints, expected = _fingerprints()
    note = f"of {fleet.size} companies and the template; {in_runs} kills after the run had begun; {seconds:.0f} s in all"
    yield Row.of(f"different fingerprints after {KILLS} kills", "", [len(prints | {expected})], at_most=1, note=note)
    with owner_transaction() as cursor:
        strays = read_strays(cursor)
    yield Row.of("left behind by the killed", "", [len(strays)], note="scratch schemas that `fleet status` names")


def _add_release(fleet: Fleet) -> None:
    fleet.add_release(CREATE_TABLE, RUN_PYTHON, ADD_FIELD_WITH_INDEX)


def _code_unless_killed(fleet: Fleet, *, after: float) -> int | None:
    """What a run ended with before its time was over; None if it was killed then."""
    process = fleet.operator.start("fleet", "migrate")
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return None


def _wait_for_killed(fleet: Fleet) -> None:
    """A killed run's connection holds the lock until the statement that it was in ends. Raises CommandFailed for anything else."""
    words = fleet.operator.last_words()
    if "Another process" not in words:
        raise CommandFailed(f"A run after a kill failed:\n{words}")
    time.sleep(1)


def _finish(fleet: Fleet) -> None:
    """The last resume."""
    while fleet.operator.start("fleet", "migrate").wait():
        _wait_for_killed(fleet)


def _fingerprints() -> tuple[set[str], str]:
    """Those that companies have, and the one that they should."""
    prints = set()
    for schema_name in Company.objects.ready().values_list("schema_name", flat=True):
        with owner_transaction() as cursor:
            prints.add(fingerprint_schema(cursor, schema_name))
    for cached in (current_version, load_template):
        cached.cache_clear()
    return prints, load_template().fingerprint
