"""The product as `make run` starts it, on free loopback ports, with a database and folders of its own."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings

from deploy.local.processes import LOOPBACK, Child, check_running, free_port
from tests.databases import PREFIX, ROOT, copied_database

# Logs stay here after the run.
FOLDER = ROOT / ".local" / "test" / "journeys"
START_SECONDS = 60


@dataclass(frozen=True)
class Product:
    """Where the running product answers."""

    port: int

    def url(self, subdomain: str = "", path: str = "/") -> str:
        """An address of a company's host, of the console, or of the public site."""
        return f"http://{subdomain}{'.' if subdomain else ''}localhost:{self.port}{path}"


@contextmanager
def running_product() -> Iterator[Product]:
    """Have web, a worker and the dispatcher until the block ends. Everything is stopped and dropped then, but for the logs."""
    with ExitStack() as stack:
        shutil.rmtree(FOLDER / "mail", ignore_errors=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        # Short, since it is part of the names of roles, which have room for 63 characters.
        database = stack.enter_context(copied_database(f"{PREFIX}_j{os.getpid()}"))
        prefix = stack.enter_context(_keys())
        port = free_port()
        variables = _variables(database, prefix, port)
        _prepare({**variables, "ROOSTER_PROCESS": "operator"})
        children = [stack.enter_context(_start(name, variables)) for name in ("web", "worker", "dispatcher")]
        _wait_until_up(port, children)
        yield Product(port)


@contextmanager
def _keys() -> Iterator[str]:
    """A prefix for everything in the cache and the job queue; nothing under it stays."""
    prefix = f"journeys-{os.getpid()}-"
    try:
        yield prefix
    finally:
        with redis.Redis.from_url(settings.REDIS_URL) as server:
            for key in server.scan_iter(match=f"*{prefix}*", count=1000):
                server.delete(key)


def _variables(database: str, prefix: str, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "SECRET_KEY": "for journeys only, " * 3,
        "ENCRYPTION_KEYS": "for journeys only: " * 3,
        "BASE_URL": f"http://localhost:{port}",
        "DATABASE_URL": _with_name(os.environ["DATABASE_URL"], database),
        "DATABASE_OWNER_URL": _with_name(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"], database),
        "SCHEMA_TEMPLATE_DIR": str(settings.SCHEMA_TEMPLATE_DIR),
        "JOURNEYS_DIR": str(FOLDER),
        "JOURNEYS_KEY_PREFIX": prefix,
        "WEB_BIND": f"{LOOPBACK}:{port}",
        "WEB_CONCURRENCY": "1",
    }


def _with_name(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _prepare(variables: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.journeys.prepare"]
    result = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def _start(name: str, variables: dict[str, str]) -> Child:
    commands: dict[str, list[str | Path]] = {
        "web": ["gunicorn", "--config", "deploy/gunicorn.conf.py"],
        "worker": ["celery", "--app", "config.worker", "worker", "--pool", "solo", "--without-mingle", "--without-gossip"],
        "dispatcher": ["config.dispatcher", "--without-rounds"],
    }
    environment = {**variables, "ROOSTER_PROCESS": name}
    if name == "web":
        # As in production, the pages never hold the login that owns the database.
        environment["DATABASE_OWNER_URL"] = environment["DATABASE_URL"]
    return Child(
        name,
        [sys.executable, "-m", *commands[name]],
        log=FOLDER / f"{name}.log",
        env=environment,
        cwd=ROOT,
        stop_seconds=5,
    )


def _wait_until_up(port: int, children: list[Child]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check_running(children)
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"The product did not start within {START_SECONDS} seconds; see the logs in {FOLDER}.")
