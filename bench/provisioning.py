"""From a verified registration to a company that is ready, through the queue and the worker, as a person waits for it."""

import time

from bench.company import build, request
from bench.options import Options
from bench.report import Row
from bench.stack import Stack
from tenants.companies.models import Company

ROUNDS = 20
TARGET_SECONDS = 1.0
_PATIENCE_SECONDS = 60
_SAY_EVERY_SECONDS = 5


def measure(stack: Stack, options: Options) -> list[Row]:
    """One after another among few companies, and again among many."""
    rows = [_row("provisioning, few companies", "few")]
    if options.companies:
        fill_up_to(options.companies)
        rows.append(_row(f"provisioning, {options.companies} companies", "many"))
    return rows


def _row(name: str, prefix: str) -> Row:
    before = Company.objects.count()
    seconds = [build(f"{prefix}{number}")[1] for number in range(ROUNDS)]
    return Row.of(name, "s", seconds, at_most=TARGET_SECONDS, note=f"verified → ready, {before} companies there")


def fill_up_to(count: int) -> None:
    """Have so many companies, and say how far it is meanwhile. Raises TimeoutError when none is finished for a while."""
    for number in range(Company.objects.count(), count):
        request(f"filling{number}")
    ready, moved_at, said_at = -1, 0.0, 0.0
    while ready < count:
        time.sleep(0.2)
        before, ready, now = ready, Company.objects.ready().count(), time.monotonic()
        moved_at = now if ready > before else moved_at
        if now - said_at > _SAY_EVERY_SECONDS:
            print(f"  {ready} of {count} companies", flush=True)
            said_at = now
        if now - moved_at > _PATIENCE_SECONDS:
            raise TimeoutError(f"{ready} of {count} companies are there, and none was finished for {_PATIENCE_SECONDS} seconds.")
