"""manage.py as an operator runs it: processes of their own, timed from the shell's side, killed where that is measured."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.stack import ROOT

SAY_EVERY_SECONDS = 10


class CommandFailed(Exception):
    """A command ended with another exit code than 0; the message has its last words."""


@dataclass(frozen=True)
class Operator:
    """Somebody at a terminal, with the bench's variables."""

    variables: Mapping[str, str]
    log: Path

    def seconds(self, *arguments: str) -> float:
        """How long a command took. Raises CommandFailed."""
        started = time.perf_counter()
        process = self.start(*arguments)
        while _is_running(process):
            print(f"  {self.last_words(lines=1)}", flush=True)
        if process.returncode:
            raise CommandFailed(f"manage.py {' '.join(arguments)} ended with {process.returncode}:\n{self.last_words()}")
        return time.perf_counter() - started

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command that runs."""
        environment = {**self.variables, "ROOSTER_PROCESS": "operator", "PYTHONUNBUFFERED": "1"}
        with self.log.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output
            )

    def last_words(self, lines: int = 10) -> str:
        """What the latest command wrote at last."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _is_running(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has not ended after a while."""
    try:
        process.wait(SAY_EVERY_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False
