"""From a verified registration to a company that is ready, through the queue and the worker, as a person waits for it."""

from bench.company import build, request
from bench.measure import wait_until
from bench.options import Options
from bench.report import Row
from bench.stack import Stack
from tenants.companies.models import Company

ROUNDS = 20
TARGET_SECONDS = 1.0
_FILL_SECONDS = 600


def measure(stack: Stack, options: Options) -> list[Row]:
    """One after another among few companies, and again among many."""
    rows = [_row("provisioning, few companies", "few")]
    if options.companies:
        _fill_up_to(options.companies)
        rows.append(_row(f"provisioning, {options.companies} companies", "many"))
    return rows


def _row(name: str, prefix: str) -> Row:
    before = Company.objects.count()
    seconds = [build(f"{prefix}{number}")[1] for number in range(ROUNDS)]
    return Row.of(name, "s", seconds, at_most=TARGET_SECONDS, note=f"verified → ready, {before} companies there")


def _fill_up_to(count: int) -> None:
    for number in range(count - Company.objects.count()):
        request(f"filling{number}")
    wait_until(lambda: not Company.objects.filter(ready_at__isnull=True).exists(), seconds=_FILL_SECONDS, every=0.2)
