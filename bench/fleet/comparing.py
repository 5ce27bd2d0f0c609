"""The same with stock django-tenants, in the same run, on fewer schemas: what it takes for all is its rate, multiplied.

Its commands are timed inside their process, so its figures leave out the start of Python that is in ours.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.fleet.backend_memory import COUNTS, table_names, visited
from bench.fleet.dropping import DROP
from bench.fleet.entering import PLAIN, REQUESTS, ROUNDS, answer_times
from bench.fleet.fleet import Fleet
from bench.fleet.looking import NOTHING
from bench.fleet.migrating import ADDITIVE, PYTHON
from bench.fleet.provisioning import AMONG_NONE
from bench.report import Row
from bench.stack import ROOT

ADDITIVE_RATIO = 20
_BY_EXECUTOR = {
    "migrate with nothing to do": (NOTHING, None),
    "AddField with index": (ADDITIVE, ADDITIVE_RATIO),
    "RunPython": (PYTHON, None),
}


def measure(fleet: Fleet) -> Iterator[Row]:
    """First stock's own figures, then the ratios; nothing without schemas to compare."""
    if not fleet.stock_size:
        return
    url = _with_fresh_database(fleet.stack.variables["DATABASE_OWNER_URL"])
    rows = {}
    for row in _commands(fleet):
        rows[row.name] = row
        yield row
    yield from _ratios(fleet, {name: row.p50 for name, row in rows.items()})
    yield from _memory(fleet, url)
    yield from _requests(fleet)


def _with_fresh_database(url: str) -> str:
    """The address of an empty database beside that of the product."""
    name = f"{urlsplit(url).path.removeprefix('/')}_stock"
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    fresh = urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(fresh, autocommit=True) as owner:
        # As `migrate_shared` makes it.
        owner.execute(
            "CREATE SCHEMA extensions; CREATE EXTENSION btree_gist SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions"
        )
    return fresh


def _variables(fleet: Fleet, process: str) -> dict[str, str]:
    return {**fleet.stack.variables, "DJANGO_SETTINGS_MODULE": "bench.fleet.stock.settings", "ROOSTER_PROCESS": process}


def _commands(fleet: Fleet) -> Iterator[Row]:
    command = [sys.executable, "-m", "bench.fleet.stock", str(fleet.stock_size), str(fleet.releases.folder)]
    with subprocess.Popen(command, cwd=ROOT, env=_variables(fleet, "operator"), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = (json.loads(line) for line in process.stdout if line.startswith('{"what"'))
        for what, timed in groupby(said, lambda line: str(line["what"])):
            note = "" if what.startswith(("create", "drop")) else f"{fleet.stock_size} schemas"
            yield Row.of(f"stock: {what}", "s", [float(line["seconds"]) for line in timed], note=note)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _ratios(fleet: Fleet, stock: dict[str, float]) -> Iterator[Row]:
    """How many times as long stock takes; of its two executors the faster one counts."""
    for way in ("by migrations", "by clone"):
        if f"stock: create, {way}" in stock:
            ratio = stock[f"stock: create, {way}"] / fleet.p50(AMONG_NONE)
            yield Row.of(f"stock's create {way} against ours", "×", [ratio], note="ours with the queue, the seed and the commits")
    for what, (ours, at_least) in _BY_EXECUTOR.items():
        fastest = min(seconds for name, seconds in stock.items() if name.startswith(f"stock: {what}"))
        for_all = fastest / fleet.stock_size * fleet.size
        note = f"about {for_all:.0f} s for {fleet.size}, by its rate over {fleet.stock_size}, against {fleet.p50(ours):.1f} s"
        yield Row.of(f"stock's {what} against ours", "×", [for_all / fleet.p50(ours)], at_least=at_least, note=note)
    ratio = stock["stock: drop"] * 1000 / fleet.p50(DROP)
    yield Row.of(
        "stock's drop against ours", "×", [ratio], note="stock's is one DROP SCHEMA CASCADE, with a lock for each relation"
    )


def _memory(fleet: Fleet, url: str) -> Iterator[Row]:
    with psycopg.connect(url) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^stock[0-9]{4}$' ORDER BY 1")
        names = [str(name) for (name,) in cursor.fetchall()]
        tables = table_names(cursor, names[0])
    for count, resident in visited(url, names, tables, counts=COUNTS):
        yield Row.of(f"stock: a backend after {count} schemas", "MB", [resident], note=f"{len(tables)} tables each")


def _requests(fleet: Fleet) -> Iterator[Row]:
    times: list[float] = []
    for _ in range(ROUNDS):
        times += answer_times(_variables(fleet, "web"), "stock0001.localhost", "/ask", REQUESTS)
    row = Row.of("stock: a request with one query", "ms", times)
    yield row
    yield Row.of(
        "stock: entering a tenant adds", "ms", [row.p50 - fleet.p50(PLAIN)], note="to plain Django above, some minutes ago"
    )
