"""PostgreSQL and Valkey for one machine: `make run`, the tests and the bench, each with data of its own.

Run by itself it serves a shell: `python -m deploy.local.servers --data .local/dev` prints `export` lines, stays until
Ctrl-C, and stops both. With a command after `--`, it runs that one with these variables, and stops when it ends.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.postgres import running_postgres
from deploy.local.processes import Child, LocalError, held_folder, raise_on_stop_signals, wait_for_end
from deploy.local.valkey import running_valkey


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the database and the cache are, and the processes that we started for them (none when they were given)."""

    database_url: str
    owner_url: str
    redis_url: str
    children: tuple[Child, ...] = ()

    def env(self) -> dict[str, str]:
        """Give the environment variables that config.settings reads."""
        return {"DATABASE_URL": self.database_url, "DATABASE_OWNER_URL": self.owner_url, "REDIS_URL": self.redis_url}


@contextmanager
def running_servers(
    data: Path, *, durable: bool, logs: Path | None = None, environ: Mapping[str, str] | None = None
) -> Iterator[Servers]:
    """Have both servers until the block ends, their data in the folder `data`, their logs in `logs` or data/log.

    A server that `environ` (by default the process's) names with DATABASE_URL or REDIS_URL is used as it is, and none
    is started. `durable` is off for tests and the bench: data may be lost with the machine, everything is faster.
    Raises LocalError, with a message for people, when the folder is in use or a server does not start.
    """
    logs = logs or data / "log"
    environ = os.environ if environ is None else environ
    database_url, redis_url = environ.get("DATABASE_URL", ""), environ.get("REDIS_URL", "")
    owner_url = environ.get("DATABASE_OWNER_URL", "") or database_url
    children: list[Child] = []
    with ExitStack() as stack:
        if not (database_url and redis_url):
            stack.enter_context(held_folder(data))
        if not redis_url:
            valkey = stack.enter_context(running_valkey(data / "valkey", durable=durable, log=logs / "valkey.log", environ=environ))
            redis_url = valkey.url
            children.append(valkey.child)
        if not database_url:
            postgres = stack.enter_context(
                running_postgres(data / "postgres", durable=durable, log=logs / "postgres.log", environ=environ)
            )
            database_url, owner_url = postgres.web_url, postgres.owner_url
            children.append(postgres.child)
        yield Servers(database_url, owner_url, redis_url, tuple(children))


def main() -> int:
    """Run both servers for a shell until SIGTERM or SIGINT, or for one command.

    The exit code is the command's, or 1 when a server does not start or ends by itself.
    """
    parser = argparse.ArgumentParser(prog="python -m deploy.local.servers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder for the data; made when missing")
    parser.add_argument("--not-durable", action="store_true", help="faster; data may be lost when the machine stops")
    parser.add_argument("command", nargs="*", help="what to run while they are there, after `--`")
    options = parser.parse_args()
    raise_on_stop_signals()
    try:
        with running_servers(options.data, durable=not options.not_durable) as servers:
            if options.command:
                return subprocess.run(options.command, env=os.environ | servers.env(), check=False).returncode
            for name, value in servers.env().items():
                print(f"export {name}={value}")
            sys.stdout.flush()
            wait_for_end(servers.children)
    except KeyboardInterrupt:
        return 0
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
