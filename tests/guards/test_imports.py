"""Who may import whom: the contracts in pyproject.toml, and the order of the files inside a slice."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.guards.sources import ROOT, Problem, Source, check, product_files
from tests.guards.test_code import _imports

# Each may import those after it, and its own kind. Files that are not named (emails, screens …) stand outside the order,
# and so do tasks: an action starts them after its commit, and they call an action.
LAYERS = [
    {"urls"},
    {"views", "admin", "management"},
    {"access"},
    {"queries", "actions"},
    {"models"},
    {"rules"},
]


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _upward_imports(source: Source) -> Iterator[Problem]:
    slice_path, own = _place(source.path.removesuffix(".py").split("/"))
    if own is None or not source.is_product:
        return
    for node, module in _imports(source):
        other_slice, other = _place(module.split("."))
        if other_slice == slice_path and other is not None and other < own:
            yield Problem(source, node.lineno, f"imports {module}, which lies above it in the slice.", name=module)


def _place(parts: list[str]) -> tuple[list[str], int | None]:
    """The slice that a module belongs to and the number of its layer, 0 on top."""
    for position, part in enumerate(parts):
        for number, names in enumerate(LAYERS):
            if part in names:
                return parts[:position], number
    return parts, None


def test_the_contracts_hold() -> None:
    result = _lint(ROOT, "--no-cache", "--no-logo")
    assert result.returncode == 0, result.stdout


def test_the_contracts_can_fail(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "__init__.py").touch()
    (tmp_path / "bad" / "low.py").write_text("from bad import high\n")
    (tmp_path / "bad" / "high.py").touch()
    contract = "[importlinter:contract:order]\nname = Order\ntype = layers\nlayers =\n  bad.high\n  bad.low\n"
    (tmp_path / ".importlinter").write_text(f"[importlinter]\nroot_package = bad\n{contract}")
    result = _lint(tmp_path, "--no-cache", "--no-logo")
    assert result.returncode != 0
    assert "bad.low is not allowed to import bad.high" in result.stdout


def test_inside_a_slice_imports_go_down() -> None:
    check(_upward_imports, product_files())


def test_the_slice_guard_bites() -> None:
    assert list(_upward_imports(Source("hr/x/queries.py", "from hr.x.views import show\n")))
    assert list(_upward_imports(Source("hr/x/rules/days.py", "from hr.x.models import Day\n")))
    assert not list(_upward_imports(Source("hr/x/views/form.py", "from hr.x import actions\nfrom hr.y.views import show\n")))
