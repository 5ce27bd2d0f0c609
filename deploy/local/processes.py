"""Processes, ports and folders of one machine: what PostgreSQL, Valkey and our own children share."""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self, TextIO, TypedDict, Unpack

LOOPBACK = "127.0.0.1"
FIRST_UNPRIVILEGED_PORT, LAST_PORT = 1024, 65535


class LocalError(Exception):
    """Something on this machine stands in the way; the message says what, why and what to do."""


class PortTakenError(LocalError):
    """Another program listens on a port that we were told to use."""

    def __init__(self, port: int, *, purpose: str, variable: str) -> None:
        reason = "is used by another program" if port >= FIRST_UNPRIVILEGED_PORT else "is used, or only root may use it"
        super().__init__(
            f"Port {port}, wanted for {purpose}, {reason}. "
            f"Stop that program, or choose another port: {variable}={max(port + 1, FIRST_UNPRIVILEGED_PORT)} make run"
        )


class ProcessOptions(TypedDict, total=False):
    """What subprocess takes to start a program elsewhere or as another account; the account by its numbers."""

    env: Mapping[str, str]
    cwd: Path
    user: int | None
    group: int | None
    extra_groups: list[int] | None


class Child:
    """A process we started, in a session of its own: Ctrl-C reaches only us, and we stop things in order."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        pid_file: Path | None = None,
        stop_signals: Sequence[signal.Signals] = (signal.SIGTERM,),
        stop_seconds: float = 10,
        **options: Unpack[ProcessOptions],
    ) -> None:
        """Start `command`, its output going to `log` (emptied first).

        It is stopped with `stop_signals`, each given `stop_seconds` to work.
        """
        self.name = name
        self.log = log
        self._stop_signals = stop_signals
        self._stop_seconds = stop_seconds
        self._pid_file = pid_file
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **options,
            )
        if pid_file:
            pid_file.parent.mkdir(parents=True, exist_ok=True)
            pid_file.write_text(f"{self.pid}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Its process id, also after its end."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The code it ended with, negative for a signal; None while it runs."""
        return self._process.poll()

    def log_tail(self, lines: int = 15) -> str:
        """Its last words, indented for a message."""
        last = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "\n".join(f"    {line}" for line in last) or "    (it wrote nothing)"

    def stop(self) -> None:
        """Ask it to stop, and kill its whole group when it does not in time."""
        for number in self._stop_signals:
            if self.exit_code is not None:
                break
            self._process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(self._stop_seconds)
        # Also after a clean end: a process it forked may have stayed behind.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        if self._pid_file:
            self._pid_file.unlink(missing_ok=True)


def raise_on_stop_signals() -> None:
    """Have the first SIGTERM or SIGINT raise KeyboardInterrupt, wherever we are, and ignore further ones.

    Impatient second presses of Ctrl-C would otherwise interrupt the stopping itself and leave processes behind.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def wait_for_end(children: Sequence[Child], *, meanwhile: Callable[[], None] = lambda: None) -> NoReturn:
    """Call `meanwhile` twice a second until a signal interrupts us, or a child ends by itself: LocalError."""
    while True:
        check_running(children)
        meanwhile()
        time.sleep(0.5)


def check_running(children: Iterable[Child]) -> None:
    """Raise LocalError, with its last words, when one of the children has ended."""
    for child in children:
        if child.exit_code is not None:
            raise LocalError(
                f"{child.name} ended by itself (exit code {child.exit_code}). Its last words, from {child.log}:\n{child.log_tail()}"
            )


@contextmanager
def held_folder(folder: Path) -> Iterator[None]:
    """Make `folder` and hold it for this process alone.

    The kernel lets go of the lock even after kill -9, so whoever holds it knows that a process recorded in the
    folder is a leftover.

    Raises LocalError when another process holds the folder or it belongs to another user.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("a+") as lock:
            _take(lock, folder)
            yield
    except PermissionError as error:
        # Also for what the block does in the folder: one run as root leaves files that only root may change.
        if not Path(error.filename or "/").resolve().is_relative_to(folder.resolve()):
            raise
        raise LocalError(
            f"{error.filename} belongs to another user, probably because Rooster ran as root before. "
            f"Run this as that user, or take the folder back: sudo chown -R $(id -un) {folder}"
        ) from error


def _take(lock: TextIO, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        raise LocalError(
            f"{folder} is in use by process {holder}. Stop that one first: two would write to the same data."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; it is there whole or not at all."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.rename(path)


def kept_secret(path: Path) -> str:
    """Read the secret in this file, made at random the first time: 64 hexadecimal digits."""
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return path.read_text()


def command_of(pid: int) -> str:
    """Give the command line of a running process, or an empty string when there is none."""
    arguments = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return arguments.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    result = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return result.stdout


def stop_leftover(pid_file: Path, *, marker: str, stop_signal: signal.Signals = signal.SIGTERM, grace: float = 10) -> None:
    """Stop the process that a killed run left behind, and remove its pid file.

    Process ids are reused, above all in containers, so only a process whose command line holds `marker` is stopped.
    """
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        pid = 0
    for number in (stop_signal, signal.SIGKILL):
        deadline = time.monotonic() + grace
        if pid and marker in command_of(pid):
            os.kill(pid, number)
        while pid and marker in command_of(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
    pid_file.unlink(missing_ok=True)


def is_free(port: int, address: str = LOOPBACK) -> bool:
    """Whether we could listen on this port of an address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Connections of a server that has just ended do not count as one that listens.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError:
        return False
    return True


def free_port() -> int:
    """Find a loopback port that nobody uses at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def port_from(environ: Mapping[str, str], variable: str) -> int | None:
    """Read the port that a variable asks for, or None when it is unset; raises LocalError for anything but a port."""
    value = environ.get(variable, "")
    if not value:
        return None
    if not value.isdecimal() or not 0 < int(value) <= LAST_PORT:
        raise LocalError(f"{variable} is {value!r}; it must be a port number between 1 and {LAST_PORT}.")
    return int(value)


def choose_port(environ: Mapping[str, str], variable: str, *, purpose: str, note: Path) -> int:
    """Take the port that `variable` asks for, else the one noted last time while it is free, else any free one.

    Raises PortTakenError when the port asked for is in use. The choice is noted in the file `note`.
    """
    port = port_from(environ, variable)
    if port and not is_free(port):
        raise PortTakenError(port, purpose=purpose, variable=variable)
    if not port:
        noted = note.read_text().strip() if note.exists() else ""
        port = int(noted) if noted.isdecimal() and is_free(int(noted)) else free_port()
    note.write_text(f"{port}\n")
    return port
