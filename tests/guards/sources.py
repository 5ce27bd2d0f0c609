"""The project's own files, and what a guard has to say about them."""

import ast
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Packages, data and what tools leave behind; none of it is ours, and none of it is in git. `vendor` is others' code.
FOREIGN_FOLDERS = {".git", ".venv", ".local", "__pycache__", "vendor", "staticfiles", "results", ".hypothesis"}
PRODUCT_FOLDERS = ("config", "core", "tenants", "hr", "payroll", "billing", "superadmin")


@dataclass(frozen=True)
class Source:
    """One file: its path from the root, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/") or "/tests/" in self.path or self.name == "conftest.py"

    @property
    def is_product(self) -> bool:
        """Code that runs in production, written by hand."""
        return self.path.split("/")[0] in PRODUCT_FOLDERS and not self.is_test and not self.is_migration

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path and self.name != "__init__.py"

    def is_layer(self, *names: str) -> bool:
        """Whether it is, or lies in, one of these files of a slice: `views` is views.py as well as views/form.py."""
        parts = self.path.removesuffix(".py").split("/")
        return self.is_product and any(name in parts for name in names)


@dataclass(frozen=True)
class Problem:
    """What is wrong, where. `name` is what an exception is granted to: a function, or nothing for the whole file."""

    source: Source
    line: int
    message: str
    name: str = ""

    @property
    def key(self) -> str:
        return f"{self.source.path}::{self.name}" if self.name else self.source.path

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}: {self.message}"


Guard = Callable[[Source], Iterable[Problem]]


def check(guard: Guard, sources: Iterable[Source], *, allowed: Mapping[str, str] | None = None) -> None:
    """Fail with every problem that is not allowed, and with every exception that nothing needs any more.

    `allowed` maps a problem's key to the reason why it may stand.
    """
    allowed = allowed or {}
    problems = [problem for source in sources for problem in guard(source)]
    refused = [str(problem) for problem in problems if problem.key not in allowed]
    assert not refused, "\n" + "\n".join(refused)
    stale = set(allowed) - {problem.key for problem in problems}
    assert not stale, f"Nothing needs these exceptions any more; remove them: {sorted(stale)}"


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """Our own files below a folder, whether or not git knows them yet; all of them without a suffix."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(name for name in folders if name not in FOREIGN_FOLDERS and not name.endswith("_cache"))
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder) / name


def read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text())


@cache
def python_files() -> tuple[Source, ...]:
    return tuple(read(path) for path in files(".py"))


@cache
def product_files() -> tuple[Source, ...]:
    return tuple(source for source in python_files() if source.is_product)


@cache
def templates() -> tuple[Source, ...]:
    return tuple(read(path) for path in files(".html", ".txt", under="templates"))
