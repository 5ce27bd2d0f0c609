"""A company deleted for good, as the worker does it when the grace is over."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from bench.fleet.fleet import Fleet
from bench.report import Row
from tenants.companies.models import Company
from tenants.removal.actions import request_removal
from tenants.removal.steps import carry_out_removal

ROUNDS = 10
DROP = "drop one company"


def measure(fleet: Fleet) -> Iterator[Row]:
    """Tables one by one, then schema, files, jobs and cache, role, tombstone."""
    companies = Company.objects.ready().order_by("?")[: max(min(ROUNDS, fleet.size // 5), 1)]
    yield Row.of(DROP, "ms", [_drop(company) for company in companies], note=f"of {fleet.size}, in stages")


def _drop(company: Company) -> float:
    removal = request_removal(company=company, acting_user=None, grace=timedelta(0), now=timezone.now())
    started = time.perf_counter()
    carry_out_removal(removal_id=removal.id, now=timezone.now())
    return (time.perf_counter() - started) * 1000
