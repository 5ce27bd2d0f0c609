"""What an entry point makes of a clean environment: the right settings and the right kind of process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.tests.test_env import GOOD

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
from django.conf import settings
print(json.dumps([settings.SETTINGS_MODULE, settings.PROCESS, "pool" in settings.DATABASES["default"].get("OPTIONS", {})]))
"""


@pytest.mark.parametrize(
    ("module", "process", "has_pool"),
    [("config.wsgi", "web", True), ("config.asgi", "web", True), ("config.worker", "worker", False)],
)
def test_is_in_production_by_default(module: str, process: str, *, has_pool: bool) -> None:
    variables = {name: value for name, value in GOOD.items() if name != "DJANGO_SETTINGS_MODULE"}

    result = subprocess.run(
        [sys.executable, "-c", ASK, module],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout.splitlines()[-1]) == ["config.settings.production", process, has_pool]


def test_local_settings_refuse_a_public_domain() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **GOOD, "DJANGO_SETTINGS_MODULE": "config.settings.local"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode != 0
    assert "serves localhost only" in result.stderr


def test_the_database_urls_options_reach_the_connection() -> None:
    ask = "import config.wsgi; from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['sslmode'])"

    result = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **GOOD, "DATABASE_URL": GOOD["DATABASE_URL"] + "?sslmode=verify-full"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout.splitlines()[-1:] == ["verify-full"], result.stderr
