"""What entering a company adds to a request, against plain Django with the same view, tables and pool."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import chain

from bench.fleet.fleet import Fleet
from bench.report import Row
from bench.stack import ROOT
from tenants.companies.models import Company

PLAIN = "a request with one query, plain Django"
ROUNDS = 9
REQUESTS = 250
ADDED_MS = 0.1


def measure(fleet: Fleet) -> Iterator[Row]:
    """Both in turn, so that a busy moment of the machine does not count for one of them alone."""
    company = Company.objects.ready().prefetch_related("domains")[0]
    variables = {**fleet.stack.variables, "ROOSTER_PROCESS": "web", "BENCH_SCHEMA": company.schema_name}
    for path, what in (("/answer", "no query"), ("/ask", "one query")):
        times: dict[str, list[list[float]]] = {"plain": [], "ours": []}
        for _ in range(ROUNDS):
            for settings, rounds in times.items():
                module = f"bench.fleet.one_query.{settings}"
                rounds.append(answer_times({**variables, "DJANGO_SETTINGS_MODULE": module}, company.host, path, REQUESTS))
        yield Row.of(f"a request with {what}, plain Django", "ms", [*chain(*times["plain"])], note="in process, without gunicorn")
        yield Row.of(f"a request with {what}, in a company", "ms", [*chain(*times["ours"])])
        # Neighbours are compared, since the machine changes its speed.
        added = [statistics.median(ours) - statistics.median(plain) for plain, ours in zip(*times.values(), strict=True)]
        at_most = ADDED_MS if path == "/ask" else None
        note = f"{ROUNDS} times each in turn, the difference of their medians"
        yield Row.of(f"entering a company adds, {what}", "ms", added, at_most=at_most, note=note)


def answer_times(variables: Mapping[str, str], host: str, path: str, turns: int) -> list[float]:
    """Milliseconds of each request, in a process with these settings."""
    command = [sys.executable, "-m", "bench.fleet.one_query", host, path, str(turns)]
    result = subprocess.run(command, cwd=ROOT, env={**variables}, stdout=subprocess.PIPE, check=True)
    times: list[float] = json.loads(result.stdout)
    return times
