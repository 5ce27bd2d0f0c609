"""The product as an installation runs it: embedded servers, two web workers, a Celery worker, the dispatcher, a fresh database.

`bench.__main__` enters `running_stack` before anything of the product is imported, since settings come from the environment.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
import redis
from psycopg import sql

from bench.measure import wait_until
from deploy.local.processes import LOOPBACK, Child, check_running, free_port, held_folder, kept_secret, stop_leftover
from deploy.local.run import COMMANDS
from deploy.local.servers import Servers, running_servers

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "rooster_bench"
READY_SECONDS = 60


# By identity: a run has one, and what is made for it is kept by it.
@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Where the product answers, and its processes."""

    port: int
    web: Child
    worker: Child
    dispatcher: Child
    variables: Mapping[str, str]
    """The environment of the bench's processes."""

    def host(self, subdomain: str = "") -> str:
        """What browsers send as the host: a company's, or the public site's."""
        return f"{subdomain}.localhost:{self.port}" if subdomain else f"localhost:{self.port}"


@contextmanager
def running_stack(folder: Path, *, settings: str = "bench.settings") -> Iterator[Stack]:
    """Run everything until the block ends, with data and logs in `folder`; Django of this process is set up on the same database.

    Raises LocalError when something is in the way, with a message for people.
    """
    with held_folder(folder):
        for name in ("web", "worker", "dispatcher"):
            stop_leftover(folder / f"{name}.pid", marker=str(ROOT))
        # Servers that the environment names are left alone: figures compare only on servers that are started alike.
        with running_servers(folder / "servers", durable=True, environ={}) as embedded:
            servers = _with_fresh_database(embedded)
            port = free_port()
            variables = {**os.environ, **_variables(folder, servers, port), "DJANGO_SETTINGS_MODULE": settings}
            for command in ("migrate_shared", "build_schema_template"):
                _manage(command, variables)
            _set_up_django(variables)
            with (
                _child("worker", folder, variables) as worker,
                # Nothing periodic happens between two measurements.
                _child("dispatcher", folder, variables, "--without-rounds") as dispatcher,
                _child("web", folder, variables) as web,
            ):
                stack = Stack(port, web, worker, dispatcher, variables)
                _wait_until_ready(stack)
                yield stack


def _with_fresh_database(servers: Servers) -> Servers:
    """Empty the cache and make the bench's database anew, without what earlier runs left behind."""
    redis.Redis.from_url(servers.redis_url).flushall()
    with psycopg.connect(servers.owner_url, autocommit=True) as owner:
        name = sql.Identifier(DATABASE)
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        # The roles of companies belong to the server, not to the database.
        roles = owner.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [rf"t\_%\_\_{DATABASE}%"]).fetchall()
        for (role,) in roles:
            owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
        owner.execute(sql.SQL("CREATE DATABASE {}").format(name))
    return replace(servers, database_url=_of_bench(servers.database_url), owner_url=_of_bench(servers.owner_url))


def _of_bench(url: str) -> str:
    return urlsplit(url)._replace(path=f"/{DATABASE}").geturl()


def _variables(folder: Path, servers: Servers, port: int) -> dict[str, str]:
    return {
        **servers.env(),
        "SECRET_KEY": kept_secret(folder / "secret_key"),
        "ENCRYPTION_KEYS": kept_secret(folder / "encryption_key"),
        "BASE_URL": f"https://localhost:{port}",
        "WEB_BIND": f"{LOOPBACK}:{port}",
        # Nobody listens there: a bench sends no mail.
        "EMAIL_URL": f"smtp://{LOOPBACK}:9",
        "MAIL_FROM": "Rooster <hello@localhost>",
        "SCHEMA_TEMPLATE_DIR": str(folder / "schema_template"),
        # The clients speak as the proxy that ends TLS.
        "TRUSTED_PROXY_COUNT": "1",
        "LOG_LEVEL": "INFO",
    }


def _manage(command: str, variables: Mapping[str, str]) -> None:
    environment = {**variables, "ROOSTER_PROCESS": "operator"}
    subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)


def _set_up_django(variables: Mapping[str, str]) -> None:
    """Let this process stage what is measured, and count statements."""
    os.environ.update(variables, ROOSTER_PROCESS="worker", LOG_LEVEL="WARNING")
    django.setup()
    # They import settings, which exist only now.
    from core.tenancy import enter_public  # noqa: PLC0415
    from deploy.local.prepare import collect_static_files  # noqa: PLC0415

    collect_static_files()
    enter_public()


def _child(name: str, folder: Path, variables: Mapping[str, str], *options: str) -> Child:
    environment = {**variables, "ROOSTER_PROCESS": name}
    if name == "web":
        # As in production, the pages never hold the login that owns the database.
        environment["DATABASE_OWNER_URL"] = environment["DATABASE_URL"]
    return Child(
        name,
        [sys.executable, "-m", *COMMANDS[name], *options],
        log=folder / "log" / f"{name}.log",
        pid_file=folder / f"{name}.pid",
        env=environment,
        cwd=ROOT,
        stop_seconds=20,
    )


def _wait_until_ready(stack: Stack) -> None:
    def is_ready() -> bool:
        check_running([stack.web, stack.worker, stack.dispatcher])
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{stack.port}/readyz", timeout=5):
                return True
        except (urllib.error.HTTPError, OSError):
            return False

    wait_until(is_ready, seconds=READY_SECONDS, every=0.1)
