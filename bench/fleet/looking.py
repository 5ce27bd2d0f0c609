"""What an operator does every day with nothing to do: status, migrate, verify."""

import time
from collections.abc import Iterator

from bench.fleet.fleet import Fleet
from bench.report import Row
from tenants.fleet.queries import current_release, read_fleet
from tenants.fleet.rules import problems_of
from tenants.schemas.owner import owner_transaction

START = "manage.py, doing nothing"
NOTHING = "migrate with nothing to do"
ROUNDS = 5
STATUS_SECONDS = 1.0
NOTHING_SECONDS = 2.0


def measure(fleet: Fleet) -> Iterator[Row]:
    """Each as a command, from the shell's side; the start of Python counts, and is there to be compared."""
    seconds = fleet.operator.seconds
    yield Row.of(START, "s", [seconds("version") for _ in range(ROUNDS)], note="a part of each command below")
    yield Row.of("fleet status", "s", [seconds("fleet", "status") for _ in range(ROUNDS)], at_most=STATUS_SECONDS)
    yield Row.of("fleet status: the look alone", "ms", [_look() for _ in range(ROUNDS)])
    nothing = [seconds("fleet", "migrate") for _ in range(ROUNDS)]
    yield Row.of(NOTHING, "s", nothing, at_most=NOTHING_SECONDS, note=f"{fleet.size} companies")
    verified = seconds("fleet", "verify")
    yield Row.of("verify", "s", [verified], note=f"{fleet.size} companies, {verified / fleet.size * 1000:.0f} ms each")


def _look() -> float:
    started = time.perf_counter()
    release = current_release()
    with owner_transaction() as cursor:
        for schema in read_fleet(cursor):
            list(problems_of(schema, release))
    return (time.perf_counter() - started) * 1000
