"""`make run`: the whole product on one machine, under one supervisor.

Starts PostgreSQL and Valkey, prepares the database and the demo, then runs web, one worker and the dispatcher until Ctrl-C,
SIGTERM, or the end of one of them. Everything is kept in .local/.
"""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypedDict

import environ

from deploy.local.processes import (
    LOOPBACK,
    Child,
    LocalError,
    PortTakenError,
    check_running,
    held_folder,
    is_free,
    kept_secret,
    port_from,
    raise_on_stop_signals,
    stop_leftover,
    wait_for_end,
    write_private,
)
from deploy.local.servers import running_servers

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = ROOT / ".local"
READY_SECONDS = 90

COMMANDS: dict[str, list[str | Path]] = {
    "web": ["gunicorn", "--config", "deploy/gunicorn.conf.py"],
    "worker": ["celery", "--app", "config.worker", "worker", "--concurrency", "2", "--loglevel", "INFO"],
    "dispatcher": ["config.dispatcher"],
}


class Login(TypedDict):
    """One line of what `manage.py seed_demo --logins` prints."""

    company: str
    url: str
    name: str
    role: str
    email: str
    password: str


def main() -> int:
    """Run until asked to stop (exit code 0), or until something is in the way or ends by itself (1)."""
    raise_on_stop_signals()
    try:
        with ExitStack() as stack:
            run(stack)
    except KeyboardInterrupt:
        say("Stopped; the data stay in .local.")
        return 0
    except LocalError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def run(stack: ExitStack) -> None:
    """Start everything, tell where it is, and wait; `stack` stops what was started, last first."""
    # The variables of a .env file count as if they were exported, which is how settings read them too.
    environ.Env.read_env(ROOT / ".env")
    port = port_from(os.environ, "PORT") or 8000
    stack.enter_context(held_folder(LOCAL))
    for name in COMMANDS:
        stop_leftover(LOCAL / "run" / f"{name}.pid", marker=str(ROOT))
    addresses = listening_addresses(port)

    say("Starting PostgreSQL and Valkey ...")
    servers = stack.enter_context(running_servers(LOCAL / "servers", durable=True, logs=LOCAL / "log"))
    settings = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or kept_secret(LOCAL / "secret_key"),
        "ENCRYPTION_KEYS": os.environ.get("ENCRYPTION_KEYS") or kept_secret(LOCAL / "encryption_key"),
        "BASE_URL": os.environ.get("BASE_URL") or f"http://localhost:{port}",
        **servers.env(),
    }
    # For manage.py in another terminal, see config.settings.local.
    write_private(LOCAL / "env", "".join(f"{name}={value}\n" for name, value in settings.items()))
    variables = {
        **os.environ,
        **settings,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "SCHEMA_TEMPLATE_DIR": str(LOCAL / "schema_template"),
        "WEB_BIND": ",".join(f"[{address}]:{port}" if ":" in address else f"{address}:{port}" for address in addresses),
    }

    say("Preparing the database, the demo and static files; the first time this takes a minute ...")
    logins = prepare(variables)
    say("Starting web, worker and dispatcher ...")
    children = [stack.enter_context(start(name, variables)) for name in COMMANDS]
    wait_until_ready(port, children)
    print(address_table(logins, base_url=settings["BASE_URL"], keeps_mail="EMAIL_URL" not in os.environ), flush=True)
    report = ProblemReport(children)
    wait_for_end([*servers.children, *children], meanwhile=report.print_new)


def say(text: str) -> None:
    """Print a line at once, also when the output is a file."""
    print(text, flush=True)


def listening_addresses(port: int) -> list[str]:
    """Choose the loopback addresses that the pages are served on: browsers try either for *.localhost.

    Raises PortTakenError when another program has the port on one of them.
    """
    addresses = [address for address in (LOOPBACK, "::1") if is_free(0, address)]
    if not all(is_free(port, address) for address in addresses):
        raise PortTakenError(port, purpose="the web pages", variable="PORT")
    return addresses


def prepare(variables: Mapping[str, str]) -> list[Login]:
    """Run deploy.local.prepare; it says itself what went wrong."""
    note = LOCAL / "demo_logins.json"
    command = [sys.executable, "-m", "deploy.local.prepare"]
    environment = {**variables, "ROOSTER_PROCESS": "operator", "DEMO_LOGINS": str(note)}
    # Out of reach of the terminal's Ctrl-C, which then ends it without a traceback, as we stop.
    result = subprocess.run(command, cwd=ROOT, env=environment, start_new_session=True, check=False)
    if result.returncode:
        raise LocalError("The database could not be prepared, for the reason above. Nothing was started.")
    logins: list[Login] = json.loads(note.read_text())
    return logins


def start(name: str, variables: Mapping[str, str]) -> Child:
    """Start web, worker or dispatcher, its log in .local/log."""
    environment = {**variables, "ROOSTER_PROCESS": "web" if name == "web" else "worker"}
    if name == "web":
        # As in production, the pages never hold the login that owns the database.
        environment["DATABASE_OWNER_URL"] = environment["DATABASE_URL"]
    return Child(
        name,
        [sys.executable, "-m", *COMMANDS[name]],
        log=LOCAL / "log" / f"{name}.log",
        pid_file=LOCAL / "run" / f"{name}.pid",
        env=environment,
        cwd=ROOT,
        stop_seconds=20,
    )


def wait_until_ready(port: int, children: Sequence[Child]) -> None:
    """Wait until /readyz says that the database, the cache and the worker are there."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        check_running(children)
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/readyz", timeout=5):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise LocalError(f"/readyz did not say yes within {READY_SECONDS} seconds. The logs in {LOCAL / 'log'} say what is missing.")


def address_table(logins: Sequence[Login], *, base_url: str, keeps_mail: bool) -> str:
    """Lay out where everything is and who can sign in, for the terminal.

    `keeps_mail` tells that no mail server is set, so that mails wait on a page.
    """
    rows = [
        ("", "address", "sign in as", "password"),
        ("Public site", f"{base_url}/", "", ""),
        *([("Mails it sends", f"{base_url}/mailbox/", "", "")] if keeps_mail else []),
        *((login["company"], login["url"], f"{login['email']} ({login['role']})", login["password"]) for login in logins),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    table = "\n".join(f"  {line}" for line in lines)
    return f"\nRooster is running. Ctrl-C stops it; logs are in .local/log.\n\n{table}\n"


class ProblemReport:
    """Repeats on the terminal the errors that the children log from now on; the rest stays in their logs."""

    LEVEL = re.compile(r"\b(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b")

    def __init__(self, children: Sequence[Child]) -> None:
        self._logs = {child.name: child.log.open(errors="replace") for child in children}
        for log in self._logs.values():
            log.seek(0, os.SEEK_END)
        # A line without a level, such as a traceback's, belongs to the record above it.
        self._is_shown = dict.fromkeys(self._logs, False)

    def print_new(self) -> None:
        """Print what has been logged since the last call."""
        for name, log in self._logs.items():
            for line in log:
                if level := self.LEVEL.search(line[:60]):
                    self._is_shown[name] = level[1] in {"ERROR", "CRITICAL"}
                if self._is_shown[name]:
                    print(f"{name:6} | {line}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
