"""What entering a company adds to a request, against plain Django with the same view, tables and pool."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping

from bench.fleet.fleet import Fleet
from bench.report import Row
from bench.stack import ROOT
from tenants.companies.models import Company

PLAIN = "a request with one query, plain Django"
ROUNDS = 4
REQUESTS = 500
ADDED_MS = 0.1


def measure(fleet: Fleet) -> Iterator[Row]:
    """Both in turn, so that a busy moment of the machine does not count for one of them alone."""
    company = Company.objects.ready().prefetch_related("domains")[0]
    variables = {**fleet.stack.variables, "ROOSTER_PROCESS": "web", "BENCH_SCHEMA": company.schema_name}
    for path, what in (("/answer", "no query"), ("/ask", "one query")):
        times: dict[str, list[float]] = {"plain": [], "ours": []}
        for _ in range(ROUNDS):
            for settings in times:
                module = f"bench.fleet.one_query.{settings}"
                times[settings] += answer_times({**variables, "DJANGO_SETTINGS_MODULE": module}, company.host, path, REQUESTS)
        plain = Row.of(f"a request with {what}, plain Django", "ms", times["plain"], note="in process, without gunicorn")
        ours = Row.of(f"a request with {what}, in a company", "ms", times["ours"])
        yield from (plain, ours)
        at_most = ADDED_MS if path == "/ask" else None
        yield Row.of(
            f"entering a company adds, {what}", "ms", [ours.p50 - plain.p50], at_most=at_most, note="difference of medians"
        )


def answer_times(variables: Mapping[str, str], host: str, path: str, turns: int) -> list[float]:
    """Milliseconds of each request, in a process with these settings."""
    command = [sys.executable, "-m", "bench.fleet.one_query", host, path, str(turns)]
    result = subprocess.run(command, cwd=ROOT, env={**variables}, stdout=subprocess.PIPE, check=True)
    times: list[float] = json.loads(result.stdout)
    return times
