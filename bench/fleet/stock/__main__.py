"""Makes schemas, migrates and drops them, each as django-tenants does it; prints {what, seconds} as JSON, one a line."""

import json
import sys
import time
from collections.abc import Callable
from itertools import count as counted
from pathlib import Path

import django

from bench.fleet.releases import ADD_FIELD_WITH_INDEX, RUN_PYTHON, Releases

django.setup()

from django.core.management import call_command  # noqa: E402 - Django first.
from django.test.utils import override_settings  # noqa: E402

from bench.fleet.stock.models import Client, Domain  # noqa: E402

MADE_BY_MIGRATIONS = 3
NOTHING_ROUNDS = 2
DROPS = 3
EXECUTORS = ("standard", "multiprocessing")


def main() -> None:
    """The arguments are the number of schemas, and the folder for the releases."""
    count = int(sys.argv[1])
    releases = Releases(Path(sys.argv[2]) / "stock_releases")
    call_command("migrate_schemas", shared=True, run_syncdb=True, interactive=False, verbosity=0)
    numbers = counted(1)
    for _ in range(min(MADE_BY_MIGRATIONS, count)):
        _say("create, by migrations", _create, next(numbers))
    with override_settings(TENANT_CREATION_FAKES_MIGRATIONS=True, TENANT_BASE_SCHEMA="stock0001"):
        while Client.objects.count() < count:
            _say("create, by clone", _create, next(numbers))
    for executor in EXECUTORS:
        for _ in range(NOTHING_ROUNDS):
            _say(f"migrate with nothing to do, {executor}", _migrate, executor)
    for what, operation in (("AddField with index", ADD_FIELD_WITH_INDEX), ("RunPython", RUN_PYTHON)):
        for executor in EXECUTORS:
            releases.add(operation)
            _say(f"{what}, {executor}", _migrate, executor)
    for client in Client.objects.order_by("-schema_name")[:DROPS]:
        _say("drop", _drop, client)


def _say[Given](what: str, act: Callable[[Given], None], given: Given) -> None:
    started = time.perf_counter()
    act(given)
    seconds = time.perf_counter() - started
    # The commands print too, to the same place.
    print(json.dumps({"what": what, "seconds": seconds}), flush=True)


def _create(number: int) -> None:
    client = Client(schema_name=f"stock{number:04}")
    client.save(verbosity=0)
    Domain.objects.create(domain=f"stock{number:04}.localhost", tenant=client, is_primary=True)


def _drop(client: Client) -> None:
    client.delete(force_drop=True)


def _migrate(executor: str) -> None:
    call_command("migrate_schemas", tenant=True, executor=executor, interactive=False, verbosity=0)


main()
