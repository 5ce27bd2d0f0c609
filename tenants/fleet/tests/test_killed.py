"""A run killed at any moment leaves each company before or after a transaction, and the next run goes on."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django_tenants.utils import tenant_context

from hr.people.models import Employee
from tenants.companies.models import Company
from tenants.fleet.tests.conftest import NICKNAME, Release
from tenants.fleet.tests.operator import fingerprint_of, fleet, run_sql, status
from tenants.fleet.tests.test_migrate import FILL, NOTE
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import owner_parameters
from tenants.schemas.template import load_template

KILLS = 10
COMPANIES = 6
# What a run says of itself, and about how long it takes from there to its end: every other one dies among the companies.
MOMENTS = [("begun", 1.0), ("company", 0.3)]


def begin_run() -> subprocess.Popen[str]:
    url = "postgres://{user}:{password}@{host}:{port}/{dbname}".format(**owner_parameters())
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tenants.fleet.tests.killed_run",
            str(settings.MIGRATION_MODULES["attendance"]),
            str(settings.SCHEMA_TEMPLATE_DIR),
        ],
        cwd=Path(settings.BASE_DIR),
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": url,
            "DATABASE_OWNER_URL": url,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_run_at_a_random_moment(after: str, longest: float) -> bool:
    """Whether there was a run to kill: it may have been faster."""
    with begin_run() as run:
        assert run.stdout
        while (line := run.stdout.readline()) and line != f"{after}\n":
            pass
        time.sleep(random.uniform(0, longest))
        is_running = run.poll() is None
        run.kill()
    return is_running


def test_ten_times_at_random_moments(release: Release, build_company: Callable[..., Company]) -> None:
    companies = [*Company.objects.all(), *(build_company() for _ in range(COMPANIES - 2))]
    release("0100_note", NOTE)
    kills = fills = 0
    while kills < KILLS:
        # Always something to do: what a run brings to an end, a further release follows.
        if status()[1] == "":
            fills += 1
            release(f"0{fills}10_fill", "migrations.RunPython(fill)", code=FILL)
            release(f"0{fills}20_nickname", NICKNAME.replace("nickname", f"nickname_{fills}"))
        kills += kill_run_at_a_random_moment(*MOMENTS[kills % 2])

    fleet("migrate")

    template = load_template()
    assert {fingerprint_of(company) for company in companies} == {template.fingerprint}
    assert set(Provisioning.objects.values_list("template_version", flat=True)) == {template.version}
    assert status()[1] == ""
    for company in companies:
        # Each migration in Python ran once in each company, whole.
        assert run_sql("SELECT count(*) FROM attendance_note", inside=company.schema_name) == [(6 * fills,)]
        with tenant_context(company):
            assert Employee.objects.exists()
